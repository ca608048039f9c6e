using System.CommandLine;
using System.CommandLine.Help;

using TinyBase.Cli.Commands.Db;
using TinyBase.Cli.Commands.Extensions;
using TinyBase.Cli.Commands.Functions;
using TinyBase.Cli.Commands.Schedules;

namespace TinyBase.Cli.Commands;

/// <summary><c>tinybase</c> itself.</summary>
internal sealed class TinyBaseCommand : Command, IHasExamples
{
    public TinyBaseCommand()
        : base("tinybase", "A durable, fast backend in one command.")
    {
        // -h is the host of `serve`.
        var help = new HelpOption("--help", "-?") { Description = "Show help and usage information." };
        help.Action = new HelpWithExamples((HelpAction)help.Action!);
        Options.Add(help);
        Options.Add(new Option<bool>("--version") { Description = "Show the version.", Action = new VersionAction() });
        Subcommands.Add(new InitCommand());
        Subcommands.Add(new ServeCommand());
        Subcommands.Add(new FunctionsCommand());
        Subcommands.Add(new SchedulesCommand());
        Subcommands.Add(new ExtensionsCommand());
        Subcommands.Add(new AdminCommand());
        Subcommands.Add(new ConfigCommand());
        Subcommands.Add(new DbCommand());
        Subcommands.Add(new CompletionCommand());
        Subcommands.Add(new VersionCommand());
    }

    public IReadOnlyList<string> Examples { get; } =
    [
        "tinybase init && tinybase serve",
        "tinybase serve --init",
        "tinybase admin add me@example.com",
    ];
}
