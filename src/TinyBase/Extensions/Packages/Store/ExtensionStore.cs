using System.Text.Json.Nodes;

using Dapper;

using TinyBase.Audit;
using TinyBase.Extensions.Outbox;
using TinyBase.Storage;

namespace TinyBase.Extensions.Packages.Store;

/// <summary>The installed extensions in the database. Each change of one is in the audit log.</summary>
internal sealed class ExtensionStore(Database database)
{
    private const string ObjectType = "extension";

    private const string Select =
        """
        SELECT id AS Id, name AS Name, version AS Version, description AS Description, author AS Author, repo_url AS RepoUrl, revision AS Revision, by_operator AS ByOperator,
          is_enabled AS IsEnabled, reason AS Reason, suspected_at AS SuspectedAt, update_available AS UpdateAvailable,
          installed_at AS InstalledAt, updated_at AS UpdatedAt
        FROM _extension
        """;

    /// <summary>All extensions by name.</summary>
    public async Task<IReadOnlyList<ExtensionRow>> List(CancellationToken cancel)
    {
        using var lease = await database.Readers.Rent(cancel).ConfigureAwait(false);
        return lease.Connection.Any("SELECT 1 FROM _extension LIMIT 1") ? Rows(lease.Connection) : [];
    }

    /// <summary>On its own, so that Dapper is not even loaded where there are none.</summary>
    private static List<ExtensionRow> Rows(Connection connection) => connection.Ado.Query<ExtensionRow>($"{Select} ORDER BY name").AsList();

    /// <summary>One extension, or null.</summary>
    public async Task<ExtensionRow?> Get(string name, CancellationToken cancel)
    {
        using var lease = await database.Readers.Rent(cancel).ConfigureAwait(false);
        return lease.Connection.Ado.QuerySingleOrDefault<ExtensionRow>($"{Select} WHERE name = @name", new { name });
    }

    /// <summary>Adds an extension, enabled.</summary>
    /// <returns>Null if there is one of that name.</returns>
    public Task<ExtensionRow?> Add(InstalledPackage package, Actor by, CancellationToken cancel) => database.Writer.Run<ExtensionRow?>(
        session =>
        {
            if (Find(session, package.Name) is not null) return Written.Undo<ExtensionRow?>(null);
            var made = session.NextId();
            var now = Timestamps.ToText(made.Time);
            var row = new ExtensionRow
            {
                Id = made.Id.ToString(),
                Name = package.Name,
                Version = package.Version,
                Description = package.Description,
                Author = package.Author,
                RepoUrl = package.Source,
                Revision = package.Revision,
                ByOperator = package.ByOperator,
                IsEnabled = true,
                InstalledAt = now,
                UpdatedAt = now,
            };
            session.Connection.Ado.Execute(
                """
                INSERT INTO _extension (id, name, version, description, author, repo_url, revision, by_operator, is_enabled, installed_at, updated_at)
                VALUES (@Id, @Name, @Version, @Description, @Author, @RepoUrl, @Revision, @ByOperator, @IsEnabled, @InstalledAt, @UpdatedAt)
                """,
                row);
            Note(session, by, "extension.install", row, new JsonObject { ["version"] = row.Version, ["source"] = row.RepoUrl });
            return Written.Keep<ExtensionRow?>(row);
        },
        cancel: cancel);

    /// <summary>Says that another version of an extension is in its place.</summary>
    /// <returns>Null if there is none of that name.</returns>
    public Task<ExtensionRow?> Replace(InstalledPackage package, Actor by, CancellationToken cancel) => Change(
        package.Name,
        row => row with
        {
            Version = package.Version,
            Description = package.Description,
            Author = package.Author,
            RepoUrl = package.Source,
            Revision = package.Revision,
            ByOperator = package.ByOperator,
            // What the server has disabled gets another chance.
            IsEnabled = row.IsEnabled || row.Reason is not null,
            Reason = null,
            UpdateAvailable = null,
        },
        (session, before, row) => Note(
            session, by, "extension.update", row, new JsonObject { ["version"] = row.Version, ["before"] = before.Version, ["source"] = row.RepoUrl }),
        cancel);

