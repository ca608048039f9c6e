using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

using Microsoft.AspNetCore.Http;

namespace TinyBase.Hosting.Throttling;

/// <summary>
/// Where a request comes from, as far as limits can tell clients apart: an IPv4 address, or the first 64 bits of an IPv6 address,
/// of which one client has as many as it likes (RFC 6177). An IPv4 address mapped into IPv6 is the IPv4 address.
/// </summary>
internal readonly record struct ClientAddress(ulong High, ulong Low)
{
    /// <summary>Beside the lower half of an IPv6 address, which is always left out.</summary>
    private const ulong IPv4 = 0xFFFF_0000_0000;

    /// <summary>Requests that come from no address, such as those over a Unix socket.</summary>
    public static ClientAddress None { get; } = new(ulong.MaxValue, ulong.MaxValue);

    /// <summary>The network around it, which whoever has many addresses usually has them in: a /24, or a /48 of IPv6.</summary>
    public ClientAddress Network => this switch
    {
        _ when this == None => this,
        { High: 0, Low: not 0 } => new(0, Low & ~0xFFUL),
        _ => new(High & ~0xFFFFUL, 0),
    };

    public static ClientAddress Of(HttpContext context) => Of(context.Connection.RemoteIpAddress);

    public static ClientAddress Of(IPAddress? address)
    {
        if (address is null) return None;
        Span<byte> bytes = stackalloc byte[16];
        if (address.AddressFamily == AddressFamily.InterNetworkV6 && !address.IsIPv4MappedToIPv6)
        {
            address.TryWriteBytes(bytes, out _);
            return new(BinaryPrimitives.ReadUInt64BigEndian(bytes), 0);
        }

        address.MapToIPv4().TryWriteBytes(bytes, out _);
        return new(0, IPv4 | BinaryPrimitives.ReadUInt32BigEndian(bytes));
    }
}
