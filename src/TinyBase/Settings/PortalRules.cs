using System.Text.RegularExpressions;

using TinyBase.Auth.Portal;
using TinyBase.Configuration;

namespace TinyBase.Settings;

/// <summary>What the settings of the portal must be together, once there is a portal.</summary>
internal static partial class PortalRules
{
    private const string Prefix = "auth_portal_";

    /// <summary>What is wrong after a change, also with what was saved before; null for nothing, or if the change is about something else.</summary>
    public static string? Problem(PortalOptions portal, IReadOnlyList<SettingsChange> changes)
    {
        if (!portal.Enabled || !changes.Any(IsForPortal)) return null;
        return Redirect("Login", portal.LoginRedirectUrl, "dashboard")
            ?? Redirect("Register", portal.RegisterRedirectUrl, "welcome")
            ?? Image("Logo", portal.LogoUrl)
            ?? Image("Background image", portal.BackgroundImageUrl)
            ?? Color(portal.PrimaryColor);
    }

    /// <summary>Unless it leaves it to the operator's own settings whether there is a portal, which need no leave from here.</summary>
    private static bool IsForPortal(SettingsChange change) =>
        change.Field.Name.StartsWith(Prefix, StringComparison.Ordinal) && change is not { Field.Name: Prefix + "enabled", Value: null };

    private static string? Redirect(string which, string? url, string example)
    {
        if (string.IsNullOrEmpty(url)) return $"{which} redirect URL is required when auth portal is enabled";
        if (RedirectUrl.Parse(url) is null) return $"{which} redirect URL must be an absolute URL (e.g., https://app.example.com/{example})";
        return url.Contains("/admin", StringComparison.OrdinalIgnoreCase)
            ? $"{which} redirect URL must not point to /admin URLs. Use your application's URL instead."
            : null;
    }

    private static string? Image(string which, string? url) => string.IsNullOrEmpty(url) || PortalImage.Of(url) is not null
        ? null
        : $"{which} URL must begin with https://, or with / for an image on this server's own origin";

    private static string? Color(string? color) => string.IsNullOrEmpty(color) || ColorPattern().IsMatch(color)
        ? null
        : "Primary color must be a color as in style sheets (e.g., #7c3aed)";

    [GeneratedRegex(@"^(#([0-9a-f]{3}|[0-9a-f]{6})|[a-z]+|(rgb|hsl|hwb|lab|lch|oklab|oklch)\([0-9a-z%.,/ +-]+\))\z", RegexOptions.IgnoreCase)]
    private static partial Regex ColorPattern();
}
