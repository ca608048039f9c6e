using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

using Dapper;

using TinyBase.Collections.Schema;
using TinyBase.Storage;

namespace TinyBase.Collections;

/// <summary>
/// The models of all collections. It is read by every request and changed by the writer only, right after the commit, so
/// that what an operation on the writer finds here is what the database holds.
/// </summary>
internal sealed class CollectionCatalog
{
    private volatile Dictionary<string, CollectionModel> _byName;

    public CollectionCatalog(Database database)
    {
        using var lease = database.Readers.Rent(CancellationToken.None).AsTask().GetAwaiter().GetResult();
        _byName = lease.Connection.Ado
            .Query<Row>(
                """
                SELECT id, name, label, schema, options, schema_version AS SchemaVersion, removed_fields AS RemovedFields,
                       created_at AS CreatedAt, updated_at AS UpdatedAt
                FROM _collection
                """)
            .Select(Compile)
            .ToDictionary(model => model.Definition.Name, StringComparer.Ordinal);
    }

    /// <summary>All collections, oldest first.</summary>
    public IEnumerable<CollectionModel> All => _byName.Values.OrderBy(model => model.Definition.Id, StringComparer.Ordinal);

    public bool TryFind(string name, [NotNullWhen(true)] out CollectionModel? model) => _byName.TryGetValue(name, out model);

    /// <summary>The collection as it is now, or null if it was deleted, also if another one has its name.</summary>
    public CollectionModel? Current(CollectionModel model) =>
        _byName.TryGetValue(model.Definition.Name, out var current) && current.Definition.Id == model.Definition.Id ? current : null;

    /// <summary>Adds or replaces a collection; on the writer only.</summary>
    public void Put(CollectionModel model) =>
        _byName = new(_byName, StringComparer.Ordinal) { [model.Definition.Name] = model };

    /// <summary>Takes a collection out; on the writer only.</summary>
    public void Remove(string name)
    {
        var rest = new Dictionary<string, CollectionModel>(_byName, StringComparer.Ordinal);
        rest.Remove(name);
        _byName = rest;
    }

    private static CollectionModel Compile(Row row)
    {
        var definition = new CollectionDefinition
        {
            Id = row.Id,
            Name = row.Name,
            Label = row.Label,
            Schema = JsonElement.Parse(row.Schema),
            Options = JsonElement.Parse(row.Options),
            SchemaVersion = row.SchemaVersion,
            RemovedFields = row.RemovedFields,
            CreatedAt = row.CreatedAt,
            UpdatedAt = row.UpdatedAt,
        };
        return CollectionSchema.TryParse(definition.Schema, out var schema, out var error)
            && CollectionOptions.TryParse(definition.Options, out var options, out error)
            ? new CollectionModel(definition, schema, options)
            : throw new DatabaseException($"The stored definition of collection '{row.Name}' cannot be read: {error}");
    }

    private sealed record Row
    {
        public required string Id { get; init; }

        public required string Name { get; init; }

        public required string Label { get; init; }

        public required string Schema { get; init; }

        public required string Options { get; init; }

        public required long SchemaVersion { get; init; }

        public required long RemovedFields { get; init; }

        public required string CreatedAt { get; init; }

        public required string UpdatedAt { get; init; }
    }
}
