using Microsoft.AspNetCore.Http;

namespace TinyBase.Hosting;

/// <summary>The addresses that a server listens on, as its operator would type them.</summary>
internal static class ServerAddress
{
    /// <summary>The first address that a browser on this machine can open; null if there is none.</summary>
    /// <param name="bound">What the server listens on, wildcards and sockets of the file system included.</param>
    public static string? ForBrowser(IEnumerable<string> bound) =>
        bound.Select(BindingAddress.Parse).FirstOrDefault(address => !address.IsUnixPipe && !address.IsNamedPipe) is { } first
            ? $"{first.Scheme}://{(IsWildcard(first.Host) ? "localhost" : first.Host)}:{first.Port}"
            : null;

    private static bool IsWildcard(string host) => host is "*" or "+" or "0.0.0.0" or "[::]";
}
