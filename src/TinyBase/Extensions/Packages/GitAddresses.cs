using System.Globalization;
using System.Net;
using System.Net.Sockets;

using TinyBase.Extensions.Webhooks;

namespace TinyBase.Extensions.Packages;

/// <summary>
/// Keeps repositories that are given over the network on the internet: a name is resolved here, what was found is looked at, and git is
/// told to connect to that and to follow nobody elsewhere. The operator may use any address.
/// </summary>
internal static class GitAddresses
{
    private static readonly string[] Proxies = ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy", "HTTP_PROXY", "http_proxy"];

    /// <summary>The addresses of the host of a repository, as <c>http.curloptResolve</c> wants them; empty where a proxy decides.</summary>
    /// <exception cref="PackageException">The host is not on the internet.</exception>
    public static async Task<string> Resolve(GitSource source, CancellationToken cancel)
    {
        var url = new Uri(source.Url);
        var isAddress = IPAddress.TryParse(url.DnsSafeHost, out _);
        // Behind a proxy names may have no addresses here; which hosts may be reached is then for the proxy to say.
        if (!isAddress && Proxies.Any(name => Environment.GetEnvironmentVariable(name) is { Length: > 0 })) return string.Empty;
        var found = await Addresses(url.DnsSafeHost, cancel).ConfigureAwait(false);
        var allowed = found.Where(PublicAddresses.IsPublic).Select(address => address.ToString()).ToList();
        if (allowed.Count == 0)
        {
            throw new PackageException(
                $"{url.Host} is an address of this machine or of a private network; install it from the command line: tinybase extensions install");
        }

        return isAddress ? string.Empty : string.Create(CultureInfo.InvariantCulture, $"{url.IdnHost}:{url.Port}:{string.Join(',', allowed)}");
    }

    private static async Task<IPAddress[]> Addresses(string host, CancellationToken cancel)
    {
        try
        {
            return await Dns.GetHostAddressesAsync(host, cancel).ConfigureAwait(false);
        }
        catch (SocketException error)
        {
            throw new PackageException($"Git clone failed: {host} is not known: {error.Message}", error);
        }
    }
}
