using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

using TinyBase.Collections.Schema;
using TinyBase.Storage;

namespace TinyBase.Collections;

/// <summary>
/// The models of all collections. It is read by every request and changed by the writer only, right after the commit, so
/// that what an operation on the writer finds here is what the database holds.
/// </summary>
internal sealed class CollectionCatalog
{
    private const string Select =
        "SELECT id, name, label, schema, options, schema_version, removed_fields, created_at, updated_at FROM _collection";

    private volatile Dictionary<string, CollectionModel> _byName = new(StringComparer.Ordinal);

    public CollectionCatalog(Database database)
    {
        using var lease = database.Readers.Rent(CancellationToken.None).AsTask().GetAwaiter().GetResult();
        // Not through Dapper, which an idle server then need not load.
        var row = lease.Connection.Prepare(Select);
        while (row.Step())
        {
            var model = Compile(Read(row));
            _byName.Add(model.Definition.Name, model);
        }

        row.Reset();
    }

    /// <summary>A reference that is another one after each change of any collection.</summary>
    public object Version => _byName;

    /// <summary>All collections, oldest first.</summary>
    public IEnumerable<CollectionModel> All => _byName.Values.OrderBy(model => model.Definition.Id, StringComparer.Ordinal);

    public bool TryFind(string name, [NotNullWhen(true)] out CollectionModel? model) => _byName.TryGetValue(name, out model);

    /// <summary>A collection as a connection shows it, or null if there is none.</summary>
    public static CollectionModel? Load(Connection connection, string name)
    {
        var row = connection.Prepare(Select + " WHERE name = ?1");
        try
        {
            row.Bind(1, name);
            return row.Step() ? Compile(Read(row)) : null;
        }
        finally
        {
            row.Reset();
        }
    }

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

    private static CollectionDefinition Read(Statement row) => new()
    {
        Id = row.Text(0),
        Name = row.Text(1),
        Label = row.Text(2),
        Schema = JsonElement.Parse(row.Utf8(3)),
        Options = JsonElement.Parse(row.Utf8(4)),
        SchemaVersion = row.Integer(5),
        RemovedFields = row.Integer(6),
        CreatedAt = row.Text(7),
        UpdatedAt = row.Text(8),
    };

    private static CollectionModel Compile(CollectionDefinition definition) =>
        CollectionSchema.TryParse(definition.Schema, out var schema, out var error)
        && CollectionOptions.TryParse(definition.Options, out var options, out error)
            ? new CollectionModel(definition, schema, options)
            : throw new DatabaseException($"The stored definition of collection '{definition.Name}' cannot be read: {error}");
}
