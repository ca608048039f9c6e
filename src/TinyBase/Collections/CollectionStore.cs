using System.Text.Json;

using Dapper;

using Microsoft.Extensions.Logging;

using TinyBase.Collections.Schema;
using TinyBase.Storage;

namespace TinyBase.Collections;

/// <summary>What became of a change of a collection.</summary>
/// <param name="Model">The collection afterwards; null if the change was refused.</param>
/// <param name="Refusal">Why it was refused; null if there is no such collection, or one of that name already.</param>
internal readonly record struct CollectionOutcome(CollectionModel? Model, string? Refusal = null);

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
internal sealed partial class CollectionStore(Database database, CollectionCatalog catalog, ILogger<CollectionStore> logger)
{
    /// <summary>Makes a collection with its table.</summary>
    /// <returns>The collection, or none if there is one of that name.</returns>
    public Task<CollectionOutcome> Create(string name, CollectionChange wanted, CancellationToken cancel) =>
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
                return Written.Keep(new CollectionOutcome(model));
            },
            committed: Publish,
            alone: true,
            cancel: cancel);

    /// <summary>Changes label, schema or options.</summary>
    /// <returns>The collection, or none if there is none of that name or the change was refused.</returns>
    public Task<CollectionOutcome> Update(string name, CollectionChange wanted, CancellationToken cancel) =>
        database.Writer.Run(
            session =>
            {
                if (!catalog.TryFind(name, out var current)) return Written.Undo(default(CollectionOutcome));
                var schema = wanted.Parsed ?? current.Schema;
                var options = wanted.ParsedOptions ?? current.Options;
                IReadOnlyList<string> purged = wanted.PurgeRemoved ? RemovedColumns(session.Connection, name) : [];
                var change = SchemaChange.Between(current, schema, options, purged);
                var refusal = change.Refusal ?? new TableChange(session.Connection, name, change).Apply();
                if (refusal is not null) return Written.Undo(new CollectionOutcome(null, refusal));
                var definition = current.Definition with
                {
                    Label = wanted.Label ?? current.Definition.Label,
                    Schema = wanted.Schema ?? current.Definition.Schema,
                    Options = wanted.Options ?? current.Definition.Options,
                    SchemaVersion = current.Definition.SchemaVersion + 1,
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
                return Written.Keep(new CollectionOutcome(new CollectionModel(definition, schema, options)));
            },
            committed: Publish,
            alone: true,
            cancel: cancel);

    /// <summary>Deletes a collection and its records.</summary>
    /// <returns>Whether there was one.</returns>
    public Task<bool> Delete(string name, CancellationToken cancel) =>
        database.Writer.Run(
            session =>
            {
                if (!catalog.TryFind(name, out var model)) return Written.Undo(false);
                session.Connection.Execute(SqliteDialect.DropTable(name));
                session.Connection.Ado.Execute("DELETE FROM _collection WHERE id = @Id", new { model.Definition.Id });
                return Written.Keep(true);
            },
            committed: _ => catalog.Remove(name),
            alone: true,
            cancel: cancel);

    private static List<string> RemovedColumns(Connection connection, string table)
    {
        var names = new List<string>();
        var columns = connection.Prepare(SqliteDialect.RemovedColumns);
        columns.Bind(1, table);
        while (columns.Step()) names.Add(columns.Text(0));
        columns.Reset();
        return names;
    }

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
    }
}
