using System.Buffers;
using System.Buffers.Text;
using System.Globalization;

namespace TinyBase.Hosting;

/// <summary>
/// Compact JSON being written into pooled memory, for answers that are formatted from the database's own bytes without an
/// object a row. Everything else goes through System.Text.Json.
/// </summary>
internal sealed class JsonBuffer : IBufferWriter<byte>, IDisposable
{
    // RFC 8259, section 7: these must be escaped, all else may stand as it is.
    private static readonly SearchValues<byte> Escaped =
        SearchValues.Create([.. Enumerable.Range(0, 0x20).Select(i => (byte)i), (byte)'"', (byte)'\\']);

    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(4096);

    public int Length { get; private set; }

    public ReadOnlyMemory<byte> Written => _bytes.AsMemory(0, Length);

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = [];
        Length = 0;
    }

    /// <summary>Starts over in the same memory.</summary>
    public void Clear() => Length = 0;

    /// <summary>JSON as it is.</summary>
    public void Raw(ReadOnlySpan<byte> json)
    {
        json.CopyTo(Space(json.Length));
        Length += json.Length;
    }

    /// <summary>Text that is known to need no escapes, such as an id or a time, as a JSON string.</summary>
    public void Plain(ReadOnlySpan<byte> utf8)
    {
        var space = Space(utf8.Length + 2);
        space[0] = (byte)'"';
        utf8.CopyTo(space[1..]);
        space[utf8.Length + 1] = (byte)'"';
        Length += utf8.Length + 2;
    }

    /// <summary>UTF-8 text as a JSON string.</summary>
    public void String(ReadOnlySpan<byte> utf8)
    {
        // One reservation for the usual text, which needs no escapes.
        var space = Space(utf8.Length + 2);
        space[0] = (byte)'"';
        var plain = utf8.IndexOfAny(Escaped);
        if (plain < 0)
        {
            utf8.CopyTo(space[1..]);
            space[utf8.Length + 1] = (byte)'"';
            Length += utf8.Length + 2;
            return;
        }

        Length++;
        while (plain >= 0)
        {
            Raw(utf8[..plain]);
            Escape(utf8[plain]);
            utf8 = utf8[(plain + 1)..];
            plain = utf8.IndexOfAny(Escaped);
        }

        Raw(utf8);
        Raw("\""u8);
    }

    public void Number(long value)
    {
        Utf8Formatter.TryFormat(value, Space(20), out var written);
        Length += written;
    }

    /// <summary>A double in its shortest form, with a fraction also where it is integral, so that clients see its type.</summary>
    public void Number(double value)
    {
        value.TryFormat(Space(32), out var written, "R", CultureInfo.InvariantCulture);
        var integral = _bytes.AsSpan(Length, written).IndexOfAny((byte)'.', (byte)'E') < 0;
        Length += written;
        if (integral) Raw(".0"u8);
    }

    public void Boolean(bool value) => Raw(value ? "true"u8 : "false"u8);

    /// <inheritdoc/>
    public void Advance(int count) => Length += count;

    /// <inheritdoc/>
    public Span<byte> GetSpan(int sizeHint = 0) => Space(Math.Max(sizeHint, 1));

    /// <inheritdoc/>
    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Space(Math.Max(sizeHint, 1));
        return _bytes.AsMemory(Length);
    }

    private void Escape(byte value)
    {
        switch (value)
        {
            case (byte)'"': Raw("\\\""u8); break;
            case (byte)'\\': Raw("\\\\"u8); break;
            case (byte)'\n': Raw("\\n"u8); break;
            case (byte)'\r': Raw("\\r"u8); break;
            case (byte)'\t': Raw("\\t"u8); break;
            default:
                Raw("\\u00"u8);
                Utf8Formatter.TryFormat(value, Space(2), out _, new StandardFormat('x', 2));
                Length += 2;
                break;
        }
    }

    private Span<byte> Space(int count)
    {
        if (_bytes.Length - Length < count) Grow(count);
        return _bytes.AsSpan(Length);
    }

    private void Grow(int count)
    {
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(_bytes.Length * 2, Length + count));
        _bytes.AsSpan(0, Length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = larger;
    }
}
