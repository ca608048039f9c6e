namespace TinyBase.Functions.Sandboxing;

/// <summary>A process that was started through a sandbox. Disposing of it ends it with all that it started.</summary>
internal abstract class SandboxedProcess : IDisposable
{
    /// <summary>Its standard input, to be written.</summary>
    public abstract Stream Input { get; }

    /// <summary>Its standard output, to be read.</summary>
    public abstract Stream Output { get; }

    /// <summary>Its standard error, to be read.</summary>
    public abstract Stream Error { get; }

    /// <summary>The id that the operating system gave it.</summary>
    public abstract int Id { get; }

    /// <summary>Its exit code, once it has ended.</summary>
    public abstract Task<int> Exited { get; }

    /// <summary>How much memory it holds, in bytes; 0 once it has ended.</summary>
    public abstract long ResidentBytes { get; }

    /// <summary>Ends it at once, with all that it started.</summary>
    public abstract void Kill();

    /// <summary>Ends it and closes its streams.</summary>
    public abstract void Dispose();
}
