using System.Globalization;
using System.Text.Json;

namespace TinyBase.Client;

/// <summary>
/// A condition on one field, made by <see cref="Where"/>: <c>Filter.Where("price").AtLeast(5)</c>. Of several in
/// <see cref="ListQuery.Filters"/> all must hold.
/// </summary>
public sealed record Filter
{
    internal Filter(string field, string comparison, string value)
    {
        Field = field;
        Operator = comparison;
        Value = value;
    }

    /// <summary>The field.</summary>
    public string Field { get; }

    /// <summary>The operator as the API calls it: <c>eq</c>, <c>ne</c>, <c>gt</c> and so on.</summary>
    public string Operator { get; }

    /// <summary>The value as it is sent.</summary>
    public string Value { get; }

    /// <summary>Begins a condition on a field.</summary>
    /// <param name="field">
    /// Its name as the collection has it, or <c>id</c>, <c>owner_id</c>, <c>created_at</c>, <c>updated_at</c>.
    /// </param>
    public static FilterField Where(string field)
    {
        ArgumentException.ThrowIfNullOrEmpty(field);
        return new FilterField(field);
    }

    internal string ToParameter() =>
        $"{Uri.EscapeDataString($"filter[{Field}][{Operator}]")}={Uri.EscapeDataString(Value)}";

    internal static string Text(object value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return value switch
        {
            bool boolean => boolean ? "true" : "false",
            // As the server writes its times.
            DateTimeOffset time => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture),
            // A time of no kind is saved without an offset, which the server takes as UTC.
            DateTime { Kind: DateTimeKind.Unspecified } time => Text(new DateTimeOffset(time, TimeSpan.Zero)),
            DateTime time => Text(new DateTimeOffset(time)),
            DateOnly date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
            _ => value.ToString() ?? "",
        };
    }

    // An array of strings keeps the commas in them; the server reads numbers from strings too.
    internal static string List(IEnumerable<string> texts) => JsonSerializer.Serialize([.. texts], WireJson.Default.StringArray);
}
