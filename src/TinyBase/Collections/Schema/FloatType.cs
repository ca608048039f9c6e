using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace TinyBase.Collections.Schema;

/// <summary>A finite 64-bit floating-point number.</summary>
internal sealed class FloatType() : ScalarType("float", ColumnType.Real)
{
    /// <summary>The problem of NaN, infinity and numbers that overflow to it.</summary>
    public static readonly FieldProblem NotFinite = new("finite_number", "Input should be a finite number");

    private static readonly FieldProblem NotANumber = new("float_type", "Input should be a valid number");

    private static readonly FieldProblem Unparsable =
        new("float_parsing", "Input should be a valid number, unable to parse string as a number");

    public override FieldProblem WrongType => NotANumber;

    public override int ItemGrowth => 32;

    public override bool Supports(RuleKind kind) => kind == RuleKind.Range;

    public override bool TryCoerce(
        JsonElement value, ValueArena arena, out FieldValue result, [NotNullWhen(false)] out FieldProblem? problem)
    {
        problem = TryRead(value, out var real);
        // The database keeps no negative zero, so none is answered either; the sum is 0.0.
        result = problem is null ? FieldValue.FromReal(real + 0.0) : default;
        return problem is null;
    }

    public override bool TryWriteItem(
        JsonElement item, Span<byte> destination, out int written, [NotNullWhen(false)] out FieldProblem? problem)
    {
        written = 0;
        problem = TryRead(item, out var real);
        return problem is null && Utf8Formatter.TryFormat(real, destination, out written);
    }

    public override void WriteJson(in FieldValue value, Utf8JsonWriter writer) => writer.WriteNumberValue(value.Real);

    /// <summary>Reads a number from any JSON value that means one; the problem where it means none.</summary>
    public static FieldProblem? TryRead(JsonElement value, out double real)
    {
        real = 0;
        switch (value.ValueKind)
        {
            case JsonValueKind.Number:
                return value.TryGetDouble(out real) && double.IsFinite(real) ? null : NotFinite;
            case JsonValueKind.True:
                real = 1;
                return null;
            case JsonValueKind.False:
                return null;
            case JsonValueKind.String:
                return NumberText.TryParseFloat(JsonText.Unescape(JsonText.Content(value)), out real) switch
                {
                    NumberParse.Done => null,
                    NumberParse.OutOfRange => NotFinite,
                    _ => Unparsable,
                };
            default:
                return NotANumber;
        }
    }
}
