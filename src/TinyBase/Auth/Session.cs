using System.Globalization;
using System.Text;

using Microsoft.AspNetCore.Http;

namespace TinyBase.Auth;

/// <summary>A login that has not ended, with times as they are answered.</summary>
internal sealed record Session
{
    public required string Id { get; init; }

    public required string? UserAgent { get; init; }

    public required string? Address { get; init; }

    public required string CreatedAt { get; init; }

    /// <summary>The last login or refresh; requests with an access token do not count.</summary>
    public required string LastUsedAt { get; init; }

    public required string ExpiresAt { get; init; }
}

/// <summary>Where a session is used from, so that its user can tell it from the others.</summary>
internal sealed record SessionOrigin(string? UserAgent, string? Address)
{
    /// <summary>In code points.</summary>
    private const int MaxUserAgent = 200;

    public static SessionOrigin Of(HttpContext context)
    {
        var address = context.Connection.RemoteIpAddress;
        if (address is { IsIPv4MappedToIPv6: true }) address = address.MapToIPv4();
        return new SessionOrigin(Clean(context.Request.Headers.UserAgent.ToString()), address?.ToString());
    }

    /// <summary>Without what steers a terminal or turns the order of letters around.</summary>
    private static string? Clean(string userAgent)
    {
        var clean = new StringBuilder();
        var left = MaxUserAgent;
        foreach (var rune in userAgent.EnumerateRunes())
        {
            if (left == 0) break;
            if (Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format
                or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator) continue;
            clean.Append(rune);
            left--;
        }

        return clean.Length > 0 ? clean.ToString() : null;
    }
}
