namespace TinyBase;

/// <summary>Thrown by a hook that does not want a change; the client gets a 400 with the message.</summary>
public sealed class HookRejection : Exception
{
    /// <summary>A rejection without a reason.</summary>
    public HookRejection()
        : this("The change was rejected")
    {
    }

    /// <summary>A rejection with a reason.</summary>
    /// <param name="message">What the client is told.</param>
    public HookRejection(string message)
        : base(message)
    {
    }

    /// <summary>A rejection with a reason and its cause.</summary>
    /// <param name="message">What the client is told.</param>
    /// <param name="innerException">The cause, which the client is not told.</param>
    public HookRejection(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>A rejection because of a field.</summary>
    /// <param name="message">What the client is told.</param>
    /// <param name="field">The name of the field.</param>
    public HookRejection(string message, string field)
        : base(message) => Field = field;

    /// <summary>The name of the field that the rejection is about; null for none.</summary>
    public string? Field { get; }
}
