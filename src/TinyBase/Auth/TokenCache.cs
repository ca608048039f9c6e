using System.Collections.Concurrent;

using TinyBase.Hosting;

namespace TinyBase.Auth;

/// <summary>A token that was found valid, and whose it is.</summary>
internal sealed record ValidToken(Caller Caller, DateTimeOffset ExpiresAt);

/// <summary>
/// Tokens that were found valid, so that the usual request costs no query. It is bounded by keeping two generations: what is
/// used moves to the younger one, and a full younger one replaces the older.
/// </summary>
internal sealed class TokenCache
{
    private const int MaxPerGeneration = 10_000;

    private readonly Lock _gate = new();
    private volatile ConcurrentDictionary<string, ValidToken> _young = Empty();
    private volatile ConcurrentDictionary<string, ValidToken> _old = Empty();
    private int _youngCount;
    private long _revocations;

    /// <summary>
    /// Counts up with each revocation. Who validates a token reads it first and hands it to <see cref="Add"/>.
    /// </summary>
    public long Revocations => Interlocked.Read(ref _revocations);

    /// <summary>Finds a token.</summary>
    public ValidToken? Find(string authorization)
    {
        // The usual request takes no lock.
        if (_young.TryGetValue(authorization, out var token)) return token;
        lock (_gate)
        {
            if (!_old.TryRemove(authorization, out token)) return null;
            Insert(authorization, token);
            return token;
        }
    }

    /// <summary>
    /// Keeps a token, unless something was revoked since its check began: that check may rest on what is no longer so.
    /// </summary>
    public void Add(string authorization, ValidToken token, long revocationsBefore)
    {
        lock (_gate)
        {
            if (_revocations == revocationsBefore) Insert(authorization, token);
        }
    }

    /// <summary>Forgets all of a user's tokens, also those being checked just now.</summary>
    public void Revoke(string userId) => Forget(token => token.Caller.Id == userId);

    /// <summary>Forgets the tokens of one session, also those being checked just now.</summary>
    public void RevokeSession(string sessionId) => Forget(token => token.Caller.SessionId == sessionId);

    /// <summary>Forgets an application token, also if it is being checked just now.</summary>
    public void RevokeApplication(string id) => Forget(token => token.Caller.ApplicationId == id);

    /// <summary>Forgets every token.</summary>
    public void Clear() => Forget(_ => true);

    private static ConcurrentDictionary<string, ValidToken> Empty() => new(StringComparer.Ordinal);

    private void Insert(string authorization, ValidToken token)
    {
        if (_youngCount >= MaxPerGeneration)
        {
            _old = _young;
            _young = Empty();
            _youngCount = 0;
        }

        _young[authorization] = token;
        _youngCount++;
    }

    private void Forget(Func<ValidToken, bool> which)
    {
        lock (_gate)
        {
            _revocations++;
            foreach (var (key, _) in _young.Where(entry => which(entry.Value))) _young.TryRemove(key, out var _);
            foreach (var (key, _) in _old.Where(entry => which(entry.Value))) _old.TryRemove(key, out var _);
        }
    }
}
