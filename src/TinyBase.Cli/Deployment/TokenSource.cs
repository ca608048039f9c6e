using TinyBase.Cli.Terminals;

namespace TinyBase.Cli.Deployment;

/// <summary>Where the token of a deployment comes from; never the command line, which other users can see.</summary>
internal static class TokenSource
{
    /// <summary>Finds the token.</summary>
    /// <param name="configured">The one in the environment or in <c>tinybase.toml</c>, if any.</param>
    /// <param name="fromInput">Whether to read it from the input.</param>
    /// <returns>Null if there is none; the error output says so.</returns>
    /// <exception cref="PromptInterruptedException">The user pressed Ctrl+C.</exception>
    public static string? Find(string? configured, bool fromInput, TextWriter error)
    {
        var token = fromInput ? PasswordSource.ReadInput(Console.In) : configured;
        if (token is null && Prompt.IsPossible) token = new Prompt(error).Secret("Application token: ");
        token = token?.Trim();
        if (token is { Length: > 0 } && !token.Any(c => char.IsWhiteSpace(c) || char.IsControl(c))) return token;
        error.WriteError(token is { Length: > 0 }
            ? "The application token must not have spaces in it."
            : $"The application token is missing. Set {DeploymentTarget.TokenVariable}, or use --token-stdin; 'tinybase admin token create' makes one on the server.");
        return null;
    }
}
