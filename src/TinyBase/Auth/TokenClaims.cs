using Microsoft.IdentityModel.JsonWebTokens;

namespace TinyBase.Auth;

/// <summary>The claims of a token whose signature and times are right.</summary>
/// <param name="Id">The id that the database knows it by.</param>
/// <param name="Subject">The user's id; null for an application token.</param>
/// <param name="SessionId">The session of a refresh token, else null.</param>
/// <param name="Type">Access or refresh.</param>
/// <param name="Scope">User or application.</param>
/// <param name="ExpiresAt">The first moment at which it no longer counts; null for never, as application tokens may have it.</param>
internal sealed record TokenClaims(
    string Id, string? Subject, string? SessionId, string Type, string Scope, DateTimeOffset? ExpiresAt)
{
    /// <summary>How far the clock of another server that signs with the same key may be ahead.</summary>
    private static readonly TimeSpan MaxSkew = TimeSpan.FromSeconds(60);

    private static readonly long MaxSeconds = DateTimeOffset.MaxValue.ToUnixTimeSeconds();

    /// <summary>Takes the claims of a token whose signature is right.</summary>
    /// <returns>Null if the token is out of its time, or a claim is missing or not what it must be.</returns>
    public static TokenClaims? Read(JsonWebToken token, DateTimeOffset now)
    {
        if (!TryTime(token, JwtRegisteredClaimNames.Exp, out var expires)
            || !TryTime(token, JwtRegisteredClaimNames.Iat, out var issued)
            || !TryTime(token, JwtRegisteredClaimNames.Nbf, out var notBefore)
            || expires <= now
            || issued > now + MaxSkew
            || notBefore > now + MaxSkew
            || IdOf(token, JwtRegisteredClaimNames.Jti) is not { } id
            || Text(token, "type") is not { } type
            || Text(token, "scope") is not { } scope)
        {
            return null;
        }

        var subject = IdOf(token, JwtRegisteredClaimNames.Sub);
        var isWhole = scope switch
        {
            Tokens.UserScope => subject is not null && expires is not null,
            Tokens.ApplicationScope => type == Tokens.AccessType,
            _ => false,
        };
        return isWhole ? new TokenClaims(id, subject, IdOf(token, JwtRegisteredClaimNames.Sid), type, scope, expires) : null;
    }

    private static string? Text(JsonWebToken token, string name) =>
        token.TryGetPayloadValue<object>(name, out var value) ? value as string : null;

    private static string? IdOf(JsonWebToken token, string name) =>
        Guid.TryParseExact(Text(token, name), "D", out var id) ? id.ToString() : null;

    /// <summary>Reads a time in whole seconds.</summary>
    /// <param name="time">Null if it is not there.</param>
    /// <returns>False if it is there, but no time.</returns>
    private static bool TryTime(JsonWebToken token, string name, out DateTimeOffset? time)
    {
        time = null;
        if (!token.TryGetPayloadValue<object>(name, out var value)) return true;
        var seconds = value switch
        {
            int number => number,
            long number => number,
            _ => -1,
        };
        if (seconds < 0 || seconds > MaxSeconds) return false;
        time = DateTimeOffset.FromUnixTimeSeconds(seconds);
        return true;
    }
}
