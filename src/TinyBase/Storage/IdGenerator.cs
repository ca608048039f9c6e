using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;

namespace TinyBase.Storage;

/// <summary>An id and the time it was made at, both from one reading of the clock.</summary>
/// <param name="Id">A UUIDv7.</param>
/// <param name="Time">The time in the id, in UTC.</param>
internal readonly record struct NewId(Guid Id, DateTimeOffset Time);

/// <summary>
/// Makes UUIDv7 ids that are strictly increasing in this process, also when the clock stands still or goes back: twelve bits
/// of the fraction of the millisecond follow the timestamp and are counted up where the reading is not new (RFC 9562,
/// section 6.2, methods 3 and 1). The ids are ordered and can be guessed near each other: no secret is made of one.
/// </summary>
internal sealed class IdGenerator(TimeProvider clock)
{
    private const long TicksPerUnit = TimeSpan.TicksPerMillisecond;

    private readonly Lock _gate = new();
    private readonly byte[] _random = new byte[4096];
    private int _used = 4096;
    private long _last;

    public NewId Next()
    {
        Span<byte> bytes = stackalloc byte[16];
        long stamp;
        lock (_gate)
        {
            var ticks = clock.GetUtcNow().Ticks - DateTimeOffset.UnixEpoch.Ticks;
            // 48 bits of milliseconds, then the fraction of the millisecond in 4096ths, rounded up: no id is dated before
            // the time that was read.
            stamp = (ticks / TicksPerUnit << 12) + (ticks % TicksPerUnit * 4096 + TicksPerUnit - 1) / TicksPerUnit;
            if (stamp <= _last) stamp = _last + 1;
            _last = stamp;
            FillRandom(bytes[8..]);
        }

        BinaryPrimitives.WriteInt64BigEndian(bytes, stamp >> 12 << 16 | 0x7000 | (stamp & 0xFFF));
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new NewId(new Guid(bytes, bigEndian: true), TimeOf(stamp));
    }

    /// <summary>No id that was made at a time or later is less: ids begin with the time in milliseconds.</summary>
    public static string LeastAt(DateTimeOffset time)
    {
        var milliseconds = Math.Max(0, time.ToUnixTimeMilliseconds()).ToString("x12", CultureInfo.InvariantCulture);
        return $"{milliseconds[..8]}-{milliseconds[8..]}";
    }

    private static DateTimeOffset TimeOf(long stamp) =>
        DateTimeOffset.UnixEpoch.AddTicks((stamp >> 12) * TicksPerUnit + (stamp & 0xFFF) * TicksPerUnit / 4096);

    private void FillRandom(Span<byte> target)
    {
        if (_used + target.Length > _random.Length)
        {
            RandomNumberGenerator.Fill(_random);
            _used = 0;
        }

        _random.AsSpan(_used, target.Length).CopyTo(target);
        _used += target.Length;
    }
}
