using System.Text;

using TinyBase.Collections;
using TinyBase.Hosting.Events;
using TinyBase.Storage;

namespace TinyBase.Records;

/// <summary>Tells of changes of records, on the writer while they are made.</summary>
internal sealed class RecordEvents(IEventPublisher events)
{
    public void Created(WriteSession session, CollectionModel model, RecordRow row, WriteOrigin origin)
    {
        if (!events.IsWanted(HookPoint.RecordCreate, model.Definition.Name)) return;
        events.Publish(session, new RecordCreateEvent
        {
            Collection = model.Definition.Name,
            RecordId = row.Guid(),
            OwnerId = row.OwnerGuid(),
            Content = RecordHooks.Content(model, row.Values),
            Actor = origin.Caller.Actor(),
            RequestId = origin.RequestId,
            At = Time(row.Updated),
        });
    }

    public void Updated(WriteSession session, CollectionModel model, RecordRow before, RecordRow after, WriteOrigin origin)
    {
        if (!events.IsWanted(HookPoint.RecordUpdate, model.Definition.Name)) return;
        events.Publish(session, new RecordUpdateEvent
        {
            Collection = model.Definition.Name,
            RecordId = after.Guid(),
            OwnerId = after.OwnerGuid(),
            OldContent = RecordHooks.Content(model, before.Values),
            NewContent = RecordHooks.Content(model, after.Values),
            Actor = origin.Caller.Actor(),
            RequestId = origin.RequestId,
            At = Time(after.Updated),
        });
    }

    public void Deleted(WriteSession session, CollectionModel model, RecordRow row, WriteOrigin origin)
    {
        if (!events.IsWanted(HookPoint.RecordDelete, model.Definition.Name)) return;
        events.Publish(session, new RecordDeleteEvent
        {
            Collection = model.Definition.Name,
            RecordId = row.Guid(),
            OwnerId = row.OwnerGuid(),
            Content = RecordHooks.Content(model, row.Values),
            Actor = origin.Caller.Actor(),
            RequestId = origin.RequestId,
            At = session.NextId().Time,
        });
    }

    private static DateTimeOffset Time(ReadOnlyMemory<byte> text) => Timestamps.Parse(Encoding.ASCII.GetString(text.Span));
}
