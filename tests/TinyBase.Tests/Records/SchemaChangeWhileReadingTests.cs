using System.Text;
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

/// <summary>Readers that know an older version of a collection than the database.</summary>
public sealed class SchemaChangeWhileReadingTests : IDisposable
{
    private const string Kept = """{"name": "kept", "type": "string"}""";
    private const string Removed = """{"name": "removed", "type": "string"}""";
    private static readonly Caller Admin = Caller.User("00000000-0000-7000-8000-000000000000", "admin@example.com", isAdmin: true);

    private readonly TestFolder _folder = new();
    private readonly Database _database;
    private readonly CollectionCatalog _catalog;
    private readonly CollectionStore _collections;
    private readonly RecordStore _records;

    public SchemaChangeWhileReadingTests()
    {
        _database = TestDatabase.Open(_folder.File("data.db"));
        _catalog = new CollectionCatalog(_database);
        _collections = new CollectionStore(_database, _catalog, NoEvents.Instance, TimeProvider.System, NullLogger<CollectionStore>.Instance);
        _records = new RecordStore(_database, _catalog, new RecordEvents(NoEvents.Instance), new DeletedUsers(), TimeProvider.System);
    }

    public void Dispose()
    {
        _database.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_list_that_meets_a_changed_table_is_read_as_the_collection_is_now()
    {
        var before = await Create();
        await Add(before, 1);
        await Change(Kept);

        (await List(before)).ShouldBe(["""{"kept":"0"}"""]);
    }

    [Fact]
    public async Task A_record_that_meets_a_changed_table_is_read_as_the_collection_is_now()
    {
        var before = await Create();
        var id = (await Add(before, 1))[0];
        await Change(Kept);

        using var json = new JsonBuffer();
        (await _records.Get(before, id, null, Admin, json, default)).Result.ShouldBe(RecordResult.Done);
        Data(JsonElement.Parse(json.Written.Span)).ShouldBe("""{"kept":"0"}""");
    }

    [Fact]
    public async Task A_list_sorted_by_a_field_that_is_just_gone_is_to_be_asked_for_again()
    {
        var before = await Create();
        await Add(before, 1);
        ListPlan.TryMake(before, new ListQuery(10, 0) { SortBy = "removed" }, out var sorted, out _).ShouldBeTrue();
        ListPlan.TryMake(before, new ListQuery(10, 0) { Filters = [new("", "removed", "eq", "r")] }, out var filtered, out _).ShouldBeTrue();
        await Change(Kept);

        await Should.ThrowAsync<BusyException>(() => _records.List(sorted!, Admin, default));
        await Should.ThrowAsync<BusyException>(() => _records.List(filtered!, Admin, default));
    }

    [Fact]
    public async Task A_list_of_a_collection_that_is_gone_is_none()
    {
        var before = await Create();
        await Add(before, 1);
        var plan = Everything(before);
        await _collections.Delete("notes", Actor.Operator, default);

        (await _records.List(plan, Admin, default)).ShouldBeNull();
    }

    [Fact]
    public async Task A_long_list_that_meets_a_changed_table_on_its_way_loses_no_record()
    {
        using var page = await BeginLongList();
        var json = Text(page);
        await Change(Kept);
        while (page.HasRest)
        {
            await _records.ReadRest(page, default);
            json += Text(page);
        }

        JsonElement.Parse(json).GetProperty("records").GetArrayLength().ShouldBe(400);
    }

    [Fact]
    public async Task A_long_list_of_a_collection_that_is_deleted_on_its_way_ends_with_what_was_read()
    {
        using var page = await BeginLongList();
        var json = Text(page);
        await _collections.Delete("notes", Actor.Operator, default);
        await _records.ReadRest(page, default);

        page.HasRest.ShouldBeFalse();
        JsonElement.Parse(json + Text(page)).GetProperty("records").GetArrayLength().ShouldBeInRange(1, 399);
    }

    [Fact]
    public async Task Reads_succeed_whatever_happens_to_the_schema_meanwhile()
    {
        await Add(await Create(), 5);
        using var done = new CancellationTokenSource();
        var readers = Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            for (var reads = 0; ; reads++)
            {
                if (done.IsCancellationRequested) return reads;
                _catalog.TryFind("notes", out var model).ShouldBeTrue();
                (await List(model!)).Count.ShouldBe(5);
            }
        })).ToArray();
        for (var i = 0; i < 60; i++) await Change(i % 2 == 0 ? [Kept] : [Kept, Removed]);
        await done.CancelAsync();

        (await Task.WhenAll(readers)).ShouldAllBe(reads => reads > 0);
    }

    private static CollectionChange Wanted(params string[] fields)
    {
        var schema = JsonElement.Parse($$"""{"fields": [{{string.Join(',', fields)}}]}""");
        var options = JsonElement.Parse("{}");
        CollectionSchema.TryParse(schema, out var parsed, out var error).ShouldBeTrue(error);
        CollectionOptions.TryParse(options, out var parsedOptions, out error).ShouldBeTrue(error);
        return new CollectionChange("Notes", schema, parsed, options, parsedOptions);
    }

    private static ListPlan Everything(CollectionModel model)
    {
        ListPlan.TryMake(model, new ListQuery(1000, 0), out var plan, out _).ShouldBeTrue();
        return plan!;
    }

    private static string Text(RecordPage page) => Encoding.UTF8.GetString(page.Json.Written.Span);

    private static string Data(JsonElement record) => record.GetProperty("data").GetRawText();

    private async Task<CollectionModel> Create() => (await _collections.Create("notes", Wanted(Kept, Removed), Actor.Operator, default)).Model!;

    private async Task Change(params string[] fields) =>
        (await _collections.Update("notes", Wanted(fields), Actor.Operator, default)).Model.ShouldNotBeNull();

    private async Task<string[]> Add(CollectionModel model, int count, string text = "")
    {
        var made = await Task.WhenAll(Enumerable.Range(0, count).Select(async i =>
        {
            var data = JsonElement.Parse($$"""{"kept": "{{i}}{{text}}", "removed": "r"}""");
            var body = new RecordBody(data, IsFlat: false);
            model.Validator.TryCreate(data, body.Origin(model), out var values, out _).ShouldBeTrue();
            var outcome = await _records.Create(model, body, values, new WriteOrigin(Admin, "request"), [], default);
            return Encoding.ASCII.GetString(outcome.Row!.Id.Span);
        }));
        return made;
    }

    /// <summary>A list of which a part has been read.</summary>
    private async Task<RecordPage> BeginLongList()
    {
        var model = await Create();
        await Add(model, 400, new string('x', 2000));
        var page = (await _records.List(Everything(model), Admin, default))!;
        page.HasRest.ShouldBeTrue();
        return page;
    }

    private async Task<List<string>> List(CollectionModel model)
    {
        using var page = (await _records.List(Everything(model), Admin, default))!;
        return [.. JsonElement.Parse(page.Json.Written.Span).GetProperty("records").EnumerateArray().Select(Data)];
    }
}
