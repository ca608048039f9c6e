using System.Globalization;

namespace TinyBase;

/// <summary>A row of a table of an extension.</summary>
/// <param name="values">The values by the names of their columns.</param>
public sealed class TableRow(IReadOnlyDictionary<string, object?> values)
{
    /// <summary>The value of a column as the database has it: <see cref="long"/>, <see cref="double"/>, <see cref="string"/>, a byte array, or null.</summary>
    /// <param name="column">The name of the column.</param>
    public object? this[string column] => values.TryGetValue(column, out var value)
        ? value
        : throw new ArgumentException($"There is no column '{column}'; there are {string.Join(", ", values.Keys)}.", nameof(column));

    /// <summary>The value of a column as a type: a text, a number, a <see cref="bool"/>, a <see cref="Guid"/>, a date or a time.</summary>
    /// <param name="column">The name of the column.</param>
    /// <typeparam name="T">The type; a nullable one where the column may be null.</typeparam>
    /// <returns>The value.</returns>
    /// <exception cref="InvalidCastException">It is of another type, or null where the type has none.</exception>
    public T Get<T>(string column)
    {
        var value = this[column];
        if (value is T same) return same;
        if (value is null) return default(T) is null ? default! : throw new InvalidCastException($"The column '{column}' is null.");
        var type = Nullable.GetUnderlyingType(typeof(T)) ?? typeof(T);
        try
        {
            return (T)Convert(value, type);
        }
        catch (Exception error) when (error is FormatException or OverflowException)
        {
            throw new InvalidCastException($"The column '{column}' cannot be read as {type.Name}.", error);
        }
    }

    private static object Convert(object value, Type type) =>
        value is not string text ? System.Convert.ChangeType(value, type, CultureInfo.InvariantCulture)
        : type == typeof(Guid) ? Guid.Parse(text)
        : type == typeof(DateTimeOffset) ? DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal)
        : type == typeof(DateOnly) ? DateOnly.Parse(text, CultureInfo.InvariantCulture)
        : System.Convert.ChangeType(text, type, CultureInfo.InvariantCulture);
}
