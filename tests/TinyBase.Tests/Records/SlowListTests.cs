using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Shouldly;
using TinyBase.Collections;
using TinyBase.Collections.Schema;
using TinyBase.Hosting;
using TinyBase.Records;
using TinyBase.Storage;
using TinyBase.Tests.Storage;
using Xunit;

namespace TinyBase.Tests.Records;

/// <summary>Lists that take longer than they may.</summary>
public sealed class SlowListTests : IDisposable
{
    private static readonly Caller Admin = Caller.User("00000000-0000-7000-8000-000000000000", "admin@example.com", isAdmin: true);

    private readonly TestFolder _folder = new();
    private readonly Database _database;
    private readonly CollectionCatalog _catalog;

    public SlowListTests()
    {
        _database = TestDatabase.Open(_folder.File("data.db"));
        _catalog = new CollectionCatalog(_database);
    }

    public void Dispose()
    {
        _database.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_list_whose_time_is_up_is_given_up_and_the_connection_goes_on()
    {
        var model = await CollectionOf(20_000);
        using (var page = await new RecordStore(_database, _catalog, new NoTime()).List(SortedByText(model), Admin, default))
        {
            page!.TookTooLong.ShouldBeTrue();
        }

        using var next = await new RecordStore(_database, _catalog, TimeProvider.System).List(SortedByText(model), Admin, default);
        next!.TookTooLong.ShouldBeFalse();
        JsonElement.Parse(next.Json.Written.Span).GetProperty("records").GetArrayLength().ShouldBe(3);
    }

    [Fact]
    public async Task A_list_of_a_client_that_left_is_given_up()
    {
        var model = await CollectionOf(20_000);
        using var left = new CancellationTokenSource();
        var clock = new NoTime(left.Cancel);

        await Should.ThrowAsync<OperationCanceledException>(
            () => new RecordStore(_database, _catalog, clock).List(SortedByText(model), Admin, left.Token));
    }

    private static ListPlan SortedByText(CollectionModel model)
    {
        ListPlan.TryMake(model, new ListQuery(3, 0) { SortBy = "text", Descending = false }, out var plan, out _).ShouldBeTrue();
        return plan!;
    }

    private async Task<CollectionModel> CollectionOf(int records)
    {
        var schema = JsonElement.Parse("""{"fields": [{"name": "text"}]}""");
        CollectionSchema.TryParse(schema, out var parsed, out _).ShouldBeTrue();
        var change = new CollectionChange("Notes", schema, parsed, JsonElement.Parse("{}"), CollectionOptions.Default);
        var made = await new CollectionStore(_database, _catalog, NullLogger<CollectionStore>.Instance).Create("notes", change, default);
        await _database.Writer.Run(session =>
        {
            session.Connection.Execute(string.Create(
                CultureInfo.InvariantCulture,
                $"""
                WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {records})
                INSERT INTO notes (_id, _created, _updated, _version, text) SELECT hex(i), '', '', 1, hex(randomblob(20)) FROM n
                """));
            return Written.Keep(true);
        });
        return made.Model!;
    }

    /// <summary>A clock whose timers are due as soon as they are set.</summary>
    private sealed class NoTime(Action? also = null) : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            also?.Invoke();
            callback(state);
            return base.CreateTimer(callback, state, Timeout.InfiniteTimeSpan, period);
        }
    }
}
