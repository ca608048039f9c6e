using System.Buffers;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace TinyBase.Configuration.SettingTypes;

/// <summary>A list of IP addresses and networks in CIDR notation (RFC 4632, RFC 4291 section 2.3).</summary>
internal sealed class NetworkListType : ListType<IPNetwork>
{
    private static readonly SearchValues<char> InAddresses = SearchValues.Create("0123456789abcdefABCDEF:.");

    public override string Expected => "an IP address or a network whose first address it begins with, such as 10.0.0.0/8";

    protected override string ExpectedList => "a list of IP addresses and networks, as JSON or separated by commas";

    protected override string ShowItem(IPNetwork value) =>
        value.PrefixLength == Bits(value.BaseAddress) ? value.BaseAddress.ToString() : value.ToString();

    protected override bool TryReadItem(string text, out IPNetwork value)
    {
        value = default;
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        if (Address(slash < 0 ? text : text[..slash]) is not { } address) return false;
        var length = Bits(address);
        if (slash >= 0
            && (!int.TryParse(text.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out length) || length > Bits(address)))
        {
            return false;
        }

        // A network with bits of a host is somebody's mistake, and either reading of it could be the wrong one.
        if (HasHostBits(address, length)) return false;
        value = new IPNetwork(address, length);
        return true;
    }

    private static IPAddress? Address(string text)
    {
        if (text.AsSpan().ContainsAnyExcept(InAddresses) || !IPAddress.TryParse(text, out var address)) return null;
        if (address.AddressFamily == AddressFamily.InterNetworkV6) return address;
        // Without numbers in octal and addresses of fewer than four parts, which not everybody reads the same way.
        return address.ToString() == text ? address : null;
    }

    private static int Bits(IPAddress address) => address.AddressFamily == AddressFamily.InterNetwork ? 32 : 128;

    private static bool HasHostBits(IPAddress address, int length)
    {
        var bytes = address.GetAddressBytes();
        for (var bit = length; bit < bytes.Length * 8; bit++)
        {
            if ((bytes[bit / 8] & (0x80 >> (bit % 8))) != 0) return true;
        }

        return false;
    }
}
