using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;

namespace TinyBase.Collections.Schema;

/// <summary>Text that has to be what its type says, kept in one spelling.</summary>
internal abstract class FormattedType(string name) : FieldType(name, ColumnType.Text)
{
    public override FieldProblem WrongType => StringType.NotAString;

    public override bool TryCoerce(
        JsonElement value, ValueArena arena, out FieldValue result, [NotNullWhen(false)] out FieldProblem? problem)
    {
        result = default;
        if (!FieldTypes.String.TryCoerce(value, new ValueArena(0), out var given, out problem))
        {
            return false;
        }

        problem = TryRead(Encoding.UTF8.GetString(given.Utf8.Span), out var text);
        if (problem is not null)
        {
            return false;
        }

        var kept = arena.Reserve(Encoding.UTF8.GetByteCount(text));
        result = arena.Commit(Encoding.UTF8.GetBytes(text, kept));
        return true;
    }

    public override int Length(in FieldValue value) => FieldTypes.String.Length(value);

    public override void WriteJson(in FieldValue value, Utf8JsonWriter writer) => writer.WriteStringValue(value.Utf8.Span);

    /// <summary>Reads a text; the problem where it is not what it should be.</summary>
    /// <param name="given">The text as it came.</param>
    /// <param name="kept">The spelling to keep, which is read as itself.</param>
    protected abstract FieldProblem? TryRead(string given, out string kept);
}
