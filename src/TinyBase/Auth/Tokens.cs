
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

using TinyBase.Configuration;
using TinyBase.Storage;

namespace TinyBase.Auth;

/// <summary>A signed token and what the database keeps of it.</summary>
internal sealed record IssuedToken(string Value, string Id, string Type, DateTimeOffset IssuedAt, DateTimeOffset ExpiresAt);

/// <summary>The claims of a token whose signature and times are right.</summary>
internal sealed record TokenClaims(string Id, string Subject, string Type, DateTimeOffset ExpiresAt);

/// <summary>Signs and reads JSON Web Tokens (RFC 7519) with HS256 and nothing else.</summary>
internal sealed class Tokens
{
    public const string AccessType = "access";
    public const string RefreshType = "refresh";
    public const string UserScope = "user";

    // The libraries for it are loaded with the first token, not with the server.
    private readonly Lazy<Signer> _signer;
    private readonly AuthOptions _options;
    private readonly TimeProvider _clock;

    public Tokens(TinyBaseOptions options, Database database, TimeProvider clock)
    {
        var key = SigningKey.Load(options, database);
        _signer = new(() => new Signer(key, IsWithin));
        _options = options.Auth;
        _clock = clock;
    }

    /// <summary>Signs a token of a user. It counts only once its id is in the database.</summary>
    public IssuedToken Issue(User user, string type)
    {
        var lifetime = type == AccessType
            ? TimeSpan.FromMinutes(_options.JwtAccessTokenExpireMinutes)
            : TimeSpan.FromDays(_options.JwtRefreshTokenExpireDays);
        // Claims count whole seconds.
        var now = DateTimeOffset.FromUnixTimeSeconds(_clock.GetUtcNow().ToUnixTimeSeconds());
        var id = Guid.NewGuid().ToString();
        var value = _signer.Value.Handler.CreateToken(new SecurityTokenDescriptor
        {
            SigningCredentials = _signer.Value.Credentials,
            IssuedAt = now.UtcDateTime,
            Expires = (now + lifetime).UtcDateTime,
            Claims = new Dictionary<string, object>
            {
                [JwtRegisteredClaimNames.Sub] = user.Id,
                [JwtRegisteredClaimNames.Jti] = id,
                ["is_admin"] = user.IsAdmin,
                ["type"] = type,
                ["scope"] = UserScope,
            },
        });
        return new IssuedToken(value, id, type, now, now + lifetime);
    }

    /// <summary>Reads a token.</summary>
    /// <returns>Its claims, or null if it was not signed by this server, is out of its time, or lacks a claim.</returns>
    public async Task<TokenClaims?> Read(string token)
    {
        var signer = _signer.Value;
        var result = await signer.Handler.ValidateTokenAsync(token, signer.Parameters).ConfigureAwait(false);
        if (!result.IsValid || result.SecurityToken is not JsonWebToken jwt) return null;
        return Guid.TryParse(jwt.Id, out var id)
            && Guid.TryParse(jwt.Subject, out var subject)
            && jwt.TryGetPayloadValue<string>("type", out var type)
            && jwt.TryGetPayloadValue<long>(JwtRegisteredClaimNames.Exp, out var expires)
            ? new TokenClaims(id.ToString(), subject.ToString(), type, DateTimeOffset.FromUnixTimeSeconds(expires))
            : null;
    }

    private bool IsWithin(DateTime? notBefore, DateTime? expires)
    {
        var now = _clock.GetUtcNow().UtcDateTime;
        return (notBefore is null || notBefore <= now) && expires > now;
    }

    /// <summary>What signing and checking with one key takes.</summary>
    private sealed class Signer
    {
        public Signer(byte[] secret, Func<DateTime?, DateTime?, bool> isWithin)
        {
            var key = new SymmetricSecurityKey(secret);
            Credentials = new SigningCredentials(key, SecurityAlgorithms.HmacSha256);
            Parameters = new TokenValidationParameters
            {
                IssuerSigningKey = key,
                // Whatever a token's header says, only this algorithm is tried (RFC 8725, section 3.1).
                ValidAlgorithms = [SecurityAlgorithms.HmacSha256],
                ValidateAudience = false,
                ValidateIssuer = false,
                RequireExpirationTime = true,
                RequireSignedTokens = true,
                LifetimeValidator = (notBefore, expires, _, _) => isWithin(notBefore, expires),
            };
        }

        public JsonWebTokenHandler Handler { get; } = new() { SetDefaultTimesOnTokenCreation = false, MapInboundClaims = false };

        public SigningCredentials Credentials { get; }

        public TokenValidationParameters Parameters { get; }
    }
}
