using System.CommandLine;

using TinyBase.Cli.Terminals;
using TinyBase.Storage;

namespace TinyBase.Cli.Commands.Db;

/// <summary><c>tinybase db downgrade</c>: takes revisions back, and with them what they keep.</summary>
internal sealed class DbDowngradeCommand : Command, IHasExamples
{
    private readonly Argument<string> _revision = new("revision")
    {
        Description = "The revision: its number, base for none, or a distance such as -1.",
        HelpName = "revision",
        DefaultValueFactory = _ => "-1",
    };

    private readonly Option<bool> _yes = new("--yes", "-y") { Description = "Do not ask whether the data may be dropped." };

    public DbDowngradeCommand()
        : base("downgrade", "Take the database back to an earlier revision, and drop what that one cannot keep. The server must not be running.")
    {
        _revision.CompletionSources.Add(_ => RevisionName.Completions());
        Arguments.Add(_revision);
        Options.Add(_yes);
        SetAction(Run);
    }

    public IReadOnlyList<string> Examples { get; } = ["tinybase db downgrade", "tinybase db downgrade base --yes"];

    private int Run(ParseResult given)
    {
        var io = given.InvocationConfiguration;
        if (DbCommand.FindDatabase(io.Error) is not { } path) return ExitCode.Failure;
        if (DatabaseFile.ReadRevision(path) is null)
        {
            io.Error.WriteError($"There is no database {path}.");
            return ExitCode.Failure;
        }

        using var file = DatabaseFile.Open(path);
        var current = Migrator.Revision(file.Connection);
        var name = given.GetValue(_revision)!;
        if (RevisionName.Find(name, current) is not { } target || target > current)
        {
            io.Error.WriteError(RevisionName.Unknown(name, current));
            return ExitCode.Usage;
        }

        if (target < current && Refuse(file, target, given.GetValue(_yes), io) is { } refusal) return refusal;
        DatabaseFile.Migrator.Downgrade(file.Connection, target);
        io.Output.WriteLine(target == current ? $"Database is at {target} already" : $"Database downgraded to {target}");
        return ExitCode.Ok;
    }

    /// <summary>Says what would be lost and asks whether to go on.</summary>
    /// <returns>What to end with; null to go on.</returns>
    private static int? Refuse(DatabaseFile file, int target, bool isConfirmed, InvocationConfiguration io)
    {
        io.Error.WriteLine($"Going back to {RevisionName.Describe(target)} drops for good from {file.Path}:");
        var losses = DatabaseFile.Migrator.FindLosses(file.Connection, target);
        foreach (var loss in losses) io.Error.WriteLine("  " + Describe(loss));
        if (losses.Count == 0) io.Error.WriteLine("  nothing");
        if (isConfirmed) return null;
        if (!Prompt.IsPossible)
        {
            io.Error.WriteError("There is no terminal to confirm that on. Add --yes.");
            return ExitCode.Usage;
        }

        if (new Prompt(io.Error).Confirm("Go on?")) return null;
        io.Output.WriteLine("Nothing was changed.");
        return ExitCode.Ok;
    }

    private static string Describe(DowngradeLoss loss) =>
        loss.IsOfRows ? $"{Rows(loss)} of table {loss.Table}"
        : loss.Column is null ? $"table {loss.Table} ({Rows(loss)})"
        : $"column {loss.Column} of table {loss.Table} ({Rows(loss)})";

    private static string Rows(DowngradeLoss loss) => $"{loss.Rows} row{(loss.Rows == 1 ? "" : "s")}";
}
