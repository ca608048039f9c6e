using System.CommandLine;
using System.Globalization;

using TinyBase.Storage;

namespace TinyBase.Cli.Commands.Db;

/// <summary><c>tinybase db history</c>: lists the revisions that this program knows.</summary>
internal sealed class DbHistoryCommand : Command, IHasExamples
{
    private readonly JsonOption _json = new();

    public DbHistoryCommand()
        : base("history", "List the revisions, and which of them the database has. A server may be running.")
    {
        Options.Add(_json);
        SetAction(Run);
    }

    public IReadOnlyList<string> Examples { get; } = ["tinybase db history", "tinybase db history --json"];

    private int Run(ParseResult given)
    {
        var io = given.InvocationConfiguration;
        if (DbCommand.FindDatabase(io.Error) is not { } path) return ExitCode.Failure;
        var current = DatabaseFile.ReadRevision(path) ?? 0;
        var rows = DatabaseFile.Migrator.Migrations
            .Select(migration => new RevisionRow(migration.Version, migration.Name, migration.Version <= current))
            .ToArray();
        if (given.GetValue(_json)) io.Output.WriteJson(new { Database = path, Revision = current, Revisions = rows });
        else io.Output.WriteTable([["REVISION", "NAME", "STATE"], .. rows.Select(row => row.Cells(current))]);
        return ExitCode.Ok;
    }

    private sealed record RevisionRow(int Revision, string Name, bool Applied)
    {
        public string[] Cells(int current) =>
        [
            Revision.ToString(CultureInfo.InvariantCulture), Name,
            Revision == current ? "current" : Applied ? "applied" : "to come",
        ];
    }
}
