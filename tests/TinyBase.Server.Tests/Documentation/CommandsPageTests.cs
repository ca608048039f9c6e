using System.CommandLine;
using System.CommandLine.Help;
using System.Text;

using TinyBase.Cli;
using TinyBase.Cli.Commands;

using Xunit;

namespace TinyBase.Server.Tests.Documentation;

/// <summary><c>docs/cli.md</c>, written from the tree of commands.</summary>
public sealed class CommandsPageTests
{
    private static readonly string Head =
        $"""
        # The command line

        <!-- Written from the tree of commands by CommandsPageTests; edit the commands. -->

        `tinybase COMMAND --help` shows what stands here. Answers go to the standard output; errors, warnings and questions to the error
        output. With `--json` the answer is one JSON document. Colours appear on a terminal only, and not with `NO_COLOR` or `TERM=dumb`.

        | exit code | meaning |
        | --- | --- |
        | {ExitCode.Ok} | done; also when a question was answered with no |
        | {ExitCode.Failure} | it could not be done |
        | {ExitCode.Usage} | the command line or the settings are wrong; nothing was tried |
        | {ExitCode.StartUp} | the server could not start |
        | {ExitCode.Interrupted} | Ctrl+C at a question |

        `source <(tinybase completion bash)` in `~/.bashrc` lets the shell complete commands, options and values; zsh, fish and PowerShell
        have theirs, see [`tinybase completion`](#tinybase-completion).

        """;

    [Fact]
    public void The_page_says_what_the_commands_say() => GeneratedPage.ShouldBe("cli.md", Write());

    private static string Write()
    {
        var page = new StringBuilder(Head);
        foreach (var command in new TinyBaseCommand().Subcommands) Write(page, command, "tinybase");
        return page.ToString();
    }

    private static void Write(StringBuilder page, Command command, string above)
    {
        var path = $"{above} {command.Name}";
        if (command.Subcommands.Count == 0) WriteCommand(page, command, path);
        foreach (var inner in command.Subcommands) Write(page, inner, path);
    }

    private static void WriteCommand(StringBuilder page, Command command, string path)
    {
        page.Append(null, $"\n## `{path}`\n\n{command.Description}\n\n```\n{Usage(command, path)}\n```\n");
        var rows = command.Arguments.Select(Row).Concat(command.Options.Where(option => option is not HelpOption).Select(Row)).ToArray();
        if (rows.Length > 0) page.Append(null, $"\n| | |\n| --- | --- |\n{string.Concat(rows)}");
        if (command is IHasExamples { Examples: var examples }) page.Append(null, $"\n```bash\n{string.Join('\n', examples)}\n```\n");
    }

    private static string Usage(Command command, string path)
    {
        var arguments = command.Arguments.Select(argument => argument.Arity.MinimumNumberOfValues == 0 ? $" [{Name(argument)}]" : $" {Name(argument)}");
        return path + string.Concat(arguments) + (command.Options.Any(option => option is not HelpOption) ? " [options]" : "");
    }

    private static string Name(Argument argument) => argument.Name.ToUpperInvariant();

    private static string Row(Argument argument)
    {
        var value = argument.HasDefaultValue ? $" Default: `{argument.GetDefaultValue()}`." : "";
        return $"| `{Name(argument)}` | {argument.Description}{value} |\n";
    }

    private static string Row(Option option)
    {
        var names = string.Join(", ", option.Aliases.Prepend(option.Name).Select(name => $"`{name}`"));
        var value = option.HelpName is { } help ? $" *{help}*" : "";
        return $"| {names}{value} | {option.Description} |\n";
    }
}