    /// <summary>Says that the version is back that an update had replaced.</summary>
    /// <param name="before">What was put down about it.</param>
    /// <param name="reason">Why the new one does not run.</param>
    /// <param name="by">Who wanted the update.</param>
    /// <param name="cancel">Cancels it.</param>
    public Task Restore(ExtensionRow before, string? reason, Actor by, CancellationToken cancel) => Change(
        before.Name,
        _ => before,
        (session, failed, row) => Note(
            session, by, "extension.restore", row, new JsonObject { ["version"] = row.Version, ["failed"] = failed.Version, ["reason"] = reason }),
        cancel);

    /// <summary>Enables or disables an extension.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="isEnabled">Whether it is to run; null to change nothing but the time of the change.</param>
    /// <param name="reason">Why it is disabled; null where an admin just wants it.</param>
    /// <param name="by">Who.</param>
    /// <param name="cancel">Cancels it.</param>
    /// <returns>Null if there is none of that name.</returns>
    public Task<ExtensionRow?> SetEnabled(string name, bool? isEnabled, string? reason, Actor by, CancellationToken cancel) => Change(
        name,
        row => row with { IsEnabled = isEnabled ?? row.IsEnabled, Reason = isEnabled is null ? row.Reason : reason, SuspectedAt = isEnabled is null ? row.SuspectedAt : null },
        (session, _, row) =>
        {
            if (isEnabled is not { } wanted) return;
            Note(session, by, wanted ? "extension.enable" : "extension.disable", row, reason is null ? null : new JsonObject { ["reason"] = reason });
        },
        cancel);

    /// <summary>Remembers when the process last ended while code of an extension ran; null to forget.</summary>
    public Task Suspect(string name, string? at, CancellationToken cancel) => database.Writer.Run(
        session => Written.Keep(session.Connection.Ado.Execute("UPDATE _extension SET suspected_at = @at WHERE name = @name", new { name, at })), cancel: cancel);

    /// <summary>Remembers whether there is a newer version.</summary>
    public Task NoteUpdate(string name, string? version, CancellationToken cancel) => database.Writer.Run(
        session => Written.Keep(session.Connection.Ado.Execute(
            "UPDATE _extension SET update_available = @version WHERE name = @name AND update_available IS NOT @version", new { name, version })),
        cancel: cancel);

    /// <summary>Removes an extension with its settings. Its tables stay, and what is known of its migrations.</summary>
    /// <returns>Whether there was one.</returns>
    public Task<bool> Remove(string name, Actor by, CancellationToken cancel) => database.Writer.Run(
        session =>
        {
            if (Find(session, name) is not { } row) return Written.Undo(false);
            session.Connection.Ado.Execute("DELETE FROM _extension WHERE name = @name", new { name });
            session.Connection.Ado.Execute("DELETE FROM _extension_setting WHERE extension = @name", new { name });
            OutboxStore.DropAll(session, name);
            Note(session, by, "extension.uninstall", row, new JsonObject { ["version"] = row.Version });
            return Written.Keep(true);
        },
        cancel: cancel);

    private Task<ExtensionRow?> Change(
        string name, Func<ExtensionRow, ExtensionRow> change, Action<WriteSession, ExtensionRow, ExtensionRow> note, CancellationToken cancel) =>
        database.Writer.Run<ExtensionRow?>(
            session =>
            {
                if (Find(session, name) is not { } before) return Written.Undo<ExtensionRow?>(null);
                var row = change(before) with { UpdatedAt = Timestamps.ToText(session.NextId().Time) };
                session.Connection.Ado.Execute(
                    """
                    UPDATE _extension SET version = @Version, description = @Description, author = @Author, repo_url = @RepoUrl, revision = @Revision, by_operator = @ByOperator,
                      is_enabled = @IsEnabled, reason = @Reason, suspected_at = @SuspectedAt, update_available = @UpdateAvailable, updated_at = @UpdatedAt
                    WHERE name = @Name
                    """,
                    row);
                note(session, before, row);
                return Written.Keep<ExtensionRow?>(row);
            },
            cancel: cancel);

    private static ExtensionRow? Find(WriteSession session, string name) =>
        session.Connection.Ado.QuerySingleOrDefault<ExtensionRow>($"{Select} WHERE name = @name", new { name });

    private static void Note(WriteSession session, Actor by, string action, ExtensionRow row, JsonObject? details) =>
        AuditTrail.Add(session, new AuditEntry(by, action, ObjectType, row.Id) { ObjectName = row.Name, Details = details });
}
