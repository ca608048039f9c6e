using System.Net;
using System.Net.Sockets;

namespace TinyBase.Extensions.Webhooks;

/// <summary>Tells addresses of the internet from those of this machine and of the networks around it.</summary>
internal static class PublicAddresses
{
    private static readonly IPNetwork[] NotPublic =
    [
        .. ((string[])
        [
            // IANA's registries of special-purpose addresses, as far as nobody else in the internet has them.
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24",
            "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
            // Those that carry an IPv4 address inside them could carry one of the above.
            "::/96", "64:ff9b::/96", "64:ff9b:1::/48", "2001::/32", "2002::/16",
            "100::/64", "2001:db8::/32", "3fff::/20", "5f00::/16", "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8",
        ]).Select(IPNetwork.Parse),
    ];

    public static bool IsPublic(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return plain.AddressFamily is AddressFamily.InterNetwork or AddressFamily.InterNetworkV6
            && !NotPublic.Any(network => network.Contains(plain));
    }
}
