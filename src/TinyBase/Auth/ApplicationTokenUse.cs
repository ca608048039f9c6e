using System.Collections.Concurrent;

using Dapper;

using Microsoft.Data.Sqlite;

using TinyBase.Storage;

namespace TinyBase.Auth;

/// <summary>
/// Keeps when application tokens were last used, at most once a minute each. A request only leaves a note; what has gathered is
/// written beside it, in one write at a time. A note that cannot be written, or is not yet when the server ends, is lost.
/// </summary>
internal sealed class ApplicationTokenUse(Database database, TimeProvider clock)
{
    private const int MaxNoted = 2 * ApplicationTokenStore.MaxTokens;

    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<string, DateTimeOffset> _noted = new(StringComparer.Ordinal);
    private Dictionary<string, DateTimeOffset> _waiting = [];
    private bool _isWriting;

    /// <summary>Notes that a token is used now.</summary>
    public void Note(string id)
    {
        var now = clock.GetUtcNow();
        if (IsNoted(id, now)) return;
        lock (_gate)
        {
            if (IsNoted(id, now)) return;
            // Tokens that are gone must not add up; the others are written once more than they need be.
            if (_noted.Count >= MaxNoted) _noted.Clear();
            _noted[id] = now;
            _waiting[id] = now;
            if (_isWriting) return;
            _isWriting = true;
        }

        _ = WriteWaiting();
    }

    private bool IsNoted(string id, DateTimeOffset now) => _noted.TryGetValue(id, out var last) && now - last < Interval;

    private async Task WriteWaiting()
    {
        while (TakeWaiting() is { } uses)
        {
            try
            {
                await database.Writer.Run(session => Write(session, uses)).ConfigureAwait(false);
            }
            catch (Exception error) when (error is BusyException or SqliteException)
            {
                // The next use is noted in a minute, and the writer has told the log what is wrong.
            }
        }
    }

    private Dictionary<string, DateTimeOffset>? TakeWaiting()
    {
        lock (_gate)
        {
            _isWriting = _waiting.Count > 0;
            if (!_isWriting) return null;
            var taken = _waiting;
            _waiting = [];
            return taken;
        }
    }

    private static Written<int> Write(WriteSession session, Dictionary<string, DateTimeOffset> uses) => Written.Keep(
        session.Connection.Ado.Execute(
            "UPDATE _application_token SET last_used_at = @at WHERE id = @id",
            uses.Select(use => new { id = use.Key, at = Timestamps.ToText(use.Value) })));
}
