using System.CommandLine;

using TinyBase.Storage;

namespace TinyBase.Cli.Commands.Db;

/// <summary><c>tinybase db current</c>: shows the revision of the database and changes nothing.</summary>
internal sealed class DbCurrentCommand : Command, IHasExamples
{
    private readonly JsonOption _json = new();

    public DbCurrentCommand()
        : base("current", "Show the revision of the database. A server may be running.")
    {
        Options.Add(_json);
        SetAction(Run);
    }

    public IReadOnlyList<string> Examples { get; } = ["tinybase db current", "tinybase db current --json"];

    private int Run(ParseResult given)
    {
        var io = given.InvocationConfiguration;
        if (DbCommand.FindDatabase(io.Error) is not { } path) return ExitCode.Failure;
        if (DatabaseFile.ReadRevision(path) is not { } revision)
        {
            io.Error.WriteError($"There is no database {path}. Run 'tinybase init' first.");
            return ExitCode.Failure;
        }

        var head = DatabaseFile.Migrator.Latest;
        if (given.GetValue(_json)) io.Output.WriteJson(new { Database = path, Revision = revision, Head = head });
        else io.Output.WriteLine(RevisionName.Describe(revision));
        if (revision < head) io.Error.WriteLine($"It is {head - revision} behind; 'tinybase db upgrade' and 'tinybase serve' bring it up to date.");
        return ExitCode.Ok;
    }
}
