using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

using Dapper;

using Microsoft.Data.Sqlite;

using TinyBase.Extensions.Packages.Loading;
using TinyBase.Storage;

namespace TinyBase.Extensions.Packages.Store;

/// <summary>
/// Brings the tables of an extension to what its <c>migrations/NNNN_name.sql</c> say. Each is one transaction and runs once; one that was
/// changed afterwards is an error.
/// </summary>
internal sealed partial class ExtensionMigrations(Database database, TimeProvider clock)
{
    private const string Folder = "migrations";
    private const int MaxBytes = 1024 * 1024;

    /// <summary>Runs what has not been run.</summary>
    /// <param name="manifest">The extension.</param>
    /// <param name="folder">Its folder.</param>
    /// <param name="cancel">Cancels it between two.</param>
    /// <exception cref="ExtensionLoadException">One cannot be run, or was changed; those before it have been run.</exception>
    public async Task Run(ExtensionManifest manifest, string folder, CancellationToken cancel)
    {
        var scripts = Read(Path.Join(folder, Folder));
        if (scripts.Count == 0) return;
        var applied = (await Applied(manifest.Name, cancel).ConfigureAwait(false)).ToDictionary(row => row.Number);
        foreach (var script in scripts)
        {
            if (!applied.TryGetValue(script.Number, out var done)) await Run(manifest, script, cancel).ConfigureAwait(false);
            else if (done.Hash != script.Hash)
            {
                throw new ExtensionLoadException(
                    $"The migration {script.File} has been run, as {done.Name} on {done.AppliedAt}, and was changed since. Restore it, and change the tables in another one.");
            }
        }
    }

    [GeneratedRegex(@"^(?<number>[0-9]{1,6})_(?<name>[A-Za-z0-9_-]{1,100})\.sql\z")]
    private static partial Regex FileName { get; }

    private static List<Script> Read(string folder)
    {
        if (!Directory.Exists(folder)) return [];
        var scripts = Directory.EnumerateFiles(folder, "*.sql").Select(ReadOne).OrderBy(script => script.Number).ToList();
        return scripts.GroupBy(script => script.Number).FirstOrDefault(same => same.Count() > 1) is { } twice
            ? throw new ExtensionLoadException($"Two migrations have the number {twice.Key}: {string.Join(" and ", twice.Select(script => script.File))}.")
            : scripts;
    }

    private static Script ReadOne(string path)
    {
        var file = Path.GetFileName(path);
        var match = FileName.Match(file);
        if (!match.Success) throw new ExtensionLoadException($"migrations/{file} must be named like 0001_tables.sql: a number and a name of letters, digits, _ and -.");
        if (new FileInfo(path).Length > MaxBytes) throw new ExtensionLoadException($"migrations/{file} has more than {MaxBytes} bytes.");
        var sql = File.ReadAllText(path);
        // The same on every system: git may change the ends of lines.
        var hash = Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(sql.ReplaceLineEndings("\n"))));
        return new Script(int.Parse(match.Groups["number"].Value, CultureInfo.InvariantCulture), match.Groups["name"].Value, file, sql, hash);
    }

    private async Task<IReadOnlyList<AppliedRow>> Applied(string extension, CancellationToken cancel)
    {
        using var lease = await database.Readers.Rent(cancel).ConfigureAwait(false);
        return lease.Connection.Ado.Query<AppliedRow>(
            "SELECT number AS Number, name AS Name, hash AS Hash, applied_at AS AppliedAt FROM _extension_migration WHERE extension = @extension",
            new { extension }).AsList();
    }

    private async Task Run(ExtensionManifest manifest, Script script, CancellationToken cancel)
    {
        string? problem = null;
        await database.Writer.Run(
            session =>
            {
                problem = Execute(session.Connection, manifest, script);
                if (problem is not null) return Written.Undo(false);
                session.Connection.Ado.Execute(
                    "INSERT INTO _extension_migration (extension, number, name, hash, applied_at) VALUES (@extension, @Number, @Name, @Hash, @at)",
                    new { extension = manifest.Name, script.Number, script.Name, script.Hash, at = Timestamps.ToText(clock.GetUtcNow()) });
                return Written.Keep(true);
            },
            alone: true,
            purpose: $"the extension '{manifest.Name}' changes its tables",
            cancel: cancel).ConfigureAwait(false);
        if (problem is not null) throw new ExtensionLoadException($"The migration {script.File} cannot be run: {problem}");
    }

    private static string? Execute(Connection connection, ExtensionManifest manifest, Script script)
    {
        using var guard = new TableGuard(connection.Handle, TableGuard.PrefixOf(manifest.Name));
        try
        {
            connection.Execute(script.Sql);
            return null;
        }
        catch (SqliteException error)
        {
            return guard.Refusal ?? error.Message;
        }
    }

    private sealed record Script(int Number, string Name, string File, string Sql, string Hash);

    private sealed record AppliedRow
    {
        public required int Number { get; init; }

        public required string Name { get; init; }

        public required string Hash { get; init; }

        public required string AppliedAt { get; init; }
    }
}
