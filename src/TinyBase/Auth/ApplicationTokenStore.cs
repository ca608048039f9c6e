using System.Text.Json.Nodes;

using Dapper;

using TinyBase.Audit;
using TinyBase.Hosting;
using TinyBase.Storage;

namespace TinyBase.Auth;

/// <summary>Which application tokens are asked for; null for any.</summary>
/// <param name="Search">A part of the name or the prefix, in any case.</param>
internal sealed record ApplicationTokenFilter(string? Search = null, bool? IsActive = null);

/// <summary>
/// Application tokens: programs that carry one have the rights that it was made with. One counts only while its row says so.
/// </summary>
internal sealed class ApplicationTokenStore(Database database, TokenCache cache, TimeProvider clock)
{
    /// <summary>The most tokens that are kept. Beyond it the oldest of those that do not count any more give way.</summary>
    public const int MaxTokens = 1000;

    private const string Columns =
        """
        id AS Id, name AS Name, description AS Description, created_by AS CreatedBy, created_at AS CreatedAt,
        last_used_at AS LastUsedAt, expires_at AS ExpiresAt, is_active AS IsActive, prefix AS Prefix, scopes AS Scopes
        """;

    /// <summary>Makes a token.</summary>
    /// <param name="by">Who makes it.</param>
    /// <returns>The token with its value, which cannot be had again; null if there are <see cref="MaxTokens"/> that all count.</returns>
    public Task<IssuedApplicationToken?> Create(NewApplicationToken wanted, Actor by, CancellationToken cancel) =>
        database.Writer.Run(
            session =>
            {
                if (!MakeRoom(session, clock.GetUtcNow())) return Written.Undo<IssuedApplicationToken?>(null);
                var issued = Insert(session, wanted, by.Id);
                AuditTrail.Add(session, Entry(by, "application_token.create", issued.Token) with
                {
                    Details = new JsonObject { ["prefix"] = issued.Token.Prefix, ["expires_at"] = issued.Token.ExpiresAt, ["scopes"] = Json(issued.Token.Scopes) },
                });
                return Written.Keep<IssuedApplicationToken?>(issued);
            },
            cancel: cancel);

