using System.Buffers.Binary;
using System.Buffers.Text;

namespace TinyBase.Storage;

/// <summary>
/// The key by which the engine finds a row: the first 64 bits of its id as a signed integer. In a UUIDv7 these are the time and a
/// counter (RFC 9562, section 5.7), so rows lie in the order of their ids, a new one comes last, and no index over the ids is needed.
/// </summary>
internal static class RowKey
{
    /// <summary>Above the bits of the version and the counter.</summary>
    private const int MillisecondBits = 16;

    /// <summary>The key of an id.</summary>
    /// <param name="id">The id as it is stored: lower case, with hyphens.</param>
    public static long Of(ReadOnlySpan<byte> id) =>
        TryOf(id, out var key) ? key : throw new ArgumentException("It is no id.", nameof(id));

    /// <summary>The key of an id, if it is one.</summary>
    public static bool TryOf(ReadOnlySpan<byte> id, out long key)
    {
        key = 0;
        if (!Utf8Parser.TryParse(id, out Guid guid, out var read, 'D') || read != id.Length) return false;
        Span<byte> bytes = stackalloc byte[16];
        guid.TryWriteBytes(bytes, bigEndian: true, out _);
        key = BinaryPrimitives.ReadInt64BigEndian(bytes);
        return true;
    }

    /// <summary>The least key of an id that was made in a millisecond or later; the greatest of all from the year 6429 on, when keys run out.</summary>
    public static long At(DateTimeOffset time) =>
        time.ToUnixTimeMilliseconds() is <= long.MaxValue >> MillisecondBits and var milliseconds ? milliseconds << MillisecondBits : long.MaxValue;
}
