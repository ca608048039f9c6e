using TinyBase.Storage;

namespace TinyBase.Collections.Schema;

/// <summary>The type of a database column.</summary>
internal enum ColumnType
{
    Text,
    Integer,
    Real,
}

/// <summary>The kind of a value in a column.</summary>
internal enum ValueKind : byte
{
    Null,
    Integer,
    Real,
    Text,
}

/// <summary>
/// What goes into a column. A boolean is the integer 0 or 1; a list or dict is text that holds compact JSON.
/// </summary>
internal readonly struct FieldValue : IEquatable<FieldValue>
{
    // An integer, or the bits of a real: one field, so that a record's values stay small.
    private readonly long _bits;

    private FieldValue(ValueKind kind, long bits, ReadOnlyMemory<byte> utf8)
    {
        Kind = kind;
        _bits = bits;
        Utf8 = utf8;
    }

    public static FieldValue Null => default;

    public ValueKind Kind { get; }

    public bool IsNull => Kind == ValueKind.Null;

    /// <summary>The value where <see cref="Kind"/> is <see cref="ValueKind.Integer"/>.</summary>
    public long Integer => _bits;

    /// <summary>The value where <see cref="Kind"/> is <see cref="ValueKind.Real"/>; always finite.</summary>
    public double Real => BitConverter.Int64BitsToDouble(_bits);

    /// <summary>The value, as valid UTF-8, where <see cref="Kind"/> is <see cref="ValueKind.Text"/>. It may hold NUL characters.</summary>
    public ReadOnlyMemory<byte> Utf8 { get; }

    public static FieldValue FromInteger(long value) => new(ValueKind.Integer, value, default);

    public static FieldValue FromBoolean(bool value) => FromInteger(value ? 1 : 0);

    public static FieldValue FromReal(double value) => new(ValueKind.Real, BitConverter.DoubleToInt64Bits(value), default);

    public static FieldValue FromText(ReadOnlyMemory<byte> utf8) => new(ValueKind.Text, 0, utf8);

    /// <summary>A copy of the value in a column of the row that a statement stands on.</summary>
    public static FieldValue Read(Statement row, int column, ColumnType type)
    {
        if (row.IsNull(column)) return Null;
        return type switch
        {
            ColumnType.Integer => FromInteger(row.Integer(column)),
            ColumnType.Real => FromReal(row.Real(column)),
            _ => FromText(row.Utf8(column).ToArray()),
        };
    }

    /// <summary>Whether the value is one of a column's type.</summary>
    public bool FitsIn(ColumnType column) => column switch
    {
        ColumnType.Text => Kind == ValueKind.Text,
        ColumnType.Integer => Kind == ValueKind.Integer,
        _ => Kind == ValueKind.Real,
    };

    public bool Equals(FieldValue other) =>
        Kind == other.Kind && _bits == other._bits && Utf8.Span.SequenceEqual(other.Utf8.Span);

    public override bool Equals(object? obj) => obj is FieldValue other && Equals(other);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.Add(Kind);
        hash.Add(_bits);
        hash.AddBytes(Utf8.Span);
        return hash.ToHashCode();
    }
}
