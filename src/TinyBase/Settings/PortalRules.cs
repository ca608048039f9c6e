using TinyBase.Configuration;

namespace TinyBase.Settings;

/// <summary>What the settings of the portal must be together, once there is a portal.</summary>
internal static class PortalRules
{
    private const string Prefix = "auth_portal_";

    /// <summary>What is wrong after a change, also with what was saved before; null for nothing, or if the change is about something else.</summary>
    public static string? Problem(PortalOptions portal, IReadOnlyList<SettingsChange> changes)
    {
        if (!portal.Enabled || !changes.Any(change => change.Field.Name.StartsWith(Prefix, StringComparison.Ordinal))) return null;
        return Problem("Login", portal.LoginRedirectUrl, "dashboard") ?? Problem("Register", portal.RegisterRedirectUrl, "welcome");
    }

    private static string? Problem(string which, string? url, string example)
    {
        if (string.IsNullOrEmpty(url)) return $"{which} redirect URL is required when auth portal is enabled";
        if (!Uri.TryCreate(url, UriKind.Absolute, out var uri) || (uri.Scheme != Uri.UriSchemeHttp && uri.Scheme != Uri.UriSchemeHttps))
        {
            return $"{which} redirect URL must be an absolute URL (e.g., https://app.example.com/{example})";
        }

        return url.Contains("/admin", StringComparison.OrdinalIgnoreCase)
            ? $"{which} redirect URL must not point to /admin URLs. Use your application's URL instead."
            : null;
    }
}
