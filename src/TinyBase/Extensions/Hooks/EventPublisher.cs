using Microsoft.Extensions.Logging;

using TinyBase.Extensions.Outbox;
using TinyBase.Hosting.Events;
using TinyBase.Storage;

namespace TinyBase.Extensions.Hooks;

/// <summary>Brings events to hooks and webhooks: into the outbox of those whose events are kept, into the queue of the others.</summary>
internal sealed partial class EventPublisher(
    HookRegistry registry, HookQueue queue, Database database, ILogger<EventPublisher> logger) : IEventPublisher
{
    public bool IsWanted(HookPoint point, string? subject = null) => !registry.Table.For(point, subject).IsEmpty;

    public void Publish(WriteSession session, HookEvent happened)
    {
        var hooks = registry.Table.For(happened.Point, happened.Subject);
        if (hooks.IsEmpty) return;
        // Here and now: the event speaks of memory that the writer uses again.
        var json = HookJson.Write(happened);
        if (hooks.Kept.Count > 0) Keep(session, hooks.Kept, happened, json);
        if (hooks.Now.Count > 0) session.OnCommit(() => queue.Add(new QueuedEvent(happened.Point, json, hooks.Now)));
    }

    public void Publish(HookEvent happened)
    {
        var hooks = registry.Table.For(happened.Point, happened.Subject);
        if (hooks.IsEmpty) return;
        var json = HookJson.Write(happened);
        if (hooks.Now.Count > 0) queue.Add(new QueuedEvent(happened.Point, json, hooks.Now));
        if (hooks.Kept.Count > 0) _ = Keep(hooks.Kept, happened, json);
    }

    private static void Keep(WriteSession session, IReadOnlyList<Subscriber> subscribers, HookEvent happened, byte[] json)
    {
        foreach (var subscriber in subscribers)
        {
            OutboxStore.Add(session, subscriber.Id, happened, json);
            session.OnCommit(subscriber.Signal.Give);
        }
    }

    private async Task Keep(IReadOnlyList<Subscriber> subscribers, HookEvent happened, byte[] json)
    {
        try
        {
            await database.Writer.Run(session =>
            {
                Keep(session, subscribers, happened, json);
                return Written.Keep(true);
            }).ConfigureAwait(false);
        }
        catch (Exception error)
        {
            foreach (var subscriber in subscribers) subscriber.Health.Skip();
            Log.NotKept(logger, error, happened.Point.Name(), happened.RequestId);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(8011, LogLevel.Error, "An event {Event} could not be kept for its hooks, which will not hear of it [{RequestId}]")]
        public static partial void NotKept(ILogger logger, Exception error, string @event, string? requestId);
    }
}
