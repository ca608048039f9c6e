namespace TinyBase.Cli;

/// <summary>What the process ends with.</summary>
internal static class ExitCode
{
    public const int Ok = 0;

    /// <summary>What was asked for could not be done.</summary>
    public const int Failure = 1;

    /// <summary>The command line or the settings are wrong; nothing was tried.</summary>
    public const int Usage = 2;

    /// <summary>The server could not start.</summary>
    public const int StartUp = 3;

    /// <summary>The user pressed Ctrl+C at a prompt; 128 and the number of SIGINT, as shells have it.</summary>
    public const int Interrupted = 130;
}
