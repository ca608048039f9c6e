using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.HttpOverrides;

using IPNetwork = System.Net.IPNetwork;

namespace TinyBase.Cli.Serving;

/// <summary>Lets proxies say who the client is; from everybody else the same headers mean nothing.</summary>
internal static class TrustedProxies
{
    /// <summary>Takes client address and scheme from what trusted proxies say; without any, from the connection.</summary>
    public static void UseTrustedProxies(this IApplicationBuilder app, IReadOnlyList<IPNetwork> proxies)
    {
        // With no proxy named the middleware would believe everybody.
        if (proxies.Count == 0) return;
        var options = new ForwardedHeadersOptions
        {
            ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto,
            // From the nearest on, up to the first that is not trusted.
            ForwardLimit = null,
        };
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (var proxy in proxies) options.KnownIPNetworks.Add(proxy);
        app.UseForwardedHeaders(options);
    }
}
