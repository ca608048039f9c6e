namespace TinyBase.Configuration;

/// <summary>What this instance is called, and where it is.</summary>
public sealed class InstanceOptions
{
    /// <summary>The name that users see. Default: <c>TinyBase</c>.</summary>
    public string Name { get; set; } = "TinyBase";

    /// <summary>The time zone of this instance, an IANA name. Default: <c>UTC</c>.</summary>
    public string TimeZone { get; set; } = "UTC";

    /// <summary>
    /// The address under which browsers reach this server, such as <c>https://app.example.com</c>; links in e-mail begin with it. It
    /// is never taken from a request. Default: null, no links are sent.
    /// </summary>
    public string? PublicUrl { get; set; }
}

/// <summary>The pages on which users log in and register.</summary>
public sealed class PortalOptions
{
    /// <summary>Whether there is a portal. Default: false.</summary>
    public bool Enabled { get; set; }

    /// <summary>Its logo; null for none.</summary>
    public string? LogoUrl { get; set; }

    /// <summary>Its background image; null for none.</summary>
    public string? BackgroundImageUrl { get; set; }

    /// <summary>Its colour, as in style sheets; null for the usual one.</summary>
    public string? PrimaryColor { get; set; }

    /// <summary>Where users go after they log in; needed where there is a portal.</summary>
    public string? LoginRedirectUrl { get; set; }

    /// <summary>Where users go after they register; needed where there is a portal.</summary>
    public string? RegisterRedirectUrl { get; set; }

    /// <summary>
    /// Where else users may be sent after they log in: http(s) addresses, each of which stands for itself and all below its path. Those
    /// above are among them anyway. Default: empty.
    /// </summary>
    public IReadOnlyList<string> RedirectUrls { get; set; } = [];
}
