using System.Globalization;
using System.Numerics;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace TinyBase.Sdk.Validation;

/// <summary>What is wrong with a JSON value that could not be read as a type without parts.</summary>
internal static class LeafProblem
{
    private static readonly Dictionary<Type, (object Min, object Max)> Integers = new()
    {
        [typeof(byte)] = (byte.MinValue, byte.MaxValue),
        [typeof(sbyte)] = (sbyte.MinValue, sbyte.MaxValue),
        [typeof(short)] = (short.MinValue, short.MaxValue),
        [typeof(ushort)] = (ushort.MinValue, ushort.MaxValue),
        [typeof(int)] = (int.MinValue, int.MaxValue),
        [typeof(uint)] = (uint.MinValue, uint.MaxValue),
        [typeof(long)] = (long.MinValue, long.MaxValue),
        [typeof(ulong)] = (ulong.MinValue, ulong.MaxValue),
        [typeof(Int128)] = (Int128.MinValue, Int128.MaxValue),
        [typeof(UInt128)] = (UInt128.MinValue, UInt128.MaxValue),
    };

    private static readonly Dictionary<Type, Problem> Others = new()
    {
        [typeof(bool)] = new("bool_type", "Input should be a valid boolean"),
        [typeof(string)] = new("string_type", "Input should be a valid string"),
        [typeof(char)] = new("string_type", "Input should be a string of one character"),
        [typeof(Guid)] = new("uuid_parsing", "Input should be a valid UUID"),
        [typeof(DateTime)] = new("datetime_parsing", "Input should be a valid datetime, such as 2026-01-31T12:00:00Z"),
        [typeof(DateTimeOffset)] = new("datetime_parsing", "Input should be a valid datetime, such as 2026-01-31T12:00:00Z"),
        [typeof(DateOnly)] = new("date_parsing", "Input should be a valid date, such as 2026-01-31"),
        [typeof(TimeOnly)] = new("time_parsing", "Input should be a valid time, such as 12:00:00"),
        [typeof(TimeSpan)] = new("time_delta_parsing", "Input should be a valid duration, such as 1.12:30:00 for a day and twelve and a half hours"),
        [typeof(Uri)] = new("url_parsing", "Input should be a valid URL"),
        [typeof(byte[])] = new("bytes_invalid_encoding", "Input should be base64"),
    };

    /// <summary>The problem, where the kind of the type tells it; null otherwise.</summary>
    public static Problem? Of(JsonTypeInfo type, JsonElement value)
    {
        var clr = Nullable.GetUnderlyingType(type.Type) ?? type.Type;
        if (clr.IsEnum) return Problem.OneOf(EnumNames(type, clr));
        if (clr == typeof(string) && value.ValueKind == JsonValueKind.String)
        {
            return new Problem("string_unicode", "Input should be a valid string, half of a surrogate pair is not");
        }

        if (Integers.TryGetValue(clr, out var range)) return OfInteger(value, range.Min, range.Max);
        if (clr == typeof(float) || clr == typeof(double) || clr == typeof(decimal) || clr == typeof(Half)) return OfReal(value);
        return Others.GetValueOrDefault(clr) ?? type.Kind switch
        {
            JsonTypeInfoKind.Object or JsonTypeInfoKind.Dictionary => Problem.NotAnObject,
            JsonTypeInfoKind.Enumerable => Problem.NotAList,
            _ => null,
        };
    }

    private static Problem OfInteger(JsonElement value, object min, object max)
    {
        if (value.ValueKind == JsonValueKind.String)
        {
            return new Problem("int_parsing", "Input should be a valid integer, a text is none");
        }

        if (value.ValueKind != JsonValueKind.Number) return new Problem("int_type", "Input should be a valid integer");
        if (!BigInteger.TryParse(Short(value), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var integer))
        {
            return new Problem("int_from_float", "Input should be a valid integer, written without a fraction or an exponent");
        }

        return integer.Sign < 0 ? Problem.AtLeast(min) : Problem.AtMost(max);
    }

    // Parsing takes quadratic time, and no integer of these types has more digits.
    private static string Short(JsonElement value) => value.GetRawText() is { Length: > 60 } text ? text[..60] : value.GetRawText();

    private static Problem OfReal(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => new Problem("float_parsing", "Input should be a valid number, a text is none"),
        JsonValueKind.Number => new Problem("finite_number", "Input should be a number within the range of its type"),
        _ => new Problem("float_type", "Input should be a valid number"),
    };

    private static List<string> EnumNames(JsonTypeInfo type, Type clr) =>
        [.. Enum.GetValues(clr).Cast<object>().Select(value => JsonSerializer.SerializeToElement(value, clr, type.Options).ToString())];
}
