using System.Net;
using System.Net.Sockets;

namespace TinyBase.Cli.Serving;

/// <summary>Where the server listens.</summary>
internal sealed record ListenAddress(IPEndPoint EndPoint)
{
    /// <summary>Finds the address that a setting means.</summary>
    /// <param name="host">An IP address, <c>*</c> for all of the machine, or a name.</param>
    /// <exception cref="ListenException">There is no such name.</exception>
    public static ListenAddress Resolve(string host, int port)
    {
        if (host == "*") return new ListenAddress(new IPEndPoint(IPAddress.IPv6Any, port));
        if (string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase))
        {
            return new ListenAddress(new IPEndPoint(IPAddress.Loopback, port));
        }

        if (IPAddress.TryParse(host, out var address)) return new ListenAddress(new IPEndPoint(address, port));
        try
        {
            return new ListenAddress(new IPEndPoint(Dns.GetHostAddresses(host)[0], port));
        }
        catch (Exception error) when (error is SocketException or ArgumentException)
        {
            throw new ListenException($"'{host}' is not an address of this machine. Use --host with one that is.", error);
        }
    }
}

/// <summary>There is no such address; the message is for the operator.</summary>
internal sealed class ListenException(string message, Exception cause) : Exception(message, cause);
