using System.CommandLine;

using Spectre.Console;

using TinyBase.Auth;
using TinyBase.Cli.Control;
using TinyBase.Cli.Workspaces;

namespace TinyBase.Cli.Commands;

/// <summary><c>tinybase admin add</c>: creates an admin, or makes an existing user one with a new password.</summary>
internal sealed class AdminAddCommand : Command, IHasExamples
{
    private readonly Argument<string> _email = new("email") { Description = "E-mail address of the admin." };

    private readonly Argument<string?> _password = new("password")
    {
        Description = "The password, at least 8 characters. Asked for when left out, which keeps it out of the list of processes.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    public AdminAddCommand()
        : base("add", "Create an admin, or make an existing user an admin with a new password.")
    {
        Arguments.Add(_email);
        Arguments.Add(_password);
        SetAction(Run);
    }

    public IReadOnlyList<string> Examples { get; } =
    [
        "tinybase admin add me@example.com",
        "tinybase admin add me@example.com 'a long password'",
    ];

    private async Task<int> Run(ParseResult given, CancellationToken cancel)
    {
        var io = given.InvocationConfiguration;
        var workspace = new Workspace(".");
        if (!workspace.IsInitialized)
        {
            io.Error.WriteError(workspace.NotInitialized);
            return ExitCode.Failure;
        }

        if (given.GetValue(_password) is not { } password)
        {
            if (Console.IsInputRedirected)
            {
                io.Error.WriteError("The password is missing, and there is no terminal to ask for it.");
                return ExitCode.Usage;
            }

            password = Ask();
        }

        var problems = AdminCredentials.Check(given.GetValue(_email)!, password, out var credentials);
        foreach (var problem in problems) io.Error.WriteError(problem);
        if (credentials is null) return ExitCode.Failure;

        using var administration = await Administration.Open(workspace.ReadSettings(io.Error).Options, cancel).ConfigureAwait(false);
        var change = await administration.PutAdmin(credentials, cancel).ConfigureAwait(false);
        io.Output.WriteLine(WorkspaceSetup.Describe(change, credentials));
        return ExitCode.Ok;
    }

    private static string Ask() => AnsiConsole.Prompt(new TextPrompt<string>("Password:").Secret());
}
