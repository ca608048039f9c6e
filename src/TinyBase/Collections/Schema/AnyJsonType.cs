using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace TinyBase.Collections.Schema;

/// <summary>An array or object of any content.</summary>
internal abstract class AnyJsonType(string name, JsonValueKind kind, ReadOnlySpan<byte> empty) : JsonType(name, empty)
{
    public override bool TryCoerce(
        JsonElement value, ValueArena arena, out FieldValue result, [NotNullWhen(false)] out FieldProblem? problem)
    {
        result = default;
        if (value.ValueKind != kind)
        {
            problem = WrongType;
            return false;
        }

        var raw = JsonMarshal.GetRawUtf8Value(value);
        problem = JsonCompactor.TryCompact(raw, arena.Reserve(raw.Length), out var written);
        if (problem is not null)
        {
            return false;
        }

        result = arena.Commit(written);
        return true;
    }
}

/// <summary>A list of any JSON values.</summary>
internal sealed class ListType() : AnyJsonType("list", JsonValueKind.Array, "[]"u8)
{
    /// <summary>The problem of a value that is not a list, whatever its items should be.</summary>
    public static readonly FieldProblem NotAList = new("list_type", "Input should be a valid list");

    public override FieldProblem WrongType => NotAList;
}

/// <summary>An object with any keys and values.</summary>
internal sealed class DictType() : AnyJsonType("dict", JsonValueKind.Object, "{}"u8)
{
    /// <summary>The problem of a value that is not an object, whatever its properties should be.</summary>
    public static readonly FieldProblem NotADict = new("dict_type", "Input should be a valid dictionary");

    public override FieldProblem WrongType => NotADict;
}
