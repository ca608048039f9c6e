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
            if (session.Connection.Ado.ExecuteScalar<int>("SELECT count(*) FROM _webhook") >= Max) return null;
            var made = session.NextId();
            var now = Timestamps.ToText(made.Time);
            var row = Apply(
                new WebhookRow
                {
                    Id = made.Id.ToString(),
                    Name = string.Empty,
                    Url = string.Empty,
                    Events = "[]",
                    Headers = "{}",
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
                Sealed(row));
            Note(session, by, "webhook.create", row);
            return row;
        },
        cancel);

    /// <summary>Changes a webhook.</summary>
    /// <returns>Null if there is none with that id.</returns>
    public Task<WebhookRow?> Update(string id, WebhookChange wanted, Actor by, CancellationToken cancel) => Change(
        session =>
        {
            if (Find(session.Connection, id) is not { } current) return null;
            var row = Apply(current, wanted, Timestamps.ToText(session.NextId().Time));
            session.Connection.Ado.Execute(
                """
                UPDATE _webhook SET name = @Name, url = @Url, events = @Events, filter = @Filter, headers = @Headers, secret = @Secret,
                  is_active = @IsActive, updated_at = @UpdatedAt
                WHERE id = @Id
                """,
                Sealed(row));
            Note(session, by, "webhook.update", row);
            return row;
        },
        cancel);

    /// <summary>Deletes a webhook with its deliveries.</summary>
    /// <returns>Whether there was one.</returns>
    public async Task<bool> Delete(string id, Actor by, CancellationToken cancel) => await Change(
        session =>
        {
            if (Find(session.Connection, id) is not { } row) return null;
            session.Connection.Ado.Execute("DELETE FROM _webhook WHERE id = @id", new { id });
            OutboxStore.Drop(session, row.Subscriber);
            Note(session, by, "webhook.delete", row);
            return row;
        },
        cancel).ConfigureAwait(false) is not null;

    /// <summary>What a request to a webhook needs, active or not.</summary>
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
        Target = new WebhookTarget(row.Id, new Uri(row.Url), row.HeaderValues, WebhookSecret.Key(row.Secret)!),
    };

    /// <summary>How requests to a webhook went.</summary>
    public HookHealth Health(WebhookRow row) => State(row).Health;

    private IReadOnlyList<WebhookRow> All(Connection connection) => connection.Any("SELECT 1 FROM _webhook LIMIT 1") ? Rows(connection) : [];

    /// <summary>On its own, so that Dapper is not even loaded where there are none.</summary>
    private IReadOnlyList<WebhookRow> Rows(Connection connection) => [.. connection.Ado.Query<WebhookRow>($"{Select} ORDER BY id").Select(Opened)];

    private WebhookRow? Find(Connection connection, string id) =>
        connection.Ado.QuerySingleOrDefault<WebhookRow>($"{Select} WHERE id = @id", new { id }) is { } row ? Opened(row) : null;

    /// <summary>What others are not to read is encrypted in the database.</summary>
    private WebhookRow Sealed(WebhookRow row) =>
        row with { Headers = key.Encrypt(HeadersName, row.Headers), Secret = key.Encrypt(SecretName, row.Secret) };

    /// <summary>A webhook whose secret cannot be decrypted is not used: nobody could tell that its requests come from here.</summary>
    private WebhookRow Opened(WebhookRow row)
    {
        if (key.Decrypt(HeadersName, row.Headers) is { } headers && key.Decrypt(SecretName, row.Secret) is { } secret)
        {
            return row with { Headers = headers, Secret = secret };
        }

        Log.NotReadable(logger, row.Name);
        return row with { Headers = "{}", Secret = WebhookSecret.New(), IsActive = false };
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
    private Task<WebhookRow?> Change(Func<WriteSession, WebhookRow?> change, CancellationToken cancel) => database.Writer.Run(
        session =>
        {
            var row = change(session);
            if (row is null) return Written.Undo<WebhookRow?>(null);
            var all = All(session.Connection);
            session.OnCommit(() => Register(all));
            return Written.Keep<WebhookRow?>(row);
        },
        cancel: cancel);

    private void Register(IReadOnlyList<WebhookRow> rows) => registry.Put(
        Source,
        [
            .. rows.Where(row => row.IsActive).SelectMany(row =>
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
            "The secrets of webhook '{Webhook}' were encrypted with another key and cannot be used: it is off. Give it a new secret and its headers again")]
        public static partial void NotReadable(ILogger logger, string webhook);
    }
}
