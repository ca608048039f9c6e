using System.Runtime.ExceptionServices;
using System.Text;
using System.Text.Json.Nodes;

using Microsoft.Data.Sqlite;

using SQLitePCL;

using TinyBase.Auth;
using TinyBase.Collections;
using TinyBase.Collections.Schema;
using TinyBase.Hosting;
using TinyBase.Storage;

namespace TinyBase.Records;

/// <summary>
/// Reads and writes records under the access rules. A read formats its answer while the statement is open and lets go of it
/// before anything is sent. A write is decided on the writer: rule and merge see the record as it is then.
/// </summary>
internal sealed class RecordStore(Database database, CollectionCatalog catalog, RecordEvents events, DeletedUsers deleted, TimeProvider clock)
{
    /// <summary>How long a list may be sorted, counted or skipped through.</summary>
    public static readonly TimeSpan MaxListTime = TimeSpan.FromSeconds(10);

    /// <summary>A list that takes longer is given up, and begun anew in one of the few places for long ones.</summary>
    private static readonly TimeSpan BriefTime = TimeSpan.FromMilliseconds(100);

    /// <summary>How long the total of a filtered list may take to count, before it is left out.</summary>
    public static readonly TimeSpan MaxCountTime = TimeSpan.FromSeconds(1);

    /// <summary>Writes a record into a buffer.</summary>
    /// <param name="model">The collection.</param>
    /// <param name="id">The record.</param>
    /// <param name="fields">Its fields that are wanted, separated by commas; null for all.</param>
    /// <param name="caller">Who wants to see it.</param>
    /// <param name="json">Where to.</param>
    /// <param name="cancel">Ends the wait for a connection.</param>
    public async Task<RecordRead> Get(
        CollectionModel model, string id, string? fields, Caller caller, JsonBuffer json, CancellationToken cancel)
    {
        var result = new RecordRead(RecordResult.CollectionMissing);
        await Read(model, (connection, current) =>
        {
            json.Clear();
            var row = connection.Prepare(current.Sql.ById);
            try
            {
                RecordSql.BindId(row, Encoding.ASCII.GetBytes(id));
                result = !row.Step() || current.AccessFor(caller).Hides(caller, row.Utf8(1)) ? new RecordRead(RecordResult.RecordMissing)
                    : current.AccessFor(caller).Read.Allows(caller, row.Utf8(1)) ? Write(json, current, row, fields)
                    : new RecordRead(RecordResult.Denied);
            }
            finally
            {
                row.Reset();
            }
        }, cancel).ConfigureAwait(false);
        return result;
    }

    /// <summary>Reads a page from one snapshot, total included.</summary>
    /// <returns>The page, or null if the collection is gone.</returns>
    public async Task<RecordPage?> List(ListPlan plan, Caller caller, CancellationToken cancel)
    {
        var page = new RecordPage(plan);
        try
        {
            var found = await Read(plan.Model, (connection, current) => TryPage(page, connection, current, caller, cancel), cancel).ConfigureAwait(false);
            if (found && page.TookTooLong)
            {
                using var place = await database.Readers.TakeLongPlace(cancel).ConfigureAwait(false);
                found = await Read(plan.Model, (connection, current) => ReadPage(page, connection, current, caller, cancel), cancel).ConfigureAwait(false);
            }

            if (!found) page.Dispose();
            return found ? page : null;
        }
        catch
        {
            page.Dispose();
            throw;
        }
    }

    /// <summary>Reads a page with its total if that takes no time to speak of.</summary>
    private void TryPage(RecordPage page, Connection connection, CollectionModel model, Caller caller, CancellationToken cancel)
    {
        page.Begin(model, caller);
        if (page.IsCostly) page.TookTooLong = !TryWithin(BriefTime, page.ReadAll, connection, cancel);
        else page.ReadAll(connection);
        if (!page.TookTooLong && !page.IsCursorLost) page.End();
    }

    /// <summary>Reads a page that takes long, and its total if that can be had.</summary>
    private void ReadPage(RecordPage page, Connection connection, CollectionModel model, Caller caller, CancellationToken cancel)
    {
        page.Begin(model, caller);
        if (page.IsCostly) page.TookTooLong = !TryWithin(MaxListTime, page.ReadRecords, connection, cancel);
        else page.ReadRecords(connection);
        if (page.TookTooLong || page.IsCursorLost) return;
        if (page.MustCount && !page.IsCostlyToCount) page.CountRecords(connection);
        else if (page.MustCount) TryWithin(MaxCountTime, page.CountRecords, connection, cancel);
        page.End();
    }

