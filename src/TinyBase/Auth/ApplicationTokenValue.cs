using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace TinyBase.Auth;

/// <summary>
/// The value of an application token: <c>tb_</c>, ten characters by which it is known, and 32 random bytes. What is kept is a hash of the
/// whole; so much randomness needs no salt and no slow one.
/// </summary>
/// <param name="Text">The value, which is shown once.</param>
/// <param name="Prefix">What it begins with, up to the secret.</param>
internal sealed record ApplicationTokenValue(string Text, string Prefix)
{
    private const string Start = "tb_";
    private const string Characters = "abcdefghijklmnopqrstuvwxyz0123456789";
    private const int NameLength = 10;
    private const int SecretBytes = 32;

    private static readonly int PrefixLength = Start.Length + NameLength;
    private static readonly int Length = PrefixLength + 1 + Base64Url.GetEncodedLength(SecretBytes);

    public byte[] Hash => HashOf(Text);

    public static ApplicationTokenValue New()
    {
        var prefix = Start + RandomNumberGenerator.GetString(Characters, NameLength);
        return new($"{prefix}_{Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretBytes))}", prefix);
    }

    /// <summary>What a text begins with, if it looks like such a value; else null.</summary>
    public static string? PrefixOf(string text) =>
        text.Length == Length && text.StartsWith(Start, StringComparison.Ordinal) && text[PrefixLength] == '_' ? text[..PrefixLength] : null;

    /// <summary>Whether a text is the value with a hash, found out in a time that tells nothing.</summary>
    public static bool Matches(string text, ReadOnlySpan<byte> hash) => CryptographicOperations.FixedTimeEquals(HashOf(text), hash);

    private static byte[] HashOf(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
