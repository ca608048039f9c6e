using System.CommandLine;

using TinyBase.Auth;
using TinyBase.Cli.Control;
using TinyBase.Cli.Terminals;
using TinyBase.Cli.Workspaces;

namespace TinyBase.Cli.Commands;

/// <summary><c>tinybase admin add</c>: creates an admin, or makes an existing user one with a new password.</summary>
internal sealed class AdminAddCommand : Command, IHasExamples
{
    private const string Missing =
        $"The password is missing, and there is no terminal to ask for it. Use --password-stdin or {PasswordSource.Variable}.";

    private readonly Argument<string> _email = new("email") { Description = "E-mail address of the admin." };

    private readonly Argument<string?> _password = new("password")
    {
        Description = $"The password, at least 8 characters. Default: {PasswordSource.Variable}, else it is asked for.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<bool> _fromInput = PasswordSource.InputOption();

    public AdminAddCommand()
        : base("add", "Create an admin, or make an existing user an admin with a new password.")
    {
        Arguments.Add(_email);
        Arguments.Add(_password);
        Options.Add(_fromInput);
        SetAction(Run);
    }

    public IReadOnlyList<string> Examples { get; } =
    [
        "tinybase admin add me@example.com",
        "tinybase admin add me@example.com 'a long password'",
        "pass show tinybase | tinybase admin add me@example.com --password-stdin",
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

        var found = new PasswordSource(io.Error).TryFind(
            given.GetValue(_password), given.GetValue(_fromInput), Environment.GetEnvironmentVariable(PasswordSource.Variable), Missing, out var password);
        if (!found) return ExitCode.Usage;

        var problems = AdminCredentials.Check(given.GetValue(_email)!, password!, out var credentials);
        foreach (var problem in problems) io.Error.WriteError(problem);
        if (credentials is null) return ExitCode.Failure;

        using var administration = await Administration.Open(workspace.ReadSettings(io.Error).Options, cancel).ConfigureAwait(false);
        var change = await administration.PutAdmin(credentials, cancel).ConfigureAwait(false);
        io.Output.WriteLine(WorkspaceSetup.Describe(change, credentials));
        return ExitCode.Ok;
    }
}
