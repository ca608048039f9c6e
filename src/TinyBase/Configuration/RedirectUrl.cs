using System.Buffers;

namespace TinyBase.Configuration;

/// <summary>
/// Addresses that a browser may be sent to. What browsers and .NET might read differently is refused rather than repaired: backslashes,
/// blanks, user names, and dots and slashes that are escaped in a path.
/// </summary>
internal static class RedirectUrl
{
    /// <summary>In characters.</summary>
    public const int MaxLength = 2000;

    private static readonly string[] Schemes = ["http://", "https://"];

    private static readonly string[] Escapes = ["%2e", "%2f", "%5c"];

    private static readonly SearchValues<char> Refused = SearchValues.Create("\\#@ ");

    /// <summary>Reads an address.</summary>
    /// <returns>The address in its normal form; null if it is not http(s) and absolute, or has something that is refused.</returns>
    public static Uri? Parse(string? text)
    {
        if (text is null or { Length: > MaxLength }
            || Schemes.FirstOrDefault(scheme => text.StartsWith(scheme, StringComparison.OrdinalIgnoreCase)) is not { } scheme
            || text.Any(char.IsControl)
            || !Uri.TryCreate(text, UriKind.Absolute, out var uri))
            return null;
        var path = text.AsSpan(scheme.Length);
        var query = path.IndexOf('?');
        if (query >= 0) path = path[..query];
        if (path.ContainsAny(Refused) || text.AsSpan().ContainsAny("\\#")) return null;
        foreach (var escape in Escapes)
        {
            if (path.Contains(escape, StringComparison.OrdinalIgnoreCase)) return null;
        }

        return uri is { Host.Length: > 0, UserInfo: "", Fragment: "" } ? uri : null;
    }

    /// <summary>Whether an address is of an origin and at or below its path.</summary>
    public static bool IsWithin(Uri uri, Uri allowed)
    {
        if (uri.Scheme != allowed.Scheme || uri.IdnHost != allowed.IdnHost || uri.Port != allowed.Port) return false;
        var (path, prefix) = (uri.AbsolutePath, allowed.AbsolutePath.TrimEnd('/'));
        // With the slash, so that /app does not stand for /application.
        return path == prefix || path.StartsWith(prefix + "/", StringComparison.Ordinal);
    }
}
