using Spectre.Console;
using TinyBase.Client;

namespace TinyBase.Examples.LoadData;

/// <summary>Who loads the data: from the command line, else from the environment.</summary>
internal sealed class Login(string? email, string? password, string? token)
{
    public const string EmailVariable = "TINYBASE_ADMIN_EMAIL";
    public const string PasswordVariable = "TINYBASE_ADMIN_PASSWORD";
    public const string TokenVariable = "TINYBASE_TOKEN";

    /// <summary>Gives the client the token, or logs it in.</summary>
    public async Task ApplyAsync(TinyBaseClient client, CancellationToken cancel)
    {
        // Somebody who names an address on the command line does not mean a token that happens to be in the environment.
        if ((token ?? (email is null ? Variable(TokenVariable) : null)) is { } given)
        {
            client.AccessToken = given;
            return;
        }

        var name = email ?? Variable(EmailVariable)
            ?? throw new LoginException($"Say who loads the data: --email and --password, or --token (or {EmailVariable} and {PasswordVariable}, or {TokenVariable}).");
        var secret = password ?? Variable(PasswordVariable) ?? await AskAsync(name, cancel).ConfigureAwait(false);
        await client.Auth.LoginAsync(name, secret, cancel).ConfigureAwait(false);
    }

    private static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;

    private static async Task<string> AskAsync(string name, CancellationToken cancel)
    {
        if (Console.IsInputRedirected || !AnsiConsole.Profile.Out.IsTerminal)
        {
            throw new LoginException($"The password of {name} is missing: --password or {PasswordVariable}.");
        }

        var prompt = new TextPrompt<string>($"Password of {Markup.Escape(name)}:").Secret(null);
        return await prompt.ShowAsync(AnsiConsole.Console, cancel).ConfigureAwait(false);
    }
}
