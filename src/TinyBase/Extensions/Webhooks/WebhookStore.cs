using System.Text.Json.Nodes;

using Dapper;

using Microsoft.Extensions.Logging;

using TinyBase.Audit;
using TinyBase.Extensions.Hooks;
using TinyBase.Extensions.Outbox;
using TinyBase.Storage;

namespace TinyBase.Extensions.Webhooks;

/// <summary>The webhooks in the database, and those of them that are active in the registry.</summary>
internal sealed partial class WebhookStore(
    Database database, HookRegistry registry, SecretKey key, TimeProvider clock, ILogger<WebhookStore> logger)
{
    /// <summary>How many webhooks there may be.</summary>
    public const int Max = 100;

    /// <summary>The source of all webhooks.</summary>
    public const string Source = "webhooks";

    private const string HeadersName = "webhook.headers";
    private const string SecretName = "webhook.secret";

    private const string Select =
        """
        SELECT id AS Id, name AS Name, url AS Url, events AS Events, filter AS Filter, headers AS Headers, secret AS Secret,
          is_active AS IsActive, created_at AS CreatedAt, updated_at AS UpdatedAt
        FROM _webhook
        """;

    private readonly Dictionary<string, (HookHealth Health, Signal Signal)> _states = new(StringComparer.Ordinal);

    /// <summary>Puts the active webhooks into the registry.</summary>
    public async Task Load(CancellationToken cancel) => Register(await List(cancel).ConfigureAwait(false));

    /// <summary>All webhooks, the oldest first.</summary>
    public async Task<IReadOnlyList<WebhookRow>> List(CancellationToken cancel)
    {
        using var lease = await database.Readers.Rent(cancel).ConfigureAwait(false);
        return All(lease.Connection);
    }

    /// <summary>One webhook, or null.</summary>
    public async Task<WebhookRow?> Get(string id, CancellationToken cancel)
    {
        using var lease = await database.Readers.Rent(cancel).ConfigureAwait(false);
        return Find(lease.Connection, id);
    }

    /// <summary>Makes a webhook.</summary>
    /// <returns>Null if there are <see cref="Max"/>.</returns>
    public Task<WebhookRow?> Create(WebhookChange wanted, Actor by, CancellationToken cancel) => Change(
        session =>
        {
            if (session.Connection.Ado.ExecuteScalar<int>("SELECT count(*) FROM _webhook") >= Max) return Written.Undo<WebhookRow?>(null);
            var made = session.NextId();
            var now = Timestamps.ToText(made.Time);
            var row = Apply(
                new WebhookRow
                {
                    Id = made.Id.ToString(),
                    Name = string.Empty,
                    Url = string.Empty,
                    Events = "[]",
                    Headers = WebhookRow.NoHeaders,
                    Secret = WebhookSecret.New(),
                    IsActive = true,
                    CreatedAt = now,
                    UpdatedAt = now,
                },
                wanted,
                now);
            session.Connection.Ado.Execute(
                """
                INSERT INTO _webhook (id, name, url, events, filter, headers, secret, is_active, created_at, updated_at)
                VALUES (@Id, @Name, @Url, @Events, @Filter, @Headers, @Secret, @IsActive, @CreatedAt, @UpdatedAt)
                """,
                row with { Headers = key.Encrypt(HeadersName, row.Headers!), Secret = key.Encrypt(SecretName, row.Secret!) });
            Note(session, by, "webhook.create", row);
            return Written.Keep<WebhookRow?>(row);
        },
        cancel);

    /// <summary>Changes a webhook.</summary>
    /// <returns>What came of it; one that cannot be read is refused to become active.</returns>
    public Task<WebhookOutcome> Update(string id, WebhookChange wanted, Actor by, CancellationToken cancel) => Change(
        session =>
        {
            if (Kept(session.Connection, id) is not { } kept) return Written.Undo(new WebhookOutcome(null, IsRefused: false));
            var row = Apply(Opened(kept), wanted, Timestamps.ToText(session.NextId().Time));
            if (wanted.IsActive is true && row.Unreadable is not null) return Written.Undo(new WebhookOutcome(row, IsRefused: true));
            session.Connection.Ado.Execute(
                """
                UPDATE _webhook SET name = @Name, url = @Url, events = @Events, filter = @Filter, headers = @Headers, secret = @Secret,
                  is_active = @IsActive, updated_at = @UpdatedAt
                WHERE id = @Id
                """,
                // What is not given stays as it was encrypted: another key may be able to read it.
                row with
                {
                    Headers = wanted.Headers is null ? kept.Headers : key.Encrypt(HeadersName, row.Headers!),
                    Secret = wanted.Secret is null ? kept.Secret : key.Encrypt(SecretName, row.Secret!),
                });
            Note(session, by, "webhook.update", row);
            return Written.Keep(new WebhookOutcome(row, IsRefused: false));
        },
        cancel);

    /// <summary>Deletes a webhook with its deliveries.</summary>
    /// <returns>Whether there was one.</returns>
    public Task<bool> Delete(string id, Actor by, CancellationToken cancel) => Change(
        session =>
        {
            if (Kept(session.Connection, id) is not { } row) return Written.Undo(false);
            session.Connection.Ado.Execute("DELETE FROM _webhook WHERE id = @id", new { id });
            OutboxStore.Drop(session, row.Subscriber);
            Note(session, by, "webhook.delete", row);
            return Written.Keep(true);
        },
        cancel);

    /// <summary>What a request to a webhook needs, active or not. It must be readable.</summary>
    public static Webhook Describe(WebhookRow row, HookPoint point, HookHealth health, Signal signal) => new()
    {
        Id = row.Subscriber,
        Name = row.Name,
        Source = Source,
        Point = point,
        Filter = row.Filter,
        Timeout = WebhookSender.Timeout,
        IsDurable = true,
        Health = health,
        Signal = signal,
        Target = new WebhookTarget(row.Id, new Uri(row.Url), row.HeaderValues, WebhookSecret.Key(row.Secret!)!),
    };

    /// <summary>How requests to a webhook went.</summary>
    public HookHealth Health(WebhookRow row) => State(row).Health;

    private IReadOnlyList<WebhookRow> All(Connection connection) => connection.Any("SELECT 1 FROM _webhook LIMIT 1") ? Rows(connection) : [];

    /// <summary>On its own, so that Dapper is not even loaded where there are none.</summary>
    private IReadOnlyList<WebhookRow> Rows(Connection connection) => [.. connection.Ado.Query<WebhookRow>($"{Select} ORDER BY id").Select(Opened)];

    private WebhookRow? Find(Connection connection, string id) =>
        Kept(connection, id) is { } row ? Opened(row) : null;

    /// <summary>A webhook as it is in the database, where what others are not to read is encrypted.</summary>
    private static WebhookRow? Kept(Connection connection, string id) =>
        connection.Ado.QuerySingleOrDefault<WebhookRow>($"{Select} WHERE id = @id", new { id });

    private WebhookRow Opened(WebhookRow kept)
    {
        var secret = key.Decrypt(SecretName, kept.Secret!);
        var headers = key.Decrypt(HeadersName, kept.Headers!);
        // That there are none can be told without the key.
        if (headers is null && SecretKey.Length(kept.Headers!) == WebhookRow.NoHeaders.Length) headers = WebhookRow.NoHeaders;
        var row = kept with { Secret = secret, Headers = headers };
        if (row.Unreadable is { } problem) Log.NotReadable(logger, row.Name, problem);
        return row;
    }

    private static void Note(WriteSession session, Actor by, string action, WebhookRow row) =>
        AuditTrail.Add(session, new AuditEntry(by, action, "webhook", row.Id) { ObjectName = row.Name });

    private static WebhookRow Apply(WebhookRow row, WebhookChange wanted, string now) => row with
    {
        Name = wanted.Name ?? row.Name,
        Url = wanted.Url ?? row.Url,
        Events = wanted.Events is { } events ? new JsonArray([.. events.Select(name => JsonValue.Create(name))]).ToJsonString() : row.Events,
        Filter = wanted.HasFilter ? wanted.Filter : row.Filter,
        Headers = wanted.Headers is { } headers
            ? new JsonObject(headers.Select(header => KeyValuePair.Create(header.Key, (JsonNode?)JsonValue.Create(header.Value)))).ToJsonString()
            : row.Headers,
        Secret = wanted.Secret ?? row.Secret,
        IsActive = wanted.IsActive ?? row.IsActive,
        UpdatedAt = now,
    };

    /// <summary>Changes webhooks; the registry follows before the next write.</summary>
    private Task<T> Change<T>(Func<WriteSession, Written<T>> change, CancellationToken cancel) => database.Writer.Run(
        session =>
        {
            var written = change(session);
            if (!written.Keep) return written;
            var all = All(session.Connection);
            session.OnCommit(() => Register(all));
            return written;
        },
        cancel: cancel);

    private void Register(IReadOnlyList<WebhookRow> rows) => registry.Put(
        Source,
        [
            .. rows.Where(row => row.IsOn).SelectMany(row =>
            {
                var (health, signal) = State(row);
                return row.EventNames.SelectMany(HookPoints.Named).Distinct().Select(point => Describe(row, point, health, signal));
            }),
        ]);

    private (HookHealth Health, Signal Signal) State(WebhookRow row)
    {
        lock (_states)
        {
            if (!_states.TryGetValue(row.Id, out var state)) _states[row.Id] = state = (new HookHealth(clock), new Signal());
            return state;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(
            8301,
            LogLevel.Error,
            "Webhook '{Webhook}' is off. {Problem}")]
        public static partial void NotReadable(ILogger logger, string webhook, string problem);
    }
}
