using System.CommandLine;

namespace TinyBase.Cli.Commands;

/// <summary><c>tinybase admin token</c>: tokens that let programs in.</summary>
internal sealed class AdminTokenCommand : Command
{
    private readonly Argument<string?> _other = new("action") { Arity = ArgumentArity.ZeroOrOne, Hidden = true };

    public AdminTokenCommand()
        : base("token", "Make, list and revoke application tokens: a program that has one has admin rights, or those of its scopes.")
    {
        Arguments.Add(_other);
        Subcommands.Add(new AdminTokenCreateCommand());
        Subcommands.Add(new AdminTokenListCommand());
        Subcommands.Add(new AdminTokenRevokeCommand());
        Subcommands.Add(new AdminTokenShowCommand());
        SetAction(RefuseOther);
    }

    private int RefuseOther(ParseResult given)
    {
        var error = given.InvocationConfiguration.Error;
        error.WriteError(given.GetValue(_other) is { } other ? $"Unknown action: {other}" : "The action is missing.");
        error.WriteLine($"Valid actions: {string.Join(", ", Subcommands.Select(command => command.Name))}");
        return ExitCode.Failure;
    }
}
