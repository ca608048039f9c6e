using System.CommandLine;

using TinyBase.Storage;

namespace TinyBase.Cli.Commands.Db;

/// <summary><c>tinybase db upgrade</c>: brings the database to a later revision.</summary>
internal sealed class DbUpgradeCommand : Command, IHasExamples
{
    private readonly Argument<string> _revision = new("revision")
    {
        Description = "The revision: its number, head, or a distance such as +1.",
        HelpName = "revision",
        DefaultValueFactory = _ => "head",
    };

    public DbUpgradeCommand()
        : base("upgrade", "Bring the database to a later revision. The server must not be running.")
    {
        _revision.CompletionSources.Add(_ => RevisionName.Completions());
        Arguments.Add(_revision);
        SetAction(Run);
    }

    public IReadOnlyList<string> Examples { get; } = ["tinybase db upgrade", "tinybase db upgrade +1"];

    private int Run(ParseResult given)
    {
        var io = given.InvocationConfiguration;
        if (DbCommand.FindDatabase(io.Error) is not { } path) return ExitCode.Failure;
        using var file = DatabaseFile.Open(path);
        var current = Migrator.Revision(file.Connection);
        var name = given.GetValue(_revision)!;
        if (RevisionName.Find(name, current) is not { } target)
        {
            io.Error.WriteError(RevisionName.Unknown(name, current));
            return ExitCode.Usage;
        }

        if (target < current)
        {
            io.Error.WriteError($"The database is at {current} already. Use 'tinybase db downgrade {target}' to go back.");
            return ExitCode.Usage;
        }

        DatabaseFile.Migrator.Upgrade(file.Connection, target);
        io.Output.WriteLine(target == current ? $"Database is at {target} already" : $"Database upgraded to {target}");
        return ExitCode.Ok;
    }
}
