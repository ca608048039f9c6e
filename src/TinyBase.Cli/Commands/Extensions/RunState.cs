using System.CommandLine;

using TinyBase.Extensions.Packages.Endpoints;

namespace TinyBase.Cli.Commands.Extensions;

/// <summary>Says whether an extension that is to run does.</summary>
internal static class RunState
{
    /// <summary>Says it.</summary>
    /// <returns>The exit code: a failure if the server could not start it.</returns>
    public static int Report(ParseResult given, ExtensionView extension)
    {
        var error = given.InvocationConfiguration.Error;
        if (extension.RestartNeeded) error.WriteWarning("Code of the version before is still loaded. Restart the server to end it.");
        if (extension.Reason is not { } reason) return ExitCode.Ok;
        error.WriteError($"It does not run: {ExtensionText.Plain(reason)}");
        return ExitCode.Failure;
    }
}