    /// <summary>Reads with a limit of time.</summary>
    /// <returns>False if the time was over before.</returns>
    private bool TryWithin(TimeSpan limit, Action<Connection> read, Connection connection, CancellationToken cancel)
    {
        using var time = new CancellationTokenSource(limit, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(time.Token, cancel);
        using var watch = connection.StopWhen(either.Token);
        try
        {
            read(connection);
            return true;
        }
        catch (SqliteException error) when (error.SqliteErrorCode == raw.SQLITE_INTERRUPT)
        {
            cancel.ThrowIfCancellationRequested();
            return false;
        }
    }

    /// <summary>Appends the next records of a page that was too large for one piece.</summary>
    public async Task ReadRest(RecordPage page, CancellationToken cancel)
    {
        if (!await Read(page.Plan.Model, page.ReadRest, cancel).ConfigureAwait(false)) page.LeaveOutRest();
    }

    /// <summary>Looks at a record that the caller wants to change, with the same answers as the write would give.</summary>
    public async Task<RecordOutcome> FindForChange(
        CollectionModel model, string id, Caller caller, Func<AccessRules, AccessRule> rule, CancellationToken cancel)
    {
        var outcome = RecordOutcome.CollectionMissing;
        await Read(
            model,
            (connection, current) => outcome = FindForChange(connection, current, id, caller, rule),
            cancel).ConfigureAwait(false);
        return outcome;
    }

    /// <summary>Adds a record that belongs to the caller.</summary>
    /// <param name="model">The version of the collection that the fields were validated under.</param>
    /// <param name="body">The fields as they were sent.</param>
    /// <param name="values">What they come to.</param>
    /// <param name="origin">Who adds it.</param>
    /// <param name="also">Records of hooks to be added with it.</param>
    /// <param name="cancel">Ends the wait for the writer.</param>
    public Task<RecordOutcome> Create(
        CollectionModel model, RecordBody body, FieldValue[] values, WriteOrigin origin, IReadOnlyList<(string, JsonObject)> also, CancellationToken cancel) =>
        database.Writer.Run(
            session =>
            {
                if (catalog.Current(model) is not { } current) return Written.Undo(RecordOutcome.CollectionMissing);
                if (deleted.Contains(origin.Caller)) return Written.Undo(RecordOutcome.Denied);
                if (current != model)
                {
                    if (!current.AccessFor(origin.Caller).Create.Allows(origin.Caller)) return Written.Undo(RecordOutcome.Denied);
                    if (!current.Validator.TryCreate(body.Data, body.Origin(current), out var again, out var errors))
                    {
                        return Written.Undo(RecordOutcome.Invalid(errors));
                    }

                    values = again;
                }

                CreateAlso(session, also, origin);
                if (Insert(session, current, origin.Caller, values, out var row) is { } taken)
                {
                    return Written.Undo(UniqueViolation.Outcome(taken, current, values, body));
                }

                events.Created(session, current, row, origin);
                return Written.Keep(RecordOutcome.Done(current, row));
            },
            cancel: cancel);

    /// <summary>Changes some fields of a record; the others stay as they are at that moment.</summary>
    public Task<RecordOutcome> Update(
        CollectionModel model, string id, RecordBody body, WriteOrigin origin, WriteGuard guard, CancellationToken cancel) =>
        database.Writer.Run(
            session => Change(session, model, id, origin, guard, access => access.Update, (current, row) =>
            {
                if (!current.Validator.TryMerge(body.Data, row.Values, body.Origin(current), out var values, out var errors))
                {
                    return Written.Undo(RecordOutcome.Invalid(errors));
                }

                if (Store(session, current, row, values, out var changed) is { } taken)
                {
                    return Written.Undo(UniqueViolation.Outcome(taken, current, values, body));
                }

                events.Updated(session, current, row, changed, origin);
                return Written.Keep(RecordOutcome.Done(current, changed));
            }),
            cancel: cancel);

    /// <summary>Deletes a record.</summary>
    public Task<RecordOutcome> Delete(
        CollectionModel model, string id, WriteOrigin origin, WriteGuard guard, CancellationToken cancel) =>
        database.Writer.Run(session => Delete(session, model, id, origin, guard), cancel: cancel);

    /// <summary>Deletes records in one operation, those of them that the caller may delete.</summary>
    /// <returns>What became of each.</returns>
    public Task<RecordOutcome[]> Delete(
        CollectionModel model, IReadOnlyList<GuardedId> records, WriteOrigin origin, CancellationToken cancel) =>
        database.Writer.Run(
            session => Written.Keep(records.Select(record => DeletePart(session, model, record, origin)).ToArray()),
            cancel: cancel);

    private RecordOutcome DeletePart(WriteSession session, CollectionModel model, GuardedId record, WriteOrigin origin)
    {
        // Without records of hooks a refusal comes before anything was changed.
        if (record.Guard.Creates.Count == 0) return Delete(session, model, record.Id, origin, record.Guard).Outcome;
        var outcome = RecordOutcome.Failed;
        try
        {
            session.Part(() =>
            {
                var written = Delete(session, model, record.Id, origin, record.Guard);
                outcome = written.Outcome;
                return written.Keep;
            });
        }
        catch (HookRecordException error)
        {
            outcome = RecordOutcome.Failed with { Reason = error.Message };
        }

        return outcome;
    }

    private Written<RecordOutcome> Delete(WriteSession session, CollectionModel model, string id, WriteOrigin origin, WriteGuard guard) =>
        Change(session, model, id, origin, guard, access => access.Delete, (current, row) =>
        {
            var statement = session.Connection.Prepare(current.Sql.Delete);
            RecordSql.BindId(statement, row.Id.Span);
            statement.Run();
            session.Count(current.Definition.Id, -1);
            events.Deleted(session, current, row, origin);
            return Written.Keep(RecordOutcome.Done(current, null));
        });

    /// <summary>Finds the record of a change on the writer, checks the caller's rights to it, and changes it.</summary>
    private Written<RecordOutcome> Change(
        WriteSession session,
        CollectionModel model,
        string id,
        WriteOrigin origin,
        WriteGuard guard,
        Func<AccessRules, AccessRule> rule,
        Func<CollectionModel, RecordRow, Written<RecordOutcome>> change)
    {
        if (catalog.Current(model) is not { } current) return Written.Undo(RecordOutcome.CollectionMissing);
        var found = FindForChange(session.Connection, current, id, origin.Caller, rule);
        if (found.Row is not { } row) return Written.Undo(found);
        if (guard.IfMatch is { } ifMatch && !ifMatch.Match(row.Version, current.Definition.SchemaVersion, strong: true)) return Written.Undo(RecordOutcome.PreconditionFailed);
        if (guard.ExpectedVersion is { } expected && expected != row.Version) return Written.Undo(RecordOutcome.Conflict);
        CreateAlso(session, guard.Creates, origin);
        return change(current, row);
    }

    private static RecordOutcome FindForChange(
        Connection connection, CollectionModel model, string id, Caller caller, Func<AccessRules, AccessRule> rule)
    {
        if (Find(connection, model, id) is not { } row || model.AccessFor(caller).Hides(caller, row.Owner.Span)) return RecordOutcome.RecordMissing;
        return rule(model.AccessFor(caller)).Allows(caller, row.Owner.Span) ? RecordOutcome.Done(model, row) : RecordOutcome.Denied;
    }

    private static RecordRead Write(JsonBuffer json, CollectionModel model, Statement row, string? fields)
    {
        Projection? projection = null;
        if (fields is not null && !Projection.TryRead(model, fields, out projection, out var error))
        {
            return new RecordRead(RecordResult.Done, Error: error);
        }

        RecordJson.Write(json, model, row, projection);
        return new RecordRead(RecordResult.Done, row.Integer(4), model.Definition.SchemaVersion);
    }

    /// <summary>Adds the records of hooks. An exception undoes the whole operation.</summary>
    public void CreateAlso(WriteSession session, IReadOnlyList<(string Collection, JsonObject Data)> creates, WriteOrigin origin)
    {
        foreach (var (name, data) in creates)
        {
            if (!catalog.TryFind(name, out var model)) throw new HookRecordException($"A hook writes to '{name}', which there is not.");
            var body = RecordHooks.ToBody(data);
            if (!model.Validator.TryCreate(body.Data, body.Origin(model), out var values, out var errors))
            {
                throw new HookRecordException($"A hook's record for '{name}' is not valid: {errors[0].Message}");
            }

            if (Insert(session, model, Caller.Anonymous, values, out var row) is { } taken)
            {
                throw new HookRecordException($"A hook's record for '{name}' is not valid: {taken}");
            }

            events.Created(session, model, row, origin);
        }
    }

    private static RecordRow? Find(Connection connection, CollectionModel model, string id)
    {
        var statement = connection.Prepare(model.Sql.ById);
        try
        {
            RecordSql.BindId(statement, Encoding.ASCII.GetBytes(id));
            return statement.Step() ? RecordRow.Read(statement, model) : null;
        }
        finally
        {
            statement.Reset();
        }
    }

    /// <summary>Adds a record.</summary>
    /// <returns>Null, or what the engine says of values that are taken.</returns>
    private static string? Insert(
        WriteSession session, CollectionModel model, Caller caller, FieldValue[] values, out RecordRow row)
    {
        var statement = session.Connection.Prepare(model.Sql.Insert);
        while (true)
        {
            row = NewRow(session.NextId(), caller, values);
            row.Bind(statement, whole: true);
            var taken = statement.RunUnlessTaken();
            // The clock was set back and a process before made an id in this very moment; the next id is of another one.
            if (taken is not null && SqliteDialect.IsKey(taken)) continue;
            if (taken is null) session.Count(model.Definition.Id, 1);
            return taken;
        }
    }

    private static RecordRow NewRow(NewId made, Caller caller, FieldValue[] values)
    {
        var now = new byte[Timestamps.Length];
        Timestamps.Write(made.Time, now);
        return new RecordRow
        {
            Id = Encoding.ASCII.GetBytes(made.Id.ToString()),
            Owner = caller.IdUtf8,
            Created = now,
            Updated = now,
            Version = 1,
            Values = values,
        };
    }

    /// <summary>Changes a record.</summary>
    /// <returns>Null, or what the engine says of values that are taken.</returns>
    private static string? Store(
        WriteSession session, CollectionModel model, RecordRow row, FieldValue[] values, out RecordRow changed)
    {
        changed = row with
        {
            Updated = Encoding.ASCII.GetBytes(Timestamps.ToText(session.NextId().Time)),
            Version = row.Version + 1,
            Values = values,
        };
        var statement = session.Connection.Prepare(model.Sql.Update);
        changed.Bind(statement, whole: false);
        return statement.RunUnlessTaken();
    }

    /// <summary>Reads with a collection's rules and columns as they are by then, again if its table was changed in between.</summary>
    /// <returns>False if the collection is gone.</returns>
    private async ValueTask<bool> Read(CollectionModel model, Action<Connection, CollectionModel> read, CancellationToken cancel)
    {
        while (catalog.Current(model) is { } current)
        {
            if (await TryRead(model, current, read, cancel).ConfigureAwait(false)) return true;
        }

        return false;
    }

    /// <summary>Reads with a version of a collection.</summary>
    /// <returns>False if there is a newer one to read with.</returns>
    private async ValueTask<bool> TryRead(
        CollectionModel model, CollectionModel current, Action<Connection, CollectionModel> read, CancellationToken cancel)
    {
        SqliteException failure;
        using (var lease = await database.Readers.Rent(cancel).ConfigureAwait(false))
        {
            // Lent after the model was looked up, the connection shows at least the commit that the model came with.
            if (catalog.Current(model) != current) return false;
            try
            {
                read(lease.Connection, current);
                return true;
            }
            catch (SqliteException error) when (error.SqliteErrorCode == raw.SQLITE_ERROR)
            {
                failure = error;
            }
        }

        // The connection is back by now: the writer may take its time.
        if (await IsOutdated(current, cancel).ConfigureAwait(false)) return false;
        ExceptionDispatchInfo.Throw(failure);
        return false;
    }

    /// <summary>Whether readers can see a newer version of a collection than this one.</summary>
    private async Task<bool> IsOutdated(CollectionModel model, CancellationToken cancel)
    {
        // A new version is published right after the commit that readers see, and before the next write runs.
        await database.Writer.Run(_ => Written.Undo(true), cancel: cancel).ConfigureAwait(false);
        return catalog.Current(model) != model;
    }
}
