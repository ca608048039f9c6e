namespace TinyBase.Functions.Sandboxing;

/// <summary>A started program. Disposing it kills it with all that it started.</summary>
internal abstract class SandboxedProcess : IDisposable
{
    /// <summary>What the program reads from its standard input.</summary>
    public abstract Stream Input { get; }

    /// <summary>What the program writes to its standard output.</summary>
    public abstract Stream Output { get; }

    /// <summary>What the program writes to its standard error.</summary>
    public abstract Stream Error { get; }

    /// <summary>The number of the process.</summary>
    public abstract int Id { get; }

    /// <summary>Completes with the exit code when the program has ended; a signal that ended it counts as 128 and its number.</summary>
    public abstract Task<int> Exited { get; }

    /// <summary>What the program and all that it started hold now; nothing when they have ended.</summary>
    public abstract ProcessUsage Usage { get; }

    /// <summary>Kills the program with all that it started. Does nothing when they have ended.</summary>
    public abstract void Kill();

    public abstract void Dispose();
}
