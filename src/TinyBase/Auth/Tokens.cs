using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

using TinyBase.Configuration;
using TinyBase.Storage;

namespace TinyBase.Auth;

/// <summary>A signed token and what the database keeps of it.</summary>
internal sealed record IssuedToken(string Value, string Id, string Type, DateTimeOffset IssuedAt, DateTimeOffset ExpiresAt);

/// <summary>Signs and reads JSON Web Tokens (RFC 7519) with HS256 and nothing else.</summary>
internal sealed class Tokens
{
    public const string AccessType = "access";
    public const string RefreshType = "refresh";
    public const string UserScope = "user";
    public const string ApplicationScope = "application";

    // The libraries for it are loaded with the first token, not with the server.
    private readonly Lazy<Signer> _signer;
    private readonly AuthOptions _options;
    private readonly TimeProvider _clock;

    public Tokens(TinyBaseOptions options, Database database, TimeProvider clock)
    {
        var key = SigningKey.Load(options, database);
        var previous = SigningKey.Previous(options);
        _signer = new(() => new Signer(key, previous));
        _options = options.Auth;
        _clock = clock;
    }

    /// <summary>Signs the tokens of a user's session. They count only once their ids are in the database.</summary>
    public TokenPair IssuePair(User user, string sessionId) => new(
        Issue(user, sessionId: null, AccessType, TimeSpan.FromMinutes(_options.JwtAccessTokenExpireMinutes)),
        Issue(user, sessionId, RefreshType, TimeSpan.FromDays(_options.JwtRefreshTokenExpireDays)));

    /// <summary>Reads a token.</summary>
    /// <returns>Its claims, or null if it was not signed by this server, is out of its time, or lacks a claim.</returns>
    public async Task<TokenClaims?> Read(string token)
    {
        if (!TokenForm.Fits(token)) return null;
        var signer = _signer.Value;
        var result = await signer.Handler.ValidateTokenAsync(token, signer.Parameters).ConfigureAwait(false);
        return result is { IsValid: true, SecurityToken: JsonWebToken jwt } ? TokenClaims.Read(jwt, _clock.GetUtcNow()) : null;
    }

    /// <summary>A time as claims can say it.</summary>
    public static DateTimeOffset WholeSeconds(DateTimeOffset time) => DateTimeOffset.FromUnixTimeSeconds(time.ToUnixTimeSeconds());

    private IssuedToken Issue(User user, string? sessionId, string type, TimeSpan lifetime)
    {
        var now = WholeSeconds(_clock.GetUtcNow());
        var id = Guid.NewGuid().ToString();
        var claims = new Dictionary<string, object>
        {
            [JwtRegisteredClaimNames.Sub] = user.Id,
            [JwtRegisteredClaimNames.Jti] = id,
            ["is_admin"] = user.IsAdmin,
            ["type"] = type,
            ["scope"] = UserScope,
        };
        if (sessionId is not null) claims[JwtRegisteredClaimNames.Sid] = sessionId;
        return new IssuedToken(Sign(now, now + lifetime, claims), id, type, now, now + lifetime);
    }

    private string Sign(DateTimeOffset now, DateTimeOffset expires, Dictionary<string, object> claims) =>
        _signer.Value.Handler.CreateToken(new SecurityTokenDescriptor
        {
            SigningCredentials = _signer.Value.Credentials,
            IssuedAt = now.UtcDateTime,
            Expires = expires.UtcDateTime,
            Claims = claims,
        });

    /// <summary>What signing with one key, and checking with it and those before it, takes.</summary>
    private sealed class Signer
    {
        public Signer(byte[] secret, IReadOnlyList<byte[]> previous)
        {
            var key = new SymmetricSecurityKey(secret);
            Credentials = new SigningCredentials(key, SecurityAlgorithms.HmacSha256);
            Parameters = new TokenValidationParameters
            {
                IssuerSigningKeys = [key, .. previous.Select(bytes => new SymmetricSecurityKey(bytes))],
                // Whatever a token's header says, only this algorithm is tried (RFC 8725, section 3.1).
                ValidAlgorithms = [SecurityAlgorithms.HmacSha256],
                ValidateAudience = false,
                ValidateIssuer = false,
                // The times are checked with the claims, by the clock of this server.
                ValidateLifetime = false,
                RequireExpirationTime = false,
                RequireSignedTokens = true,
            };
        }

        public JsonWebTokenHandler Handler { get; } = new() { SetDefaultTimesOnTokenCreation = false, MapInboundClaims = false };

        public SigningCredentials Credentials { get; }

        public TokenValidationParameters Parameters { get; }
    }
}
