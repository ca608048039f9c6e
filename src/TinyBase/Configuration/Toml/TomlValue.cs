namespace TinyBase.Configuration.Toml;

/// <summary>A value of a TOML document, with the place where it begins.</summary>
internal abstract class TomlValue(TomlPosition position)
{
    public TomlPosition Position { get; protected set; } = position;
}

/// <summary>A value that holds no other: a string, number, boolean, date or time.</summary>
internal abstract class TomlScalar<T>(T value, TomlPosition position) : TomlValue(position)
{
    public T Value { get; } = value;
}

/// <summary>A string of any of the four notations.</summary>
internal sealed class TomlString(string value, TomlPosition position) : TomlScalar<string>(value, position);

/// <summary>An integer of 64 bits.</summary>
internal sealed class TomlInteger(long value, TomlPosition position) : TomlScalar<long>(value, position);

/// <summary>A floating-point number, infinity or NaN.</summary>
internal sealed class TomlFloat(double value, TomlPosition position) : TomlScalar<double>(value, position);

/// <summary><c>true</c> or <c>false</c>.</summary>
internal sealed class TomlBoolean(bool value, TomlPosition position) : TomlScalar<bool>(value, position);

/// <summary>
/// A date and time with an offset. Kept as its parts: TOML allows offsets up to 23:59, <see cref="DateTimeOffset"/> up to
/// 14:00 only.
/// </summary>
internal sealed class TomlOffsetDateTime(DateTime value, TimeSpan offset, TomlPosition position)
    : TomlScalar<DateTime>(value, position)
{
    public TimeSpan Offset { get; } = offset;
}

/// <summary>A date and time without an offset.</summary>
internal sealed class TomlLocalDateTime(DateTime value, TomlPosition position) : TomlScalar<DateTime>(value, position);

/// <summary>A date.</summary>
internal sealed class TomlLocalDate(DateOnly value, TomlPosition position) : TomlScalar<DateOnly>(value, position);

/// <summary>A time of day.</summary>
internal sealed class TomlLocalTime(TimeOnly value, TomlPosition position) : TomlScalar<TimeOnly>(value, position);

/// <summary>An array, written in brackets or as <c>[[array.of.tables]]</c>.</summary>
internal sealed class TomlArray(TomlPosition position, bool isOfTables) : TomlValue(position)
{
    private readonly List<TomlValue> _items = [];

    public IReadOnlyList<TomlValue> Items => _items;

    /// <summary>Whether it came from <c>[[headers]]</c>: only then may later headers add to it.</summary>
    public bool IsOfTables { get; } = isOfTables;

    public void Add(TomlValue item) => _items.Add(item);
}
