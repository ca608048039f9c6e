using System.CommandLine;

namespace TinyBase.Cli.Terminals;

/// <summary>
/// Where the password of an admin comes from: the command line, the input, the environment or settings, and then the user
/// of the terminal.
/// </summary>
internal sealed class PasswordSource(TextWriter error)
{
    /// <summary>The environment variable that holds one.</summary>
    public const string Variable = "TINYBASE_ADMIN_PASSWORD";

    /// <summary>Longer input is no password, and is not read to its end.</summary>
    private const int LongestInput = 8 * 1024;

    /// <summary>The option that takes it from the input.</summary>
    public static Option<bool> InputOption() => new("--password-stdin")
    {
        Description = "Read the password from the standard input, which keeps it out of the list of processes.",
    };

    /// <summary>Finds the password.</summary>
    /// <param name="given">The one on the command line, if any.</param>
    /// <param name="fromInput">Whether to read it from the input.</param>
    /// <param name="configured">The one in the environment or the settings, if any.</param>
    /// <param name="missing">What to say if there is none and nobody to ask; null if none is needed.</param>
    /// <param name="password">The password; null if there is none and none is needed.</param>
    /// <returns>Whether all is well; if not, the error output says why.</returns>
    /// <exception cref="PromptInterruptedException">The user pressed Ctrl+C.</exception>
    public bool TryFind(string? given, bool fromInput, string? configured, string? missing, out string? password)
    {
        password = given;
        if (given is not null && fromInput)
        {
            error.WriteError("The password is given on the command line and with --password-stdin. Give it once.");
            return false;
        }

        if (fromInput && Console.IsInputRedirected)
        {
            password = ReadInput(Console.In);
            return true;
        }

        if (!fromInput) password ??= configured;
        if (password is not null || (missing is null && !fromInput)) return true;
        if (!Prompt.IsPossible)
        {
            error.WriteError(missing ?? "There is no input to read the password from.");
            return false;
        }

        password = new Prompt(error).NewPassword();
        if (password is null) error.WriteError("No password was set.");
        return password is not null;
    }

    /// <summary>The input without the line end that most programs put behind it.</summary>
    public static string ReadInput(TextReader input)
    {
        var buffer = new char[LongestInput];
        var text = new string(buffer, 0, input.ReadBlock(buffer));
        return text.EndsWith("\r\n", StringComparison.Ordinal) ? text[..^2] : text.EndsWith('\n') ? text[..^1] : text;
    }
}
