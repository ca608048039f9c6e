using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace TinyBase.Extensions.Webhooks;

/// <summary>Secrets and signatures of the Standard Webhooks specification.</summary>
internal static class WebhookSecret
{
    private const string Prefix = "whsec_";
    private const int NewBytes = 32;
    private const int LeastBytes = 24;
    private const int MostBytes = 64;

    /// <summary>What a secret must be.</summary>
    public const string Form = "whsec_ and 24 to 64 bytes in Base64";

    public static string New() => Prefix + Convert.ToBase64String(RandomNumberGenerator.GetBytes(NewBytes));

    /// <summary>The key in a secret.</summary>
    /// <returns>Null if it is not one.</returns>
    public static byte[]? Key(string secret)
    {
        if (!secret.StartsWith(Prefix, StringComparison.Ordinal) || !Base64.IsValid(secret.AsSpan(Prefix.Length))) return null;
        var key = Convert.FromBase64String(secret[Prefix.Length..]);
        return key.Length is >= LeastBytes and <= MostBytes ? key : null;
    }

    /// <summary>The signature of a message: of its id, time and body, joined by full stops.</summary>
    public static string Sign(byte[] key, string id, long unixSeconds, string body)
    {
        var content = Encoding.UTF8.GetBytes(FormattableString.Invariant($"{id}.{unixSeconds}.{body}"));
        return "v1," + Convert.ToBase64String(HMACSHA256.HashData(key, content));
    }
}
