using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text.Unicode;

using TinyBase.Collections;
using TinyBase.Collections.Schema;
using TinyBase.Storage;

namespace TinyBase.Records;

/// <summary>
/// Where a list goes on: the values of the sort keys in the last record of a page. On the wire it is base64url of a stamp of
/// collection and order, then a tag and a value for each key. Of a long text it holds a hash only, and takes the text from the record.
/// </summary>
internal sealed class PageCursor
{
    /// <summary>The longest text in a cursor; eight of them fit into the line of a request, which servers limit to 8 KB.</summary>
    private const int MaxText = 256;
    private const int MaxBytes = 4096;
    private const int HashBytes = 8;

    private readonly ImmutableArray<SortKey> _sort;
    private readonly FieldValue[] _values;
    private readonly List<(int Key, byte[] Hash)> _long = [];

    private PageCursor(ImmutableArray<SortKey> sort)
    {
        _sort = sort;
        _values = new FieldValue[sort.Length];
    }

    private enum Tag : byte
    {
        Null,
        Integer,
        Real,
        Text,
        LongText,
    }

    /// <summary>The cursor after the row that a statement stands on, in ASCII.</summary>
    public static byte[] Write(CollectionModel model, ImmutableArray<SortKey> sort, Statement row)
    {
        Span<byte> bytes = stackalloc byte[sizeof(uint) + sort.Length * (MaxText + 3)];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, Stamp(model, sort));
        var length = sizeof(uint);
        foreach (var key in sort) length += WriteValue(bytes[length..], key, row);
        var text = new byte[Base64Url.GetEncodedLength(length)];
        Base64Url.EncodeToUtf8(bytes[..length], text);
        return text;
    }

    /// <summary>Reads a cursor that was made for a list of this collection in this order.</summary>
    public static bool TryRead(string text, CollectionModel model, ImmutableArray<SortKey> sort, [NotNullWhen(true)] out PageCursor? cursor)
    {
        cursor = null;
        if (text.Length > MaxBytes) return false;
        Span<byte> bytes = stackalloc byte[MaxBytes];
        if (Base64Url.DecodeFromChars(text, bytes, out _, out var length) != OperationStatus.Done || length < sizeof(uint)) return false;
        if (BinaryPrimitives.ReadUInt32BigEndian(bytes) != Stamp(model, sort)) return false;
        var read = new PageCursor(sort);
        if (!read.TryReadValues(bytes[sizeof(uint)..length])) return false;
        cursor = read;
        return true;
    }

    /// <summary>The values to go on after; null if they were in a record that has changed since.</summary>
    /// <param name="connection">Reads the record.</param>
    /// <param name="model">The collection.</param>
    /// <param name="owner">The only owner whose records may be looked at; empty for all.</param>
    public ImmutableArray<FieldValue>? Find(Connection connection, CollectionModel model, ReadOnlySpan<byte> owner)
    {
        if (_long.Count == 0) return [.. _values];
        var row = connection.Prepare(model.Sql.ById);
        try
        {
            RecordSql.BindId(row, _values[^1].Utf8.Span);
            if (!row.Step() || (!owner.IsEmpty && !row.Utf8(1).SequenceEqual(owner))) return null;
            var values = _values.ToArray();
            foreach (var (key, hash) in _long)
            {
                var text = row.Utf8(_sort[key].Index);
                if (!Hash(text).AsSpan().SequenceEqual(hash)) return null;
                values[key] = FieldValue.FromText(text.ToArray());
            }

            return [.. values];
        }
        finally
        {
            row.Reset();
        }
    }

    private static int WriteValue(Span<byte> target, SortKey key, Statement row)
    {
        if (row.IsNull(key.Index))
        {
            target[0] = (byte)Tag.Null;
            return 1;
        }

        switch (key.Type)
        {
            case ColumnType.Integer:
                target[0] = (byte)Tag.Integer;
                BinaryPrimitives.WriteInt64BigEndian(target[1..], row.Integer(key.Index));
                return 1 + sizeof(long);
            case ColumnType.Real:
                target[0] = (byte)Tag.Real;
                BinaryPrimitives.WriteDoubleBigEndian(target[1..], row.Real(key.Index));
                return 1 + sizeof(double);
            default:
                return WriteText(target, row.Utf8(key.Index));
        }
    }

    private static int WriteText(Span<byte> target, ReadOnlySpan<byte> text)
    {
        if (text.Length > MaxText)
        {
            target[0] = (byte)Tag.LongText;
            Hash(text).CopyTo(target[1..]);
            return 1 + HashBytes;
        }

        target[0] = (byte)Tag.Text;
        BinaryPrimitives.WriteUInt16BigEndian(target[1..], (ushort)text.Length);
        text.CopyTo(target[3..]);
        return 3 + text.Length;
    }

    private bool TryReadValues(ReadOnlySpan<byte> bytes)
    {
        for (var i = 0; i < _sort.Length; i++)
        {
            var used = ReadValue(bytes, i);
            if (used == 0) return false;
            bytes = bytes[used..];
        }

        // The id is always there, and short.
        return bytes.IsEmpty && RowKey.TryOf(_values[^1].Utf8.Span, out _);
    }

    /// <returns>How many bytes were read; 0 if they are no value of the column.</returns>
    private int ReadValue(ReadOnlySpan<byte> bytes, int key)
    {
        if (bytes.IsEmpty) return 0;
        var value = bytes[1..];
        switch ((Tag)bytes[0], _sort[key].Type)
        {
            case (Tag.Null, _):
                return 1;
            case (Tag.Integer, ColumnType.Integer) when value.Length >= sizeof(long):
                _values[key] = FieldValue.FromInteger(BinaryPrimitives.ReadInt64BigEndian(value));
                return 1 + sizeof(long);
            case (Tag.Real, ColumnType.Real) when value.Length >= sizeof(double) && double.IsFinite(BinaryPrimitives.ReadDoubleBigEndian(value)):
                _values[key] = FieldValue.FromReal(BinaryPrimitives.ReadDoubleBigEndian(value));
                return 1 + sizeof(double);
            case (Tag.Text, ColumnType.Text) when value.Length >= sizeof(ushort):
                return ReadText(value, key);
            case (Tag.LongText, ColumnType.Text) when value.Length >= HashBytes:
                _long.Add((key, value[..HashBytes].ToArray()));
                return 1 + HashBytes;
            default:
                return 0;
        }
    }

    private int ReadText(ReadOnlySpan<byte> bytes, int key)
    {
        var length = BinaryPrimitives.ReadUInt16BigEndian(bytes);
        var text = bytes[sizeof(ushort)..];
        if (text.Length < length || !Utf8.IsValid(text[..length])) return 0;
        _values[key] = FieldValue.FromText(text[..length].ToArray());
        return 1 + sizeof(ushort) + length;
    }

    private static byte[] Hash(ReadOnlySpan<byte> text) => SHA256.HashData(text)[..HashBytes];

    /// <summary>FNV-1a over collection and order. It tells mistakes apart, it keeps nobody out: a forged cursor is only another place.</summary>
    private static uint Stamp(CollectionModel model, ImmutableArray<SortKey> sort)
    {
        var stamp = Mix(2166136261u, model.IdUtf8.Span);
        foreach (var key in sort)
        {
            foreach (var character in key.Column) stamp = (stamp ^ character) * 16777619u;
            stamp = (stamp ^ (key.Descending ? '>' : '<')) * 16777619u;
        }

        return stamp;
    }

    private static uint Mix(uint stamp, ReadOnlySpan<byte> bytes)
    {
        foreach (var unit in bytes) stamp = (stamp ^ unit) * 16777619u;
        return stamp;
    }
}
