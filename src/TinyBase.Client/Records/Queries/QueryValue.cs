using System.Globalization;
using System.Linq.Expressions;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace TinyBase.Client;

/// <summary>Writes the values of conditions as the values of the field are written when a record is saved.</summary>
internal static class QueryValue
{
    /// <summary>The text of a value that a field is equal to or not.</summary>
    public static string Text(QueryField field, object value, Expression part) => Text(field, value, part, out _);

    /// <summary>The text of a value that a field is greater or less than.</summary>
    public static string OrderedText(QueryField field, object value, Expression part)
    {
        var text = Text(field, value, part, out var isNumber);
        var isOrdered = isNumber
            || field.Type == typeof(DateTime) || field.Type == typeof(DateTimeOffset) || field.Type == typeof(DateOnly)
            || field.Type == typeof(TimeOnly) || field.Type == typeof(Guid) || field.Type == typeof(char);
        return isOrdered ? text : throw Untranslatable.Because(
            part, $"The server compares '{field.Name}' as text, by code points; use Where(Filter.Where(\"{field.Name}\")…) if that is meant.");
    }

    private static string Text(QueryField field, object value, Expression part, out bool isNumber)
    {
        value = AsMember(field.Type, value, part);
        isNumber = Type.GetTypeCode(value.GetType()) is >= TypeCode.SByte and <= TypeCode.Decimal && !value.GetType().IsEnum;
        if (field.Property is null) return Filter.Text(value);
        if (field.Type.IsInstanceOfType(value)) return SavedText(field.Property, value, part, out isNumber);
        return isNumber && field.Property.CustomConverter is null && double.IsFinite(Convert.ToDouble(value, CultureInfo.InvariantCulture))
            ? Filter.Text(value)
            : throw Untranslatable.Because(part, $"'{field.Name}' can be compared with values of type {field.Type.Name}.");
    }

    /// <summary>Takes back what the compiler did to a value in order to compare it with a member of a type.</summary>
    private static object AsMember(Type type, object value, Expression part)
    {
        if (type.IsEnum) return Enum.ToObject(type, value);
        if (type == typeof(char)) return Convert.ToChar(value, CultureInfo.InvariantCulture);
        var isWhole = Type.GetTypeCode(type) is >= TypeCode.SByte and <= TypeCode.UInt64;
        if (!isWhole || value is not (float or double or decimal)) return value;

        var number = Convert.ToDouble(value, CultureInfo.InvariantCulture);
        return Math.Abs(number) < 1L << 53 && Math.Truncate(number) == number
            ? (long)number
            : throw Untranslatable.Because(part, "The member is a whole number; compare it with one.");
    }

    private static string SavedText(JsonPropertyInfo property, object value, Expression part, out bool isNumber)
    {
        var json = Save(property, value, part);
        isNumber = json.ValueKind == JsonValueKind.Number;
        return json.ValueKind switch
        {
            JsonValueKind.String => json.GetString()!,
            JsonValueKind.Number => json.GetRawText(),
            JsonValueKind.True => "true",
            JsonValueKind.False => "false",
            _ => throw Untranslatable.Because(part, "Lists and objects can be compared with null only."),
        };
    }

    private static JsonElement Save(JsonPropertyInfo property, object value, Expression part)
    {
        try
        {
            return JsonSerializer.SerializeToElement(value, Metadata(property));
        }
        catch (ArgumentException notFinite)
        {
            throw Untranslatable.Because(part, notFinite.Message);
        }
    }

    private static JsonTypeInfo Metadata(JsonPropertyInfo property)
    {
        if (property.CustomConverter is not { } converter) return property.Options.GetTypeInfo(property.PropertyType);
        var options = new JsonSerializerOptions(property.Options);
        options.Converters.Insert(0, converter);
        return options.GetTypeInfo(property.PropertyType);
    }
}
