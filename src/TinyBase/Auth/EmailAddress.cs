using System.Globalization;
using System.Text;

namespace TinyBase.Auth;

/// <summary>
/// E-mail addresses as users type them. The form that is kept has the domain in lower case and the local part as given;
/// two addresses are the same account if they differ only in case, or in how the domain is written (RFC 5891: with its letters, or in ASCII).
/// </summary>
internal static class EmailAddress
{
    // RFC 5321, section 4.5.3.1.
    private const int MaxLength = 254;
    private const int MaxLocal = 64;

    /// <summary>The one code point that cannot be normalized.</summary>
    private const char NoCharacter = '\uFFFE';

    private static readonly IdnMapping Idn = new();

    /// <summary>Reads an address, with or without a display name and surrounding blanks.</summary>
    /// <param name="text">What the user gave.</param>
    /// <param name="address">The address in its normal form.</param>
    /// <param name="reason">Otherwise a sentence that says what is wrong.</param>
    public static bool TryParse(string text, out string address, out string reason)
    {
        address = string.Empty;
        if (text.Contains(NoCharacter, StringComparison.Ordinal))
        {
            reason = "The email address contains what is no character.";
            return false;
        }

        var given = Bare(text.Trim()).Normalize(NormalizationForm.FormC);
        var at = given.LastIndexOf('@');
        reason = at < 0 ? "An email address must have an @-sign." : Check(given[..at], given[(at + 1)..]);
        if (reason.Length > 0) return false;
        address = $"{given[..at]}@{given[(at + 1)..].ToLowerInvariant()}";
        return true;
    }

    /// <summary>What two addresses of one account have in common.</summary>
    public static string Key(string address)
    {
        var key = address.ToLowerInvariant();
        var domain = key.LastIndexOf('@') + 1;
        if (domain == 0 || !key.AsSpan(domain).Contains("xn--", StringComparison.Ordinal)) return key;
        try
        {
            return key[..domain] + Idn.GetUnicode(key[domain..]);
        }
        catch (ArgumentException)
        {
            return key;
        }
    }

    private static string Bare(string text)
    {
        var open = text.LastIndexOf('<');
        return open >= 0 && text.EndsWith('>') ? text[(open + 1)..^1].Trim() : text;
    }

    private static string Check(string local, string domain)
    {
        if (local.Length == 0) return "There must be something before the @-sign.";
        if (domain.Length == 0) return "There must be something after the @-sign.";
        if (local.Length > MaxLocal) return $"The email address is too long before the @-sign (at most {MaxLocal} characters).";
        if (local.Length + 1 + domain.Length > MaxLength) return $"The email address is too long (at most {MaxLength} characters).";
        if (local.Contains("..", StringComparison.Ordinal) || domain.Contains("..", StringComparison.Ordinal))
        {
            return "An email address cannot have two periods in a row.";
        }

        if (local[0] == '.') return "An email address cannot start with a period.";
        if (local[^1] == '.') return "An email address cannot have a period immediately before the @-sign.";
        if (domain[0] == '.') return "An email address cannot have a period immediately after the @-sign.";
        if (domain[^1] == '.') return "An email address cannot end with a period.";
        foreach (var rune in local.EnumerateRunes())
        {
            if (!IsLocal(rune)) return $"The email address contains a character that is not allowed before the @-sign: '{rune}'.";
        }

        if (!domain.Contains('.', StringComparison.Ordinal))
        {
            return "The part after the @-sign is not valid. It should have a period.";
        }

        return IsHost(domain) ? string.Empty : "The part after the @-sign contains invalid characters.";
    }

    private static bool IsLocal(Rune rune) =>
        rune.Value >= 0x80 ? Rune.IsLetterOrDigit(rune) || Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark
        // RFC 5322, section 3.2.3: atext, and the period between atoms.
        : char.IsAsciiLetterOrDigit((char)rune.Value) || "!#$%&'*+-/=?^_`{|}~.".Contains((char)rune.Value, StringComparison.Ordinal);

    private static bool IsHost(string domain)
    {
        try
        {
            return Idn.GetAscii(domain).Split('.').All(label =>
                label.Length is > 0 and <= 63
                && label[0] != '-'
                && label[^1] != '-'
                && label.All(c => char.IsAsciiLetterOrDigit(c) || c == '-'));
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
