using System.CommandLine;

using TinyBase.Cli.Terminals;
using TinyBase.Cli.Workspaces;

namespace TinyBase.Cli.Commands;

/// <summary><c>tinybase init</c>: makes a folder ready to be served. Run again, it keeps what is there.</summary>
internal sealed class InitCommand : Command, IHasExamples
{
    private const string Missing =
        "An e-mail address for the admin is given, but no password. Add --admin-password or --password-stdin, or set TINYBASE_ADMIN_PASSWORD.";

    private readonly Argument<string> _directory = new("directory")
    {
        Description = "The folder; made if there is none.",
        DefaultValueFactory = _ => ".",
    };

    private readonly Option<string> _email = new("--admin-email", "-e")
    {
        Description = "E-mail address of an admin to create. Default: TINYBASE_ADMIN_EMAIL, then [admin] email in tinybase.toml.",
        HelpName = "email",
    };

    private readonly Option<string> _password = new("--admin-password", "-p")
    {
        Description = "The admin's password. Default: TINYBASE_ADMIN_PASSWORD, then [admin] password in tinybase.toml; else it is asked for.",
        HelpName = "password",
    };

    private readonly Option<bool> _fromInput = PasswordSource.InputOption();

    public InitCommand()
        : base("init", "Make a folder ready: tinybase.toml, the database and, if given, an admin. Safe to run again.")
    {
        _directory.Validators.Add(given =>
        {
            if (given.GetValueOrDefault<string>().Length == 0) given.AddError("The folder has no name. Leave it out for the current one.");
        });
        Arguments.Add(_directory);
        Options.Add(_email);
        Options.Add(_password);
        Options.Add(_fromInput);
        SetAction(Run);
    }

    public IReadOnlyList<string> Examples { get; } =
    [
        "tinybase init",
        "tinybase init my-app --admin-email me@example.com --admin-password 'a long password'",
        "TINYBASE_ADMIN_EMAIL=me@example.com TINYBASE_ADMIN_PASSWORD='a long password' tinybase init",
    ];

    private async Task<int> Run(ParseResult given, CancellationToken cancel)
    {
        var io = given.InvocationConfiguration;
        var workspace = new Workspace(given.GetValue(_directory)!);
        var seed = workspace.ReadSettings().Admin;
        var email = given.GetValue(_email) ?? seed.Email;
        var found = new PasswordSource(io.Error).TryFind(
            given.GetValue(_password), given.GetValue(_fromInput), seed.Password, email is null ? null : Missing, out var password);
        if (!found) return ExitCode.Usage;

        var setup = new WorkspaceSetup(workspace, io.Output, io.Error);
        if (!await setup.Run(email, password, cancel).ConfigureAwait(false)) return ExitCode.Failure;
        io.Output.WriteLine();
        io.Output.WriteLine("TinyBase initialized successfully!");
        io.Output.WriteLine("Run 'tinybase serve' to start the server.");
        return ExitCode.Ok;
    }
}
