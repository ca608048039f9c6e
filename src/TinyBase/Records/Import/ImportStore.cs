using TinyBase.Auth;
using TinyBase.Collections;
using TinyBase.Storage;

namespace TinyBase.Records.Import;

/// <summary>Writes the batches of an import, each as one operation in the queue like any other.</summary>
internal sealed class ImportStore(Database database, CollectionCatalog catalog, RecordStore records, RecordEvents events, DeletedUsers deleted)
{
    /// <summary>
    /// Adds the records of a batch that can be added, and marks the others. A value that is taken undoes no more than its own INSERT,
    /// so the others need no savepoint.
    /// </summary>
    /// <returns>Done, or why all of it came to nothing.</returns>
    public Task<RecordOutcome> Write(ImportBatch batch, WriteOrigin origin, CancellationToken cancel) =>
        database.Writer.Run(session => Write(session, batch, origin), cancel: cancel);

    private Written<RecordOutcome> Write(WriteSession session, ImportBatch batch, WriteOrigin origin)
    {
        if (catalog.Current(batch.Model) is not { } model) return Written.Undo(RecordOutcome.CollectionMissing);
        if (deleted.Contains(origin.Caller)) return Written.Undo(RecordOutcome.Denied);
        if (model != batch.Model)
        {
            if (!model.AccessFor(origin.Caller).Create.Allows(origin.Caller)) return Written.Undo(RecordOutcome.Denied);
            batch.Validate(model);
        }

        var inserts = new RecordInserts(session, model, origin.Caller);
        var added = 0;
        for (var i = 0; i < batch.Count; i++)
        {
            ref var line = ref batch[i];
            line.Taken = null;
            if (line.Refusal is not null) continue;
            line.Taken = line.Creates.Count == 0 ? Add(inserts, batch, i) : AddWithOthers(session, inserts, batch, i, origin);
            if (line.Taken is not null) continue;
            added++;
            events.Created(session, model, inserts.Row, origin);
        }

        session.Count(model.Definition.Id, added);
        return Written.Keep(RecordOutcome.Done(model, null));
    }

    private static RecordOutcome? Add(RecordInserts inserts, ImportBatch batch, int index) =>
        inserts.Add(batch.Values(index)) is { } taken
            ? UniqueViolation.Outcome(taken, batch.Model, batch.Values(index).ToArray(), batch[index].Body)
            : null;

    /// <summary>Adds a record and those of hooks with it, or none of them.</summary>
    private RecordOutcome? AddWithOthers(WriteSession session, RecordInserts inserts, ImportBatch batch, int index, WriteOrigin origin)
    {
        RecordOutcome? refusal = null;
        try
        {
            session.Part(() =>
            {
                records.CreateAlso(session, batch[index].Creates, origin);
                refusal = Add(inserts, batch, index);
                return refusal is null;
            });
            return refusal;
        }
        catch (HookRecordException error)
        {
            return RecordOutcome.Failed with { Reason = error.Message };
        }
    }
}
