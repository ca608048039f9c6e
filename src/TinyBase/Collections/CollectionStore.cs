using System.Text.Json;
using System.Text.Json.Nodes;

using Dapper;

using Microsoft.Extensions.Logging;

using TinyBase.Audit;
using TinyBase.Collections.Schema;
using TinyBase.Hosting.Events;
using TinyBase.Storage;

namespace TinyBase.Collections;

/// <summary>What became of a change of a collection.</summary>
/// <param name="Model">The collection afterwards; null if the change was refused.</param>
/// <param name="Refusal">Why it was refused; null if there is no such collection, or one of that name already.</param>
internal readonly record struct CollectionOutcome(CollectionModel? Model, string? Refusal = null);

/// <summary>How many records a collection has.</summary>
internal sealed record CollectionSize
{
    public required string Name { get; init; }

    public required long Records { get; init; }
}

/// <summary>What a request wants a collection to be; what is null stays as it is.</summary>
internal sealed record CollectionChange(
    string? Label, JsonElement? Schema, CollectionSchema? Parsed, JsonElement? Options, CollectionOptions? ParsedOptions)
{
    /// <summary>Whether the columns of fields that were removed before go for good.</summary>
    public bool PurgeRemoved { get; init; }
}

/// <summary>
/// Makes, changes and deletes collections. Each is one transaction that runs alone: the table, the definition and the counter
/// change together or not at all.
/// </summary>
internal sealed partial class CollectionStore(
    Database database, CollectionCatalog catalog, IEventPublisher events, TimeProvider clock, ILogger<CollectionStore> logger)
{
    /// <summary>How many records each collection has, by name.</summary>
    public async Task<IReadOnlyList<CollectionSize>> Sizes(CancellationToken cancel)
    {
        using var lease = await database.Readers.Rent(cancel).ConfigureAwait(false);
        return lease.Connection.Prepare("SELECT name, records FROM _collection JOIN _collection_count ON collection_id = id ORDER BY name")
            .All(row => new CollectionSize { Name = row.Text(0), Records = row.Integer(1) });
    }

    /// <summary>Makes a collection with its table.</summary>
    /// <returns>The collection, or none if there is one of that name.</returns>
    public Task<CollectionOutcome> Create(string name, CollectionChange wanted, Actor by, CancellationToken cancel) =>
        database.Writer.Run(
            session =>
            {
                if (catalog.TryFind(name, out _)) return Written.Undo(default(CollectionOutcome));
                var made = session.NextId();
                var now = Timestamps.ToText(made.Time);
                var definition = new CollectionDefinition
                {
                    Id = made.Id.ToString(),
                    Name = name,
                    Label = wanted.Label!,
                    Schema = wanted.Schema!.Value,
                    Options = wanted.Options!.Value,
                    SchemaVersion = 1,
                    RemovedFields = 0,
                    CreatedAt = now,
                    UpdatedAt = now,
                };
                var model = new CollectionModel(definition, wanted.Parsed!, wanted.ParsedOptions!);
                var connection = session.Connection;
                connection.Execute(SqliteDialect.CreateTable(name, model.Schema.Fields));
                if (model.Access.List == AccessRule.Owner) connection.Execute(SqliteDialect.CreateOwnerIndex(name));
                foreach (var index in model.Indexes) connection.Execute(index.Create);
                connection.Ado.Execute(
                    """
                    INSERT INTO _collection
                      (id, name, label, schema, options, schema_version, removed_fields, created_at, updated_at)
                    VALUES (@Id, @Name, @Label, @Schema, @Options, @SchemaVersion, @RemovedFields, @CreatedAt, @UpdatedAt)
                    """,
                    Parameters(definition));
                connection.Ado.Execute("INSERT INTO _collection_count (collection_id, records) VALUES (@Id, 0)", new { definition.Id });
                Tell(session, name, CollectionChangeKind.Create, by);
                AuditTrail.Add(session, Entry(by, "collection.create", definition) with { Details = Access(null, model) });
                return Written.Keep(new CollectionOutcome(model));
            },
            committed: Publish,
            alone: true,
            cancel: cancel);

    /// <summary>Changes label, schema or options.</summary>
    /// <returns>The collection, or none if there is none of that name or the change was refused.</returns>
    public async Task<CollectionOutcome> Update(string name, CollectionChange wanted, Actor by, CancellationToken cancel)
    {
        long? begun = null;
        var converted = 0L;
        var outcome = await database.Writer.Run(
            session =>
            {
                if (!catalog.TryFind(name, out var current)) return Written.Undo(default(CollectionOutcome));
                var change = SchemaChange.Plan(session.Connection, current, wanted);
                if (change.Refusal is null && ReadsRecords(session, current, change)) begun = clock.GetTimestamp();
                var table = new TableChange(session.Connection, name, change);
                var refusal = change.Refusal ?? table.Apply();
                converted = table.Converted;
                if (refusal is not null) return Written.Undo(new CollectionOutcome(null, refusal));
                var definition = current.Definition with
                {
                    Label = wanted.Label ?? current.Definition.Label,
                    Schema = wanted.Schema ?? current.Definition.Schema,
                    Options = wanted.Options ?? current.Definition.Options,
                    SchemaVersion = current.Definition.SchemaVersion + (wanted.Schema is null ? 0 : 1),
                    RemovedFields = change.RemovedFields,
                    UpdatedAt = Timestamps.ToText(session.NextId().Time),
                };
                session.Connection.Ado.Execute(
                    """
                    UPDATE _collection SET label = @Label, schema = @Schema, options = @Options, schema_version = @SchemaVersion,
                      removed_fields = @RemovedFields, updated_at = @UpdatedAt
                    WHERE id = @Id
                    """,
                    Parameters(definition));
                Tell(session, name, CollectionChangeKind.Update, by);
                var model = new CollectionModel(definition, change.Schema, change.Options);
                AuditTrail.Add(session, Entry(by, "collection.update", definition) with { Details = Access(current, model) });
                return Written.Keep(new CollectionOutcome(model));
            },
            committed: Publish,
            alone: true,
            purpose: "a collection is being changed",
            cancel: cancel).ConfigureAwait(false);
        if (begun is { } since)
        {
            var result = outcome.Model is null ? "refused" : "done";
            Log.Ended(logger, name, result, clock.GetElapsedTime(since).TotalMilliseconds, converted);
        }

        return outcome;
    }

    /// <summary>Deletes a collection and its records.</summary>
    /// <returns>Whether there was one.</returns>
    public Task<bool> Delete(string name, Actor by, CancellationToken cancel) =>
        database.Writer.Run(
            session =>
            {
                if (!catalog.TryFind(name, out var model)) return Written.Undo(false);
                session.Connection.Execute(SqliteDialect.DropTable(name));
                session.Connection.Ado.Execute("DELETE FROM _collection WHERE id = @Id", new { model.Definition.Id });
                Tell(session, name, CollectionChangeKind.Delete, by);
                AuditTrail.Add(session, Entry(by, "collection.delete", model.Definition));
                return Written.Keep(true);
            },
            committed: _ => catalog.Remove(name),
            alone: true,
            purpose: "a collection is being deleted",
            cancel: cancel);

    private void Tell(WriteSession session, string name, CollectionChangeKind kind, Actor by)
    {
        if (!events.IsWanted(HookPoint.CollectionChange, name)) return;
        events.Publish(session, new CollectionChangeEvent
        {
            Collection = name,
            Kind = kind,
            Actor = by.ForHooks,
            RequestId = by.RequestId,
            At = clock.GetUtcNow(),
        });
    }

    /// <summary>Whether a change takes the longer the more records there are; says that it begins.</summary>
    private bool ReadsRecords(WriteSession session, CollectionModel current, SchemaChange change)
    {
        var steps = change.Steps.Where(step => step.ReadsRecords).Select(step => $"{step.Action} {step.Field}".TrimEnd()).ToList();
        if (steps.Count == 0) return false;
        var count = session.Connection.Prepare(SqliteDialect.ReadCount);
        count.Bind(1, current.IdUtf8.Span);
        var records = count.Step() ? count.Integer(0) : 0;
        count.Reset();
        if (records == 0) return false;
        Log.Begun(logger, current.Definition.Name, records, string.Join(", ", steps));
        return true;
    }

    private static AuditEntry Entry(Actor by, string action, CollectionDefinition definition) =>
        new(by, action, "collection", definition.Id) { ObjectName = definition.Name };

    /// <summary>What a change does to who may do what; null where it does nothing to it.</summary>
    private static JsonObject? Access(CollectionModel? before, CollectionModel after) => before?.Access == after.Access
        ? null
        : new JsonObject
        {
            ["access"] = new JsonObject { ["from"] = before is null ? null : JsonValue.Create(before.Access.ToString()), ["to"] = after.Access.ToString() },
        };

    private static object Parameters(CollectionDefinition definition) => new
    {
        definition.Id,
        definition.Name,
        definition.Label,
        Schema = definition.Schema.GetRawText(),
        Options = definition.Options.GetRawText(),
        definition.SchemaVersion,
        definition.RemovedFields,
        definition.CreatedAt,
        definition.UpdatedAt,
    };

    private void Publish(CollectionOutcome outcome)
    {
        var model = outcome.Model!;
        catalog.Put(model);
        foreach (var operation in model.Access.PublicOperations) Log.Public(logger, model.Definition.Name, operation);
    }

    private static partial class Log
    {
        [LoggerMessage(3001, LogLevel.Warning, "Collection {Collection}: anybody may {Operation}, without a login")]
        public static partial void Public(ILogger logger, string collection, string operation);

        [LoggerMessage(3002, LogLevel.Information, "Collection {Collection}: a change of {Records} records begins ({Steps}); other writes wait")]
        public static partial void Begun(ILogger logger, string collection, long records, string steps);

        [LoggerMessage(3003, LogLevel.Information, "Collection {Collection}: the change was {Result} in {Milliseconds:0} ms, with {Converted} values converted")]
        public static partial void Ended(ILogger logger, string collection, string result, double milliseconds, long converted);
    }
}
