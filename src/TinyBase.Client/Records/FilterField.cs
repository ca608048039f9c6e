namespace TinyBase.Client;

/// <summary>The field of a <see cref="Filter"/>, whose condition is still to be chosen. Numbers, booleans, times, ids and strings can be values.</summary>
public sealed class FilterField
{
    private readonly string _field;

    internal FilterField(string field) => _field = field;

    /// <summary>The field has this value.</summary>
    /// <param name="value">The value; not null, see <see cref="IsNull"/>.</param>
    public Filter EqualTo(object value) => Make("eq", value);

    /// <summary>The field has another value than this, or none.</summary>
    /// <param name="value">The value; not null, see <see cref="IsNotNull"/>.</param>
    public Filter NotEqualTo(object value) => Make("ne", value);

    /// <summary>The field is greater than a value. Text is compared by code points.</summary>
    /// <param name="value">The value.</param>
    public Filter GreaterThan(object value) => Make("gt", value);

    /// <summary>The field is a value or greater.</summary>
    /// <param name="value">The value.</param>
    public Filter AtLeast(object value) => Make("gte", value);

    /// <summary>The field is less than a value.</summary>
    /// <param name="value">The value.</param>
    public Filter LessThan(object value) => Make("lt", value);

    /// <summary>The field is a value or less.</summary>
    /// <param name="value">The value.</param>
    public Filter AtMost(object value) => Make("lte", value);

    /// <summary>The field has one of these values.</summary>
    /// <param name="values">The values, at most 100.</param>
    public Filter In(params IEnumerable<object> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return new Filter(_field, "in", Filter.List(values.Select(Filter.Text)));
    }

    /// <summary>The field is a text with this one in it, in the same case.</summary>
    /// <param name="text">The text; no character has a special meaning.</param>
    public Filter Contains(string text) => Make("contains", text);

    /// <summary>The field is a text that begins with this one, in the same case.</summary>
    /// <param name="text">The text; no character has a special meaning.</param>
    public Filter StartsWith(string text) => Make("starts", text);

    /// <summary>The field is null.</summary>
    public Filter IsNull() => new(_field, "null", "true");

    /// <summary>The field is not null.</summary>
    public Filter IsNotNull() => new(_field, "null", "false");

    private Filter Make(string comparison, object value) => new(_field, comparison, Filter.Text(value));
}
