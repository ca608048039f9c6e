using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text;

using TinyBase.Collections.Schema;
using TinyBase.Storage;

namespace TinyBase.Collections;

/// <summary>An index of a collection's table, as a field or the options ask for it.</summary>
internal sealed class CollectionIndex
{
    private CollectionIndex(string table, ImmutableArray<FieldDefinition> fields, bool unique)
    {
        Fields = fields;
        Unique = unique;
        // The names of collections have no point, so no two indexes share a name.
        Name = $"{(unique ? "_unique" : "_index")}_{table}.{string.Join(',', fields.Select(field => field.Name))}";
        Create = SqliteDialect.CreateIndex(Name, table, fields, unique);
        Violation = SqliteDialect.UniqueViolation(table, fields);
    }

    public string Name { get; }

    public ImmutableArray<FieldDefinition> Fields { get; }

    public bool Unique { get; }

    /// <summary>Whether an order or a filter can use it; one that compares addresses whatever their case is of no use to them.</summary>
    public bool IsInOrder => !(Unique && Fields.Any(part => part.Type is EmailType));

    /// <summary>The statement that makes it.</summary>
    public string Create { get; }

    /// <summary>What the engine says when a write would break it.</summary>
    public string Violation { get; }

    /// <summary>The indexes that a collection needs.</summary>
    /// <param name="table">The table.</param>
    /// <param name="schema">Its fields, some of which ask for one.</param>
    /// <param name="options">What asks for those over several fields.</param>
    /// <param name="indexes">The indexes, each once.</param>
    /// <param name="error">Which option names something that cannot be indexed.</param>
    public static bool TryResolve(
        string table,
        CollectionSchema schema,
        CollectionOptions options,
        out ImmutableArray<CollectionIndex> indexes,
        [NotNullWhen(false)] out string? error)
    {
        var found = new List<CollectionIndex>();
        foreach (var field in schema.Fields)
        {
            if (field.Unique) found.Add(new CollectionIndex(table, [field], unique: true));
            if (field.Index && !(field.Unique && found[^1].IsInOrder)) found.Add(new CollectionIndex(table, [field], unique: false));
        }

        error = null;
        for (var i = 0; i < options.Indexes.Length && error is null; i++)
        {
            error = Resolve(schema, options.Indexes[i], i, out var fields);
            if (error is null) found.Add(new CollectionIndex(table, fields, options.Indexes[i].Unique));
        }

        indexes = [.. found.DistinctBy(index => index.Name)];
        return error is null;
    }

    private static string? Resolve(CollectionSchema schema, IndexOption option, int position, out ImmutableArray<FieldDefinition> fields)
    {
        fields = [];
        for (var i = 0; i < option.Fields.Length; i++)
        {
            var name = option.Fields[i];
            if (!schema.TryFind(Encoding.UTF8.GetBytes(name), out var index))
            {
                return $"options.indexes.{position}.fields.{i}: the collection has no field '{name}'";
            }

            var field = schema.Fields[index];
            if (field.Type.IsJson)
            {
                return $"options.indexes.{position}.fields.{i}: '{name}' is of type '{field.Type.Name}', and lists and dicts cannot be indexed";
            }

            fields = fields.Add(field);
        }

        return null;
    }
}
