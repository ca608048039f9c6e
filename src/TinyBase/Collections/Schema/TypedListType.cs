using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Text.Json;

using TinyBase.Hosting;

namespace TinyBase.Collections.Schema;

/// <summary>A list whose items are all of one scalar type; null is none of them.</summary>
internal sealed class TypedListType(ScalarType items) : JsonType($"list[{items.Name}]", "[]"u8)
{
    /// <summary>The type of the items.</summary>
    public ScalarType Items { get; } = items;

    public override FieldProblem WrongType => ListType.NotAList;

    public override bool TryCoerce(
        JsonElement value, ValueArena arena, out FieldValue result, [NotNullWhen(false)] out FieldProblem? problem)
    {
        result = default;
        if (value.ValueKind != JsonValueKind.Array)
        {
            problem = WrongType;
            return false;
        }

        var bound = JsonMarshal.GetRawUtf8Value(value).Length + (value.GetArrayLength() * Items.ItemGrowth);
        var json = arena.Reserve(bound);
        json[0] = (byte)'[';
        var written = 1;
        foreach (var item in value.EnumerateArray())
        {
            if (!Items.TryWriteItem(item, json[written..], out var length, out _))
            {
                problem = Problems(value);
                return false;
            }

            written += length;
            json[written++] = (byte)',';
        }

        // The last comma makes room for the bracket; an empty list has none.
        written = written == 1 ? 2 : written;
        json[written - 1] = (byte)']';
        result = arena.Commit(written);
        problem = null;
        return true;
    }

    /// <summary>The problems of all items, as a chain; a list of nothing but mistakes is cut short.</summary>
    private FieldProblem Problems(JsonElement list)
    {
        var found = new List<FieldProblem>();
        var index = 0;
        foreach (var item in list.EnumerateArray())
        {
            var scratch = new byte[JsonMarshal.GetRawUtf8Value(item).Length + Items.ItemGrowth];
            if (!Items.TryWriteItem(item, scratch, out _, out var problem))
            {
                found.Add(problem with { Path = [index], Input = InputEcho.Of(item) });
                if (found.Count == ValidationError.MaxCount)
                {
                    break;
                }
            }

            index++;
        }

        var chain = found[^1];
        for (var i = found.Count - 2; i >= 0; i--)
        {
            chain = found[i] with { Next = chain };
        }

        return chain;
    }
}
