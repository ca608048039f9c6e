using System.Buffers;

namespace TinyBase.Auth;

/// <summary>What a token of ours looks like from outside, so that anything else is refused before it is decoded.</summary>
internal static class TokenForm
{
    /// <summary>No token of ours is longer.</summary>
    public const int MaxLength = 4096;

    /// <summary>An HMAC-SHA256 in base64url.</summary>
    private const int SignatureLength = 43;

    private static readonly SearchValues<char> Characters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.");

    /// <summary>What the last of 43 digits can be where the two bits beyond the 32 bytes are zero (RFC 4648, section 3.5).</summary>
    private static readonly SearchValues<char> LastOfSignature = SearchValues.Create("AEIMQUYcgkosw048");

    /// <summary>Whether a text is three parts in base64url, the last of them one that only one text stands for.</summary>
    public static bool Fits(ReadOnlySpan<char> token)
    {
        if (token.Length > MaxLength || token.ContainsAnyExcept(Characters) || token.Count('.') != 2) return false;
        var (first, last) = (token.IndexOf('.'), token.LastIndexOf('.'));
        return first > 0 && last > first + 1 && token.Length - last - 1 == SignatureLength && LastOfSignature.Contains(token[^1]);
    }
}
