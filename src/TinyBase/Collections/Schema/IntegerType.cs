using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace TinyBase.Collections.Schema;

/// <summary>A 64-bit integer.</summary>
internal sealed class IntegerType() : ScalarType("int", ColumnType.Integer)
{
    private static readonly FieldProblem NotAnInteger = new("int_type", "Input should be a valid integer");

    private static readonly FieldProblem Unparsable =
        new("int_parsing", "Input should be a valid integer, unable to parse string as an integer");

    private static readonly FieldProblem Fractional =
        new("int_from_float", "Input should be a valid integer, got a number with a fractional part");

    private static readonly FieldProblem OutOfRange =
        new("int_parsing_size", "Unable to parse input as an integer, it is outside the 64-bit range");

    public override FieldProblem WrongType => NotAnInteger;

    public override int ItemGrowth => 20;

    public override bool Supports(RuleKind kind) => kind == RuleKind.Range;

    public override bool TryCoerce(
        JsonElement value, ValueArena arena, out FieldValue result, [NotNullWhen(false)] out FieldProblem? problem)
    {
        problem = TryRead(value, out var integer);
        result = problem is null ? FieldValue.FromInteger(integer) : default;
        return problem is null;
    }

    public override bool TryWriteItem(
        JsonElement item, Span<byte> destination, out int written, [NotNullWhen(false)] out FieldProblem? problem)
    {
        written = 0;
        problem = TryRead(item, out var integer);
        return problem is null && Utf8Formatter.TryFormat(integer, destination, out written);
    }

    public override void WriteJson(in FieldValue value, Utf8JsonWriter writer) => writer.WriteNumberValue(value.Integer);

    /// <summary>Reads an integer from any JSON value that means one; the problem where it means none.</summary>
    public static FieldProblem? TryRead(JsonElement value, out long integer)
    {
        integer = 0;
        switch (value.ValueKind)
        {
            case JsonValueKind.Number:
                return value.TryGetInt64(out integer) ? null : FromFloat(value, out integer);
            case JsonValueKind.True:
                integer = 1;
                return null;
            case JsonValueKind.False:
                return null;
            case JsonValueKind.String:
                return NumberText.TryParseInteger(JsonText.Unescape(JsonText.Content(value)), out integer) switch
                {
                    NumberParse.Done => null,
                    NumberParse.OutOfRange => OutOfRange,
                    _ => Unparsable,
                };
            default:
                return NotAnInteger;
        }
    }

    private static FieldProblem? FromFloat(JsonElement number, out long integer)
    {
        integer = 0;
        var text = JsonMarshal.GetRawUtf8Value(number);
        if (!text.ContainsAny((byte)'.', (byte)'e', (byte)'E')) return OutOfRange;
        if (!number.TryGetDouble(out var real) || !double.IsFinite(real)) return FloatType.NotFinite;
        // As a double, 9007199254740993.0 would become another number, and 1e-400 none at all.
        if (!number.TryGetDecimal(out var exact)) return OutOfRange;
        if (exact != decimal.Truncate(exact) || (exact == 0 && IsNotZero(text))) return Fractional;
        if (exact is < long.MinValue or > long.MaxValue) return OutOfRange;
        integer = (long)exact;
        return null;
    }

    private static bool IsNotZero(ReadOnlySpan<byte> number)
    {
        var exponent = number.IndexOfAny((byte)'e', (byte)'E');
        return (exponent < 0 ? number : number[..exponent]).ContainsAnyInRange((byte)'1', (byte)'9');
    }
}
