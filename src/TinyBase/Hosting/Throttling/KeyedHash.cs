using System.Buffers.Binary;
using System.Security.Cryptography;

namespace TinyBase.Hosting.Throttling;

/// <summary>
/// Hashes that only this process can compute, so that nobody can choose what shares a place in a table with somebody else
/// (HMAC-SHA256, cut to 128 bits).
/// </summary>
internal sealed class KeyedHash
{
    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);

    public UInt128 Of(ReadOnlySpan<byte> data)
    {
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(_key, data, hash);
        return BinaryPrimitives.ReadUInt128BigEndian(hash);
    }

    public UInt128 Of(ClientAddress address)
    {
        Span<byte> data = stackalloc byte[16];
        BinaryPrimitives.WriteUInt64BigEndian(data, address.High);
        BinaryPrimitives.WriteUInt64BigEndian(data[8..], address.Low);
        return Of(data);
    }
}
