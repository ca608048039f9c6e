using Dapper;

using TinyBase.Hosting;
using TinyBase.Storage;

namespace TinyBase.Auth;

/// <summary>
/// Application tokens: programs that carry one have admin rights. One counts only while its row says so.
/// </summary>
internal sealed class ApplicationTokenStore(Database database, Tokens tokens, TokenCache cache, TimeProvider clock)
{
    /// <summary>The most tokens that are kept. Beyond it the oldest of those that do not count any more give way.</summary>
    public const int MaxTokens = 1000;

    private const string Columns =
        """
        id AS Id, name AS Name, description AS Description, created_by AS CreatedBy, created_at AS CreatedAt,
        last_used_at AS LastUsedAt, expires_at AS ExpiresAt, is_active AS IsActive
        """;

    /// <summary>Makes a token.</summary>
    /// <param name="createdBy">Who makes it.</param>
    /// <returns>The token with its value, which cannot be had again; null if there are <see cref="MaxTokens"/> that all count.</returns>
    public Task<IssuedApplicationToken?> Create(NewApplicationToken wanted, Caller createdBy, CancellationToken cancel) =>
        database.Writer.Run(
            session => MakeRoom(session, clock.GetUtcNow())
                ? Written.Keep<IssuedApplicationToken?>(Insert(session, wanted, createdBy.Id ?? createdBy.ApplicationId))
                : Written.Undo<IssuedApplicationToken?>(null),
            cancel: cancel);

    /// <summary>All tokens, the newest first; also those that do not count any more.</summary>
    public async Task<IReadOnlyList<ApplicationToken>> List(CancellationToken cancel)
    {
        using var lease = await database.Readers.Rent(cancel).ConfigureAwait(false);
        return lease.Connection.Ado.Query<ApplicationToken>($"SELECT {Columns} FROM _application_token ORDER BY id DESC").AsList();
    }

    /// <summary>One token, or null.</summary>
    public async Task<ApplicationToken?> Get(string id, CancellationToken cancel)
    {
        using var lease = await database.Readers.Rent(cancel).ConfigureAwait(false);
        return Find(lease.Connection, id);
    }

    /// <summary>Changes a token. What is set inactive does not count from the answer on, and can be set active again.</summary>
    /// <returns>The token as it is now; null if there is none with that id.</returns>
    public Task<ApplicationToken?> Update(string id, ApplicationTokenChange change, CancellationToken cancel) =>
        database.Writer.Run(
            session =>
            {
                session.Connection.Ado.Execute(
                    """
                    UPDATE _application_token SET
                      name = coalesce(@Name, name),
                      description = CASE WHEN @setDescription THEN @description ELSE description END,
                      is_active = coalesce(@IsActive, is_active)
                    WHERE id = @id
                    """,
                    new { id, change.Name, setDescription = change.Description is not null, description = change.Description?.Text, change.IsActive });
                var token = Find(session.Connection, id);
                return new Written<ApplicationToken?>(token, Keep: token is not null);
            },
            committed: _ => cache.RevokeApplication(id),
            cancel: cancel);

    /// <summary>Sets a token inactive; its row stays.</summary>
    /// <returns>Whether there is such a token.</returns>
    public async Task<bool> Revoke(string id, CancellationToken cancel) =>
        await Update(id, new ApplicationTokenChange(null, null, IsActive: false), cancel).ConfigureAwait(false) is not null;

    /// <summary>The program whose token it is, if it counts.</summary>
    public async Task<Caller?> FindCaller(TokenClaims claims, CancellationToken cancel)
    {
        using var lease = await database.Readers.Rent(cancel).ConfigureAwait(false);
        return Find(lease.Connection, claims.Id) is { } token && IsValid(token, clock.GetUtcNow()) ? Caller.Application(token.Id) : null;
    }

    /// <summary>Whether a token counts at a time.</summary>
    public static bool IsValid(ApplicationToken token, DateTimeOffset now) =>
        token.IsActive && (token.ExpiresAt is null || Timestamps.Parse(token.ExpiresAt) > now);

    private static ApplicationToken? Find(Connection connection, string id) =>
        connection.Ado.QuerySingleOrDefault<ApplicationToken>($"SELECT {Columns} FROM _application_token WHERE id = @id", new { id });

    private static bool MakeRoom(WriteSession session, DateTimeOffset now)
    {
        var connection = session.Connection.Ado;
        if (connection.ExecuteScalar<int>("SELECT count(*) FROM _application_token") < MaxTokens) return true;
        return connection.Execute(
            """
            DELETE FROM _application_token WHERE id = (
              SELECT id FROM _application_token WHERE is_active = 0 OR expires_at <= @now ORDER BY id LIMIT 1)
            """,
            new { now = Timestamps.ToText(now) }) > 0;
    }

    private IssuedApplicationToken Insert(WriteSession session, NewApplicationToken wanted, string? createdBy)
    {
        var made = session.NextId();
        DateTimeOffset? expires = wanted.ExpiresDays is { } days ? Tokens.WholeSeconds(made.Time).AddDays(days) : null;
        var token = new ApplicationToken
        {
            Id = made.Id.ToString(),
            Name = wanted.Name,
            Description = wanted.Description,
            CreatedBy = createdBy,
            CreatedAt = Timestamps.ToText(made.Time),
            LastUsedAt = null,
            ExpiresAt = expires is { } time ? Timestamps.ToText(time) : null,
            IsActive = true,
        };
        session.Connection.Ado.Execute(
            """
            INSERT INTO _application_token (id, name, description, created_by, created_at, last_used_at, expires_at, is_active)
            VALUES (@Id, @Name, @Description, @CreatedBy, @CreatedAt, @LastUsedAt, @ExpiresAt, @IsActive)
            """,
            token);
        return new IssuedApplicationToken(token, tokens.IssueForApplication(token.Id, expires));
    }
}
