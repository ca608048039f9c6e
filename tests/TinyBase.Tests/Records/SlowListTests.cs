using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Shouldly;
using TinyBase.Auth;
using TinyBase.Audit;
using TinyBase.Collections;
using TinyBase.Collections.Schema;
using TinyBase.Hosting;
using TinyBase.Hosting.Events;
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
        using (var page = await new RecordStore(_database, _catalog, new RecordEvents(NoEvents.Instance), new DeletedUsers(), new NoTime()).List(SortedByText(model), Admin, default))
        {
            page!.TookTooLong.ShouldBeTrue();
        }

        using var next = await new RecordStore(_database, _catalog, new RecordEvents(NoEvents.Instance), new DeletedUsers(), TimeProvider.System).List(SortedByText(model), Admin, default);
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
            () => new RecordStore(_database, _catalog, new RecordEvents(NoEvents.Instance), new DeletedUsers(), clock).List(SortedByText(model), Admin, left.Token));
    }

    [Fact]
    public async Task A_filtered_list_that_takes_too_long_to_count_has_no_total()
    {
        var model = await CollectionOf(20_000);
        var query = new ListQuery(3, 0) { Filters = [new("filter[text][contains]", "text", "contains", "A")] };
        ListPlan.TryMake(model, query, out var plan, out _).ShouldBeTrue();

        using var page = await new RecordStore(_database, _catalog, new RecordEvents(NoEvents.Instance), new DeletedUsers(), new NoTime(longest: RecordStore.MaxCountTime)).List(plan!, Admin, default);
        using var counted = await new RecordStore(_database, _catalog, new RecordEvents(NoEvents.Instance), new DeletedUsers(), TimeProvider.System).List(plan!, Admin, default);

        Total(page!).ValueKind.ShouldBe(JsonValueKind.Null);
        Total(counted!).GetInt32().ShouldBeGreaterThan(10_000);
    }

    [Fact]
    public async Task A_list_that_took_too_long_says_which_index_would_help()
    {
        var model = await CollectionOf(1);

        SortedByText(model).Slow(TimeSpan.FromSeconds(10)).ShouldStartWith("The list took longer than 10 s. An index on 'text' may help.");
    }

    private static JsonElement Total(RecordPage page) => JsonElement.Parse(page.Json.Written.Span).GetProperty("total");

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
        var made = await new CollectionStore(_database, _catalog, NoEvents.Instance, TimeProvider.System, NullLogger<CollectionStore>.Instance).Create("notes", change, Actor.Operator, default);
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
}
