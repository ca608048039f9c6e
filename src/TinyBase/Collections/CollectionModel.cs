using System.Collections.Immutable;
using System.Text;

using TinyBase.Collections.Schema;
using TinyBase.Hosting;
using TinyBase.Storage;

namespace TinyBase.Collections;

/// <summary>
/// What a definition comes to, compiled once a schema version: fields with their checks, rules, SQL, JSON names. It never
/// changes; a change of the collection makes a new one, so that two equal references mean the same version.
/// </summary>
internal sealed class CollectionModel
{
    private readonly byte[][] _names;

    public CollectionModel(CollectionDefinition definition, CollectionSchema schema, CollectionOptions options)
    {
        Definition = definition;
        Schema = schema;
        Options = options;
        if (!CollectionIndex.TryResolve(definition.Name, schema, options, out var indexes, out var error))
        {
            throw new DatabaseException($"The indexes of collection '{definition.Name}' do not fit its fields: {error}");
        }

        Indexes = indexes;
        Validator = new RecordValidator(schema);
        Sql = new RecordSql(definition.Name, schema.Fields);
        IdUtf8 = Encoding.UTF8.GetBytes(definition.Id);
        JsonCollectionId = Encoding.UTF8.GetBytes($",\"collection_id\":\"{definition.Id}\",\"owner_id\":");
        // Field names are ASCII letters, digits and underscores: none needs an escape.
        _names = [.. schema.Fields.Select((field, i) => Encoding.UTF8.GetBytes($"{(i > 0 ? "," : string.Empty)}\"{field.Name}\":"))];
    }

    public CollectionDefinition Definition { get; }

    public CollectionSchema Schema { get; }

    public CollectionOptions Options { get; }

    /// <summary>The indexes of the table that fields and options ask for.</summary>
    public ImmutableArray<CollectionIndex> Indexes { get; }

    public RecordValidator Validator { get; }

    public RecordSql Sql { get; }

    public AccessRules Access => Options.Access;

    /// <summary>The access rules as a caller meets them: those of a program with scopes are what its scopes say.</summary>
    public AccessRules AccessFor(Caller caller) => caller.Scopes is { } scopes ? scopes.RulesOf(Definition.Name) : Access;

    /// <summary>The collection's id in UTF-8.</summary>
    public ReadOnlyMemory<byte> IdUtf8 { get; }

    /// <summary>What stands between a record's id and its owner in JSON: the collection's id, and the commas.</summary>
    public ReadOnlyMemory<byte> JsonCollectionId { get; }

    /// <summary>The name of a field in JSON with its colon and, but for the first, the comma before it.</summary>
    public ReadOnlySpan<byte> JsonName(int field) => _names[field];

    /// <summary>Whether there is an index that has the records in the order of a field.</summary>
    public bool HasIndexFor(string field) => Indexes.Any(index => index.IsInOrder && index.Fields[0].Name == field);

    /// <summary>Whether a caller may know of the collection: whoever may list or create.</summary>
    public bool IsVisibleTo(Caller caller) => AccessFor(caller).List.Allows(caller) || AccessFor(caller).Create.Allows(caller);
}
