using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace TinyBase.Collections.Schema;

/// <summary>A list whose items are declared (<c>items</c>).</summary>
internal sealed class ItemListType(FieldDefinition items) : JsonType("list", "[]"u8)
{
    /// <summary>What an item should be.</summary>
    public FieldDefinition Items { get; } = items;

    public override FieldProblem WrongType => ListType.NotAList;

    public override bool TryCoerce(
        JsonElement value, ValueArena arena, out FieldValue result, [NotNullWhen(false)] out FieldProblem? problem)
    {
        result = default;
        problem = value.ValueKind == JsonValueKind.Array ? null : WrongType;
        NestedJson? opened = null;
        problem ??= NestedJson.TryOpen(value, out opened);
        if (problem is not null)
        {
            return false;
        }

        using var json = opened!;
        json.Writer.WriteStartArray();
        var index = 0;
        foreach (var item in value.EnumerateArray())
        {
            json.Write(Items, index++, item);
        }

        json.Writer.WriteEndArray();
        return json.TryFinish(arena, out result, out problem);
    }
}
