using System.Text.Json;
using System.Text.Json.Nodes;

using Dapper;

using TinyBase.Audit;
using TinyBase.Functions.Building;
using TinyBase.Hosting;
using TinyBase.Storage;

namespace TinyBase.Functions.Versions;

/// <summary>The versions of functions that were uploaded, with their source.</summary>
internal sealed class FunctionVersionStore(Database database)
{
    public const int MaxNotes = 500;

    /// <summary>How many versions of a function are kept; the oldest go first.</summary>
    private const int Kept = 200;

    private const string Columns =
        """
        v.id AS Id, function_name AS FunctionName, content_hash AS ContentHash, file_size AS FileSize, u.email AS DeployedByEmail,
        deployed_at AS DeployedAt, notes AS Notes, execution_count AS ExecutionCount
        """;

    private const string From = "FROM _function_version v LEFT JOIN _user u ON u.id = v.deployed_by";

    /// <summary>The id of the version with a content; null if that was not uploaded.</summary>
    public async Task<string?> Find(string name, string contentHash, CancellationToken cancel)
    {
        using var lease = await database.Readers.Rent(cancel).ConfigureAwait(false);
        return lease.Connection.FirstText(
            "SELECT id FROM _function_version WHERE function_name = ?1 AND content_hash = ?2", name, contentHash);
    }

    /// <summary>The versions of a function, the newest first.</summary>
    public async Task<IReadOnlyList<FunctionVersion>> List(string name, int limit, CancellationToken cancel)
    {
        using var lease = await database.Readers.Rent(cancel).ConfigureAwait(false);
        return lease.Connection.Ado.Query<FunctionVersion>(
            $"SELECT {Columns} {From} WHERE function_name = @name ORDER BY deployed_at DESC, v.id DESC LIMIT @limit", new { name, limit }).AsList();
    }

    /// <summary>The text of a version; null if there is none.</summary>
    public async Task<FunctionCode?> Code(string name, string id, CancellationToken cancel)
    {
        using var lease = await database.Readers.Rent(cancel).ConfigureAwait(false);
        var (source, files) = lease.Connection.Ado.QuerySingleOrDefault<(string? Source, string? Files)>(
            "SELECT source, files FROM _function_version WHERE function_name = @name AND id = @id", new { name, id });
        return source is null ? null : new FunctionCode(source, JsonSerializer.Deserialize(files!, WireJson.Wire.IReadOnlyDictionaryStringString)!);
    }

    /// <summary>The version that was uploaded before the one with a content; null if there is none.</summary>
    public async Task<string?> Before(string name, string contentHash, CancellationToken cancel)
    {
        using var lease = await database.Readers.Rent(cancel).ConfigureAwait(false);
        return lease.Connection.Ado.ExecuteScalar<string?>(
            """
            SELECT id FROM _function_version
            WHERE function_name = @name AND content_hash <> @contentHash
              AND id < coalesce((SELECT id FROM _function_version WHERE function_name = @name AND content_hash = @contentHash), '~')
            ORDER BY id DESC LIMIT 1
            """,
            new { name, contentHash });
    }

    /// <summary>Keeps a version.</summary>
    /// <param name="entry">Who deploys it, as the audit log is to say; null for nobody.</param>
    /// <returns>Its id; that of the same content if there is one.</returns>
    public Task<string> Add(string name, FunctionCode code, string hash, AuditEntry? entry, string? notes) => database.Writer.Run(session =>
    {
        var connection = session.Connection.Ado;
        var made = session.NextId();
        connection.Execute(
            """
            INSERT INTO _function_version (id, function_name, content_hash, source, files, file_size, deployed_by, deployed_at, notes)
            VALUES (@id, @name, @hash, @source, @files, @size, (SELECT id FROM _user WHERE id = @deployedBy), @time, @notes)
            ON CONFLICT (function_name, content_hash) DO NOTHING
            """,
            new
            {
                id = made.Id.ToString(), name, hash, source = code.Content, size = code.Size, deployedBy = entry?.Actor.UserId,
                files = JsonSerializer.Serialize(code.Files, WireJson.Wire.IReadOnlyDictionaryStringString),
                time = Timestamps.ToText(made.Time), notes,
            });
        connection.Execute(
            """
            DELETE FROM _function_version WHERE id IN (
              SELECT id FROM _function_version WHERE function_name = @name ORDER BY id DESC LIMIT -1 OFFSET @kept)
            """,
            new { name, kept = Kept });
        if (entry is not null) AuditTrail.Add(session, entry with { Details = new JsonObject { ["content_hash"] = hash } });
        return Written.Keep(connection.ExecuteScalar<string>(
            "SELECT id FROM _function_version WHERE function_name = @name AND content_hash = @hash", new { name, hash })!);
    });
}
