using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace TinyBase.Collections.Schema;

/// <summary>The fields of a collection in the order of their declaration.</summary>
internal sealed class CollectionSchema
{
    private readonly FieldIndex _index;

    internal CollectionSchema(ImmutableArray<FieldDefinition> fields)
    {
        Fields = fields;
        _index = new FieldIndex(fields);
    }

    public ImmutableArray<FieldDefinition> Fields { get; }

    /// <summary>Finds a field by its exact name.</summary>
    public bool TryFind(ReadOnlySpan<byte> utf8Name, out int index) => _index.TryFind(utf8Name, out index);

    /// <summary>Reads a schema as clients write it: <c>{"fields": [...]}</c>.</summary>
    /// <param name="schema">Any JSON value.</param>
    /// <param name="result">The schema.</param>
    /// <param name="error">Where it is wrong, what was given and what would be right; to be preceded by "Invalid schema: ".</param>
    public static bool TryParse(
        JsonElement schema, [NotNullWhen(true)] out CollectionSchema? result, [NotNullWhen(false)] out string? error) =>
        SchemaParser.TryParse(schema, out result, out error);
}
