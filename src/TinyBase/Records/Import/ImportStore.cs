using TinyBase.Collections;
using TinyBase.Hosting;
using TinyBase.Storage;

namespace TinyBase.Records.Import;

/// <summary>Writes the batches of an import, each as one operation in the queue like any other.</summary>
internal sealed class ImportStore(Database database, CollectionCatalog catalog, RecordStore records)
{
    /// <summary>
    /// Adds the records of a batch that can be added, and marks the others. A value that is taken undoes no more than its own INSERT,
    /// so the others need no savepoint.
    /// </summary>
    /// <returns>Done, or why all of it came to nothing.</returns>
    public Task<RecordOutcome> Write(ImportBatch batch, Caller caller, CancellationToken cancel) =>
        database.Writer.Run(session => Write(session, batch, caller), cancel: cancel);

    private Written<RecordOutcome> Write(WriteSession session, ImportBatch batch, Caller caller)
    {
        if (catalog.Current(batch.Model) is not { } model) return Written.Undo(RecordOutcome.CollectionMissing);
        if (model != batch.Model)
        {
            if (!model.AccessFor(caller).Create.Allows(caller)) return Written.Undo(RecordOutcome.Denied);
            batch.Validate(model);
        }

        var inserts = new RecordInserts(session, model, caller);
        var added = 0;
        for (var i = 0; i < batch.Count; i++)
        {
            ref var line = ref batch[i];
            line.Taken = null;
            if (line.Refusal is not null) continue;
            line.Taken = line.Creates.Count == 0 ? Add(inserts, batch, i) : AddWithOthers(session, inserts, batch, i);
            if (line.Taken is null) added++;
        }

        session.Count(model.Definition.Id, added);
        return Written.Keep(RecordOutcome.Done(model, null));
    }

    private static RecordOutcome? Add(RecordInserts inserts, ImportBatch batch, int index) =>
        inserts.Add(batch.Values(index)) is { } taken
            ? UniqueViolation.Outcome(taken, batch.Model, batch.Values(index).ToArray(), batch[index].Body)
            : null;

    /// <summary>Adds a record and those of hooks with it, or none of them.</summary>
    private RecordOutcome? AddWithOthers(WriteSession session, RecordInserts inserts, ImportBatch batch, int index)
    {
        RecordOutcome? refusal = null;
        try
        {
            session.Part(() =>
            {
                records.CreateAlso(session, batch[index].Creates);
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
