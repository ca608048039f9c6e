using TinyBase.Storage;

namespace TinyBase.Hosting.Events;

/// <summary>Tells whoever wants to know of what happened. Without anybody who does, it costs a look into a table.</summary>
internal interface IEventPublisher
{
    /// <summary>Whether anybody wants to know; an event need not be made otherwise.</summary>
    /// <param name="point">What happens.</param>
    /// <param name="subject">The collection or function; null where there is none.</param>
    bool IsWanted(HookPoint point, string? subject = null);

    /// <summary>
    /// Tells of what a write does: those whose events are kept have them in the same transaction, the others are told after the
    /// commit, and nobody if it is undone.
    /// </summary>
    void Publish(WriteSession session, HookEvent happened);

    /// <summary>Tells of what has happened without a write.</summary>
    void Publish(HookEvent happened);
}

/// <summary>Tells nobody, where no server runs.</summary>
internal sealed class NoEvents : IEventPublisher
{
    public static readonly NoEvents Instance = new();

    public bool IsWanted(HookPoint point, string? subject = null) => false;

    public void Publish(WriteSession session, HookEvent happened)
    {
        // Nobody wants to know.
    }

    public void Publish(HookEvent happened)
    {
        // Nobody wants to know.
    }
}
