using System.CommandLine;

using TinyBase.Cli.Completion;
using TinyBase.Cli.Terminals;
using TinyBase.Configuration;
using TinyBase.Hosting;
using TinyBase.Storage;

namespace TinyBase.Cli;

/// <summary>Runs a command and turns every way it can end into an exit code and a line on the error output.</summary>
internal static class CommandLine
{
    private const string DebugVariable = "TINYBASE_DEBUG";

    public static async Task<int> Run(Command root, string[] args, TextWriter output, TextWriter error)
    {
        if (Suggestions.TryAnswer(root, args, output)) return ExitCode.Ok;
        // An argument that begins with @ is what it says, such as @daily, and not the name of a file with more of them.
        var given = root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (given.Errors.Count > 0 && given.Action is not HelpWithExamples) return RefuseUsage(given, error);
        try
        {
            var configuration = new InvocationConfiguration
            {
                Output = output,
                Error = error,
                EnableDefaultExceptionHandler = false,
                // The server listens to signals itself, and the other commands end at once.
                ProcessTerminationTimeout = null,
            };
            return await given.InvokeAsync(configuration).ConfigureAwait(false);
        }
        catch (PromptInterruptedException)
        {
            return ExitCode.Interrupted;
        }
        catch (SettingsException refused)
        {
            foreach (var problem in refused.Errors) error.WriteError(problem.ToString());
            return ExitCode.Usage;
        }
        catch (Exception failure)
        {
            error.WriteError(failure.Message.ReplaceLineEndings(" "));
            if (!IsExpected(failure) && IsDebugging()) error.WriteLine(failure);
            return ExitCode.Failure;
        }
    }

    private static int RefuseUsage(ParseResult given, TextWriter error)
    {
        // An unknown command is also an argument too many and a command missing; the first says it all.
        var unknown = given.UnmatchedTokens.Count > 0 && given.CommandResult.Command.Subcommands.Count > 0;
        if (unknown) error.WriteError($"There is no command '{given.UnmatchedTokens[0]}'.");
        else foreach (var problem in given.Errors) error.WriteError(problem.Message);
        error.WriteLine($"Try '{Path(given.CommandResult.Command)} --help'.");
        return ExitCode.Usage;
    }

    private static string Path(Command command) =>
        command.Parents.OfType<Command>().FirstOrDefault() is { } parent ? $"{Path(parent)} {command.Name}" : command.Name;

    private static bool IsExpected(Exception failure) => failure is DatabaseException or AdministrationException or IOException or UnauthorizedAccessException;

    private static bool IsDebugging() =>
        string.Equals(Environment.GetEnvironmentVariable(DebugVariable), "true", StringComparison.OrdinalIgnoreCase);
}
