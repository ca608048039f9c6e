using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;

namespace TinyBase.Collections.Schema;

/// <summary>True or false, stored as 1 and 0.</summary>
internal sealed class BooleanType() : ScalarType("bool", ColumnType.Integer)
{
    private static readonly FieldProblem NotABoolean = new("bool_type", "Input should be a valid boolean");

    private static readonly FieldProblem Unparsable =
        new("bool_parsing", "Input should be a valid boolean, unable to interpret input");

    public override bool IsBool => true;

    public override FieldProblem WrongType => NotABoolean;

    public override int ItemGrowth => 5;

    public override bool TryCoerce(
        JsonElement value, ValueArena arena, out FieldValue result, [NotNullWhen(false)] out FieldProblem? problem)
    {
        problem = TryRead(value, out var boolean);
        result = problem is null ? FieldValue.FromBoolean(boolean) : default;
        return problem is null;
    }

    public override bool TryWriteItem(
        JsonElement item, Span<byte> destination, out int written, [NotNullWhen(false)] out FieldProblem? problem)
    {
        written = 0;
        problem = TryRead(item, out var boolean);
        if (problem is not null)
        {
            return false;
        }

        var literal = boolean ? "true"u8 : "false"u8;
        literal.CopyTo(destination);
        written = literal.Length;
        return true;
    }

    public override void WriteJson(in FieldValue value, Utf8JsonWriter writer) => writer.WriteBooleanValue(value.Integer != 0);

    /// <summary>Reads a boolean from any JSON value that means one; the problem where it means none.</summary>
    public static FieldProblem? TryRead(JsonElement value, out bool boolean)
    {
        boolean = value.ValueKind == JsonValueKind.True;
        return value.ValueKind switch
        {
            JsonValueKind.True or JsonValueKind.False => null,
            JsonValueKind.Number => FromNumber(value, out boolean),
            JsonValueKind.String => FromText(JsonText.Unescape(JsonText.Content(value)), out boolean),
            _ => NotABoolean,
        };
    }

    private static FieldProblem? FromNumber(JsonElement number, out bool boolean)
    {
        boolean = false;
        if (!number.TryGetDouble(out var real) || !double.IsFinite(real) || real != Math.Truncate(real))
        {
            return NotABoolean;
        }

        boolean = real == 1;
        return real is 0 or 1 ? null : Unparsable;
    }

    private static FieldProblem? FromText(ReadOnlySpan<byte> text, out bool boolean)
    {
        boolean = Is(text, "true") || Is(text, "1") || Is(text, "yes") || Is(text, "on") || Is(text, "y") || Is(text, "t");
        if (boolean || Is(text, "false") || Is(text, "0") || Is(text, "no") || Is(text, "off") || Is(text, "n") || Is(text, "f"))
        {
            return null;
        }

        return Unparsable;
    }

    private static bool Is(ReadOnlySpan<byte> text, string word) => Ascii.EqualsIgnoreCase(text, word);
}
