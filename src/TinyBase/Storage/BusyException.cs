namespace TinyBase.Storage;

/// <summary>A bounded queue is full, or the server is stopping: the work was not begun and may be tried again.</summary>
internal sealed class BusyException(string message) : Exception(message)
{
    /// <summary>When to try again. Default: after a second.</summary>
    public TimeSpan RetryAfter { get; init; } = TimeSpan.FromSeconds(1);
}
