using TinyBase.Configuration;

namespace TinyBase.Auth.Portal;

/// <summary>Where the portal may send a browser.</summary>
internal static class PortalRedirects
{
    /// <summary>
    /// The address in its normal form if it is allowed, which is what a browser has to be sent to; null if it is not. Origins have to be the
    /// same, paths at or below one that is allowed.
    /// </summary>
    public static string? Allowed(PortalOptions portal, string? url)
    {
        if (RedirectUrl.Parse(url) is not { } wanted) return null;
        var allowed = portal.RedirectUrls.Append(portal.LoginRedirectUrl).Append(portal.RegisterRedirectUrl);
        return allowed.Any(one => RedirectUrl.Parse(one) is { } address && RedirectUrl.IsWithin(wanted, address)) ? wanted.AbsoluteUri : null;
    }
}
