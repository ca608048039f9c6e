using TinyBase.Configuration;

namespace TinyBase.Auth.Portal;

/// <summary>An image of the portal: one on the portal's own origin, or one from elsewhere over TLS.</summary>
/// <param name="Url">Its address, as it goes into a page.</param>
/// <param name="Source">What a Content-Security-Policy has to allow for it; null for nothing but the own origin.</param>
internal sealed record PortalImage(string Url, string? Source)
{
    /// <summary>The images that the settings name and that can be shown.</summary>
    public static IEnumerable<PortalImage> All(PortalOptions portal) =>
        ((string?[])[portal.LogoUrl, portal.BackgroundImageUrl]).Select(Of).OfType<PortalImage>();

    /// <summary>The image at an address; null if it is none that can be shown.</summary>
    public static PortalImage? Of(string? url)
    {
        if (string.IsNullOrWhiteSpace(url) || url.Any(char.IsControl) || url.Contains('\\', StringComparison.Ordinal)) return null;
        if (url[0] == '/') return url.StartsWith("//", StringComparison.Ordinal) ? null : new PortalImage(url, null);
        if (!Uri.TryCreate(url, UriKind.Absolute, out var uri) || uri.Scheme != Uri.UriSchemeHttps || uri.UserInfo.Length > 0) return null;
        var address = uri.GetComponents(UriComponents.HttpRequestUrl, UriFormat.UriEscaped);
        return new PortalImage(address, SourceOf(uri));
    }

    /// <summary>Without the query, which sources do not have, and without what would end a source (Content Security Policy Level 3, section 2.3.1).</summary>
    private static string SourceOf(Uri uri)
    {
        var path = uri.AbsolutePath.Replace(";", "%3B", StringComparison.Ordinal).Replace(",", "%2C", StringComparison.Ordinal);
        return uri.IsDefaultPort ? $"https://{uri.IdnHost}{path}" : $"https://{uri.IdnHost}:{uri.Port}{path}";
    }
}