    /// <summary>Tokens, the newest first, and how many there are; also those that do not count any more.</summary>
    public async Task<(IReadOnlyList<ApplicationToken> Tokens, long Total)> List(ApplicationTokenFilter filter, PageRange range, CancellationToken cancel)
    {
        using var lease = await database.Readers.Rent(cancel).ConfigureAwait(false);
        // There are few, and SQLite knows the case of ASCII letters only.
        var found = lease.Connection.Ado
            .Query<ApplicationToken>($"SELECT {Columns} FROM _application_token WHERE @IsActive IS NULL OR is_active = @IsActive ORDER BY id DESC", filter)
            .Where(token => filter.Search is not { } search || Has(token.Name, search) || Has(token.Prefix, search))
            .ToList();
        return ([.. found.Skip(range.Offset).Take(range.Limit)], found.Count);

        static bool Has(string? text, string search) => text is not null && text.Contains(search, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>One token, or null.</summary>
    public async Task<ApplicationToken?> Get(string id, CancellationToken cancel)
    {
        using var lease = await database.Readers.Rent(cancel).ConfigureAwait(false);
        return Find(lease.Connection, id);
    }

    /// <summary>Changes a token. What is set inactive does not count from the answer on, and can be set active again.</summary>
    /// <returns>The token as it is now; null if there is none with that id.</returns>
    public Task<ApplicationToken?> Update(string id, ApplicationTokenChange change, Actor by, CancellationToken cancel) =>
        database.Writer.Run(
            session =>
            {
                session.Connection.Ado.Execute(
                    """
                    UPDATE _application_token SET
                      name = coalesce(@Name, name),
                      description = CASE WHEN @setDescription THEN @description ELSE description END,
                      is_active = coalesce(@IsActive, is_active),
                      scopes = coalesce(@scopes, scopes)
                    WHERE id = @id
                    """,
                    new
                    {
                        id, change.Name, setDescription = change.Description is not null, description = change.Description?.Text, change.IsActive,
                        scopes = change.Scopes?.ToJson(),
                    });
                if (Find(session.Connection, id) is not { } token) return Written.Undo<ApplicationToken?>(null);
                AuditTrail.Add(session, Entry(by, change.IsActive == false ? "application_token.revoke" : "application_token.update", token) with
                {
                    Details = new JsonObject { ["is_active"] = token.IsActive, ["scopes"] = Json(token.Scopes) },
                });
                return Written.Keep<ApplicationToken?>(token);
            },
            committed: _ => cache.RevokeApplication(id),
            cancel: cancel);

    /// <summary>Gives a token another value. The one before does not count from the answer on.</summary>
    /// <returns>The token with its value, which cannot be had again; null if there is none with that id.</returns>
    public Task<IssuedApplicationToken?> Rotate(string id, Actor by, CancellationToken cancel) =>
        database.Writer.Run(
            session =>
            {
                var value = ApplicationTokenValue.New();
                session.Connection.Ado.Execute(
                    "UPDATE _application_token SET prefix = @Prefix, token_hash = @Hash WHERE id = @id", new { id, value.Prefix, value.Hash });
                if (Find(session.Connection, id) is not { } token) return Written.Undo<IssuedApplicationToken?>(null);
                AuditTrail.Add(session, Entry(by, "application_token.rotate", token) with { Details = new JsonObject { ["prefix"] = token.Prefix } });
                return Written.Keep<IssuedApplicationToken?>(new IssuedApplicationToken(token, value.Text));
            },
            committed: _ => cache.RevokeApplication(id),
            cancel: cancel);

    /// <summary>Sets a token inactive; its row stays.</summary>
    /// <returns>Whether there is such a token.</returns>
    public async Task<bool> Revoke(string id, Actor by, CancellationToken cancel) =>
        await Update(id, new ApplicationTokenChange(null, null, IsActive: false), by, cancel).ConfigureAwait(false) is not null;

    /// <summary>The program that carries a value, if that counts; and until when.</summary>
    /// <param name="prefix">What the value begins with.</param>
    /// <param name="value">The value.</param>
    public async Task<ValidToken?> FindCaller(string prefix, string value, CancellationToken cancel)
    {
        using var lease = await database.Readers.Rent(cancel).ConfigureAwait(false);
        var connection = lease.Connection;
        var row = connection.Ado.QuerySingleOrDefault<(string Id, byte[] Hash)?>(
            "SELECT id, token_hash FROM _application_token WHERE prefix = @prefix", new { prefix });
        return row is { } found && ApplicationTokenValue.Matches(value, found.Hash) ? Valid(Find(connection, found.Id)!) : null;
    }

    /// <summary>The program whose token from before it is: a signed one, whose value nobody has changed since.</summary>
    public async Task<Caller?> FindCaller(TokenClaims claims, CancellationToken cancel)
    {
        using var lease = await database.Readers.Rent(cancel).ConfigureAwait(false);
        return Find(lease.Connection, claims.Id) is { Prefix: null } token ? Valid(token)?.Caller : null;
    }

    /// <summary>Whether a token counts at a time.</summary>
    public static bool IsValid(ApplicationToken token, DateTimeOffset now) =>
        token.IsActive && (token.ExpiresAt is null || Timestamps.Parse(token.ExpiresAt) > now);

    private static JsonNode? Json(string? scopes) => scopes is null ? null : JsonNode.Parse(scopes);

    private static AuditEntry Entry(Actor by, string action, ApplicationToken token) =>
        new(by, action, "application_token", token.Id) { ObjectName = token.Name };

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

    private ValidToken? Valid(ApplicationToken token) => IsValid(token, clock.GetUtcNow())
        ? new ValidToken(
            Caller.Application(token.Id, token.Name, TokenScopes.OfStored(token.Scopes)),
            token.ExpiresAt is null ? DateTimeOffset.MaxValue : Timestamps.Parse(token.ExpiresAt))
        : null;

    private static IssuedApplicationToken Insert(WriteSession session, NewApplicationToken wanted, string? createdBy)
    {
        var made = session.NextId();
        DateTimeOffset? expires = wanted.ExpiresDays is { } days ? Tokens.WholeSeconds(made.Time).AddDays(days) : null;
        var value = ApplicationTokenValue.New();
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
            Prefix = value.Prefix,
            Scopes = wanted.Scopes?.ToJson(),
        };
        session.Connection.Ado.Execute(
            """
            INSERT INTO _application_token
              (id, name, description, created_by, created_at, last_used_at, expires_at, is_active, prefix, token_hash, scopes)
            VALUES (@Id, @Name, @Description, @CreatedBy, @CreatedAt, @LastUsedAt, @ExpiresAt, @IsActive, @Prefix, @Hash, @Scopes)
            """,
            new
            {
                token.Id, token.Name, token.Description, token.CreatedBy, token.CreatedAt, token.LastUsedAt, token.ExpiresAt, token.IsActive,
                token.Prefix, value.Hash, token.Scopes,
            });
        return new IssuedApplicationToken(token, value.Text);
    }
}
