using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Shouldly;
using TinyBase.Collections;
using TinyBase.Hosting;
using TinyBase.Records;
using TinyBase.Storage;
using TinyBase.Tests.Collections;
using TinyBase.Tests.Storage;
using Xunit;

namespace TinyBase.Tests.Records;

/// <summary>Reading records while their collection changes.</summary>
public sealed class RecordStoreTests : IDisposable
{
    private const string Name = "things";
    private static readonly Caller Admin = new(Guid.Empty.ToString(), "admin@example.com", isAdmin: true);

    private readonly TestDatabase _database = new();
    private readonly CollectionCatalog _catalog;
    private readonly CollectionStore _collections;
    private readonly RecordStore _records;

    public RecordStoreTests()
    {
        _catalog = new CollectionCatalog(_database.Database);
        _collections = new CollectionStore(_database.Database, _catalog, NullLogger<CollectionStore>.Instance);
        _records = new RecordStore(_database.Database, _catalog);
    }

    public void Dispose() => _database.Dispose();

    [Fact]
    public async Task A_list_with_its_total_is_read_again_where_a_field_was_removed_meanwhile()
    {
        var before = await Create("kept", "removed");
        await Add(before, """{"kept": "k", "removed": "r"}""");
        await _collections.Update(Name, Fields("kept"), default);

        (await List(before)).RootElement.GetProperty("records")[0].GetProperty("data").GetRawText().ShouldBe("""{"kept":"k"}""");
    }

    [Fact]
    public async Task A_list_is_read_again_where_the_change_is_committed_and_not_yet_published()
    {
        var before = await Create("old");
        await Add(before, """{"old": "o"}""");
        using var committed = new ManualResetEventSlim();
        using var publish = new ManualResetEventSlim();
        var schema = Fields("new");
        var change = _database.Writer.Run(
            session =>
            {
                session.Connection.Execute(SqliteDialect.RenameColumn(Name, "old", "new"));
                return Written.Keep(true);
            },
            committed: _ =>
            {
                committed.Set();
                publish.Wait();
                _catalog.Put(new CollectionModel(before.Definition, schema.Parsed!, before.Options));
            },
            alone: true);
        committed.Wait();

        var list = List(before);
        publish.Set();

        (await list).RootElement.GetProperty("records")[0].GetProperty("data").GetRawText().ShouldBe("""{"new":"o"}""");
        await change;
    }

    [Fact]
    public async Task The_rest_of_a_page_whose_collection_was_deleted_is_empty()
    {
        var model = await Create("text");
        for (var i = 0; i < 3; i++) await Add(model, $$"""{"text": "{{new string('x', 300 * 1024)}}"}""");
        using var page = (await _records.List(model, new ListQuery(10, 0, "_id", Descending: true, Count: true), Admin, default)).ShouldNotBeNull();
        page.HasRest.ShouldBeTrue("there are more records than fit into one piece");
        var answer = Text(page);
        await _collections.Delete(Name, default);

        await _records.ReadRest(page, default);

        page.HasRest.ShouldBeFalse();
        using var whole = JsonDocument.Parse(answer + Text(page));
        whole.RootElement.GetProperty("records").GetArrayLength().ShouldBe(1, "what had been read before the collection was deleted");
    }

    [Fact]
    public async Task The_rest_of_a_page_has_the_fields_that_the_collection_has_by_then()
    {
        var model = await Create("text", "other");
        for (var i = 0; i < 2; i++) await Add(model, $$"""{"text": "{{new string('x', 300 * 1024)}}", "other": "o"}""");
        using var page = (await _records.List(model, new ListQuery(10, 0, "_id", Descending: true, Count: true), Admin, default)).ShouldNotBeNull();
        var answer = Text(page);
        await _collections.Update(Name, Fields("other"), default);

        await _records.ReadRest(page, default);

        using var whole = JsonDocument.Parse(answer + Text(page));
        whole.RootElement.GetProperty("records")[1].GetProperty("data").GetRawText().ShouldBe("""{"other":"o"}""");
    }

    [Theory]
    [InlineData("a\\u0000b")]
    [InlineData("\\u0000")]
    [InlineData("it's \\u0000 'x'")]
    public async Task A_new_field_has_its_default_in_old_records_whatever_characters_it_holds(string text)
    {
        var before = await Create();
        await Add(before, "{}");
        var field = $$"""{"name": "new", "default": "{{text}}"}""";
        var change = Fields() with { Schema = Given.Json($$"""{"fields": [{{field}}]}"""), Parsed = Given.Schema(field) };

        var after = (await _collections.Update(Name, change, default)).Model.ShouldNotBeNull();

        var data = (await List(after)).RootElement.GetProperty("records")[0].GetProperty("data");
        data.GetProperty("new").GetString().ShouldBe(Given.Json($"\"{text}\"").GetString());
    }

    private static string Text(RecordPage page) => Encoding.UTF8.GetString(page.Json.Written.Span);

    private static CollectionChange Fields(params string[] names)
    {
        var schema = $$"""{"fields": [{{string.Join(',', names.Select(name => $$"""{"name": "{{name}}"}"""))}}]}""";
        return new CollectionChange(
            "Things", Given.Json(schema), Given.Schema([.. names.Select(name => $$"""{"name": "{{name}}"}""")]), Given.Json("{}"), CollectionOptions.Default);
    }

    private async Task<CollectionModel> Create(params string[] names) =>
        (await _collections.Create(Name, Fields(names), default)).Model.ShouldNotBeNull();

    private async Task Add(CollectionModel model, string data) =>
        (await _records.Create(model, new RecordBody(Given.Json(data), IsFlat: true), Admin, [], default)).Result.ShouldBe(RecordResult.Done);

    private async Task<JsonDocument> List(CollectionModel model)
    {
        using var page = (await _records.List(model, new ListQuery(10, 0, "_id", Descending: true, Count: true), Admin, default)).ShouldNotBeNull();
        return JsonDocument.Parse(page.Json.Written);
    }
}
