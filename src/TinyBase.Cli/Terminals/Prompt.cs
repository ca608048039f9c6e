using System.Text;

namespace TinyBase.Cli.Terminals;

/// <summary>Asks the user of a terminal. Questions go to the error output, so that the output holds answers only.</summary>
internal sealed class Prompt(TextWriter error)
{
    private const char Interrupt = '\u0003';
    private const char EndOfInput = '\u0004';
    private const char EraseLine = '\u0015';

    /// <summary>How often passwords may differ before the question is given up.</summary>
    private const int Attempts = 3;

    /// <summary>Whether there is somebody to ask.</summary>
    public static bool IsPossible => !Console.IsInputRedirected && !Console.IsErrorRedirected;

    /// <summary>Asks whether to go on; anything but yes is no.</summary>
    public bool Confirm(string question)
    {
        error.Write(question + " [y/N] ");
        var answer = Console.ReadLine()?.Trim();
        return string.Equals(answer, "y", StringComparison.OrdinalIgnoreCase) || string.Equals(answer, "yes", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Asks for a new password, twice and without an echo.</summary>
    /// <returns>The password; null if the two kept differing.</returns>
    /// <exception cref="PromptInterruptedException">The user pressed Ctrl+C.</exception>
    public string? NewPassword()
    {
        // From here on the terminal echoes nothing, before the question appears; and Ctrl+C is a key, so that the terminal is
        // put back before the process ends.
        Console.TreatControlCAsInput = true;
        try
        {
            for (var attempt = 1; attempt <= Attempts; attempt++)
            {
                var password = ReadSecret("Password: ");
                if (ReadSecret("Repeat the password: ") == password) return password;
                error.WriteLine("The two passwords differ.");
            }

            return null;
        }
        finally
        {
            Console.TreatControlCAsInput = false;
        }
    }

    /// <summary>Asks for a secret, once and without an echo.</summary>
    /// <exception cref="PromptInterruptedException">The user pressed Ctrl+C.</exception>
    public string Secret(string question)
    {
        Console.TreatControlCAsInput = true;
        try
        {
            return ReadSecret(question);
        }
        finally
        {
            Console.TreatControlCAsInput = false;
        }
    }

    private string ReadSecret(string question)
    {
        error.Write(question);
        var secret = new StringBuilder();
        try
        {
            while (true)
            {
                var key = Console.ReadKey(intercept: true);
                switch (key)
                {
                    case { Key: ConsoleKey.Enter }: return secret.ToString();
                    case { KeyChar: Interrupt or EndOfInput } or { Key: ConsoleKey.C, Modifiers: ConsoleModifiers.Control }:
                        throw new PromptInterruptedException();
                    case { Key: ConsoleKey.Backspace } when secret.Length > 0: secret.Length--; break;
                    case { KeyChar: EraseLine }: secret.Clear(); break;
                    case { KeyChar: var typed } when !char.IsControl(typed): secret.Append(typed); break;
                }
            }
        }
        finally
        {
            error.WriteLine();
        }
    }
}
