using Shouldly;

using TinyBase.Configuration;
using TinyBase.Extensions.Outbox;
using TinyBase.Storage;
using TinyBase.Tests.Storage;

using Xunit;

namespace TinyBase.Tests.Extensions.Outbox;

/// <summary>What becomes of kept events that nobody takes.</summary>
public sealed class OutboxCleaningTests : IDisposable
{
    private const string Old = "2000-01-01T00:00:00.000000Z";

    private readonly TestDatabase _database = new();

    public void Dispose() => _database.Dispose();

    [Theory]
    [InlineData("dead", "dead")]
    [InlineData("pending", "dead", "app/it's \"ü\"")]
    [InlineData("pending", "pending", "app/it's \"ü\"", "app/other")]
    public async Task What_waits_for_a_subscriber_that_is_long_gone_is_given_up(string one, string other, params string[] subscribers)
    {
        await Keep("1", "app/it's \"ü\"", "pending", Old);
        await Keep("2", "app/other", "pending", Old);
        await Keep("3", "app/gone", "pending", Timestamps.ToText(DateTimeOffset.UtcNow));
        await Keep("4", "app/other", "delivered", Old);

        var store = new OutboxStore(_database.Database, new TinyBaseOptions(), TimeProvider.System);
        await store.Clean(subscribers, default);

        var (rows, total) = await store.List(new OutboxFilter(null, null), 10, 0, default);
        rows.Select(row => (row.Id, row.Status)).ShouldBe([("3", "pending"), ("2", other), ("1", one)]);
        total.ShouldBe(3);
    }

    private Task<int> Keep(string id, string subscriber, string status, string time) => _database.Writer.Run(session => Written.Keep(session.Connection.Change(
        """
        INSERT INTO _outbox (id, subscriber, event, payload, status, next_attempt_at, created_at, finished_at)
        VALUES (?1, ?2, 'record.create', '{}', ?3, ?4, ?4, iif(?3 = 'pending', NULL, ?4))
        """,
        id,
        subscriber,
        status,
        time)));
}
