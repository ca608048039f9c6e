using System.Text.Json;
using System.Text.Json.Nodes;
using Shouldly;
using TinyBase.Client;
using Xunit;

namespace TinyBase.Tests.Client;

public sealed class RecordsClientTests : IDisposable
{
    private static readonly Guid Id = Guid.Parse("01890a5d-ac96-774b-bcce-b302099a8057");

    private readonly FakeServer _server = new();
    private readonly CancellationToken _cancel = TestContext.Current.CancellationToken;

    public void Dispose() => _server.Dispose();

    [Fact]
    public async Task A_record_is_created_wrapped_in_snake_case_and_without_nulls()
    {
        _server.Answer(201, Record(Id, """{"title":"Alien","imdb_rating":8.5,"us-gross":78900000,"rated":"adults_only"}"""));
        using var client = new TinyBaseClient(_server.Connect());

        var made = await client.Collection<Movie>("movies").CreateAsync(new Movie("Alien", 8.5, Rated: Rated.AdultsOnly), _cancel);

        var sent = _server.Requests.ShouldHaveSingleItem();
        sent.Method.ShouldBe("POST");
        sent.Uri.ShouldBe("http://localhost:8000/api/collections/movies/records");
        sent.Body!.ToJsonString().ShouldBe("""{"data":{"title":"Alien","imdb_rating":8.5,"rated":"adults_only"}}""");
        made.Id.ShouldBe(Id);
        made.OwnerId.ShouldBeNull();
        made.CreatedAt.ShouldBe(new DateTimeOffset(2026, 1, 2, 3, 4, 5, 678, 901, TimeSpan.Zero));
        made.Data.ShouldBe(new Movie("Alien", 8.5, 78_900_000, Rated.AdultsOnly));
    }

    [Fact]
    public async Task Metadata_of_the_caller_decides_how_a_record_is_written_and_read()
    {
        _server.Answer(201, Record(Id, """{"Title":"Alien","us-gross":1}"""));
        using var client = new TinyBaseClient(_server.Connect());

        var made = await client.Collection("movies", MovieJson.Default.Movie).CreateAsync(new Movie("Alien"), _cancel);

        _server.Requests[0].Body!.ToJsonString().ShouldBe("""{"data":{"Title":"Alien","ImdbRating":null,"us-gross":null,"Rated":null}}""");
        made.Data.ShouldBe(new Movie("Alien", Gross: 1));
    }

    [Fact]
    public async Task Records_can_be_JSON_objects_or_elements()
    {
        _server.Answer(200, Record(Id, """{"title":"Alien"}""")).Answer(200, Record(Id, """{"title":"Alien"}"""));
        using var client = new TinyBaseClient(_server.Connect());

        var asObject = await client.Collection("movies").GetAsync(Id, _cancel);
        var asElement = await client.Collection<JsonElement>("movies").GetAsync(Id, _cancel);

        asObject.Data["title"]!.GetValue<string>().ShouldBe("Alien");
        asElement.Data.GetProperty("title").GetString().ShouldBe("Alien");
        _server.Requests[0].Uri.ShouldBe($"http://localhost:8000/api/collections/movies/records/{Id}");
    }

    [Fact]
    public async Task A_page_is_asked_for_and_read()
    {
        _server.Answer(200, Page(limit: 3, offset: 6, total: "8", next: "c", Record(Id, """{"title":"Alien"}""")));
        using var client = new TinyBaseClient(_server.Connect());

        var page = await client.Collection<Movie>("movies").ListAsync(
            new ListQuery { Limit = 3, Offset = 6, SortBy = "us gross", SortOrder = SortOrder.Ascending }, _cancel);

        _server.Requests[0].Uri.ShouldBe(
            "http://localhost:8000/api/collections/movies/records?limit=3&offset=6&sort_by=us%20gross&sort_order=asc");
        (page.Total, page.Limit, page.Offset, page.NextCursor).ShouldBe((8, 3, 6, "c"));
        page.Records.ShouldHaveSingleItem().Data.Title.ShouldBe("Alien");
    }

    [Fact]
    public async Task A_page_that_was_not_counted_has_no_total()
    {
        _server.Answer(200, Page(limit: 100, offset: 0, total: "null", next: null));
        using var client = new TinyBaseClient(_server.Connect());

        var page = await client.Collection("movies").ListAsync(new ListQuery { Count = false }, _cancel);

        _server.Requests[0].Uri.ShouldEndWith("/records?count=false");
        page.Total.ShouldBeNull();
    }

    [Fact]
    public async Task All_records_are_fetched_page_by_page_in_the_order_of_their_creation()
    {
        _server
            .Answer(200, Page(limit: 2, offset: 0, total: "null", next: "c1", Record(Id, """{"title":"a"}"""), Record(Id, """{"title":"b"}""")))
            .Answer(200, Page(limit: 2, offset: 0, total: "null", next: null, Record(Id, """{"title":"c"}""")));
        using var client = new TinyBaseClient(_server.Connect());

        var titles = await client.Collection<Movie>("movies").ListAllAsync(new ListQuery { Limit = 2 }, _cancel)
            .Select(record => record.Data.Title).ToListAsync(_cancel);

        titles.ShouldBe(["a", "b", "c"]);
        _server.Requests.Select(request => request.Uri.Split('?')[1]).ShouldBe([
            "limit=2&sort_by=created_at&sort_order=asc&count=false",
            "limit=2&sort_by=created_at&sort_order=asc&after=c1&count=false"]);
    }

    [Fact]
    public async Task An_enumeration_begins_at_the_offset_and_ends_without_a_cursor()
    {
        _server
            .Answer(200, Page(limit: 1, offset: 4, total: "null", next: "c+1", Record(Id, "{}")))
            .Answer(200, Page(limit: 1, offset: 0, total: "null", next: null));
        using var client = new TinyBaseClient(_server.Connect());

        var query = new ListQuery { Limit = 1, Offset = 4, SortBy = "title", SortOrder = SortOrder.Descending };
        (await client.Collection("movies").ListAllAsync(query, _cancel).CountAsync(_cancel)).ShouldBe(1);

        _server.Requests[1].Uri.ShouldEndWith("?limit=1&sort_by=title&sort_order=desc&after=c%2B1&count=false");
    }

    [Fact]
    public async Task Filters_orders_and_fields_are_sent()
    {
        _server.Answer(200, Page(limit: 100, offset: 0, total: "null", next: null));
        using var client = new TinyBaseClient(_server.Connect());

        await client.Collection("movies").ListAsync(
            new ListQuery
            {
                Filters =
                [
                    Filter.Where("price").AtLeast(5.5), Filter.Where("seen").EqualTo(true), Filter.Where("title").Contains("a&b"),
                    Filter.Where("title").In("x", "y,z"), Filter.Where("owner_id").IsNull(), Filter.Where("year").NotEqualTo(1999),
                    Filter.Where("created_at").LessThan(new DateTimeOffset(2026, 1, 1, 2, 0, 0, TimeSpan.FromHours(2))),
                    Filter.Where("shown").AtMost(new DateTime(2026, 1, 1)),
                ],
                Sort = [Sort.By("title"), Sort.ByDescending("price")],
                SortBy = "ignored",
                SortOrder = SortOrder.Descending,
                Fields = ["title", "price"],
                After = "c",
            },
            _cancel);

        Uri.UnescapeDataString(_server.Requests[0].Uri.Split('?')[1]).ShouldBe(
            "sort_by=title,-price&sort_order=asc&filter[price][gte]=5.5&filter[seen][eq]=true&filter[title][contains]=a&b"
            + "&filter[title][in]=[\"x\",\"y,z\"]&filter[owner_id][null]=true&filter[year][ne]=1999"
            + "&filter[created_at][lt]=2026-01-01T00:00:00.000000Z&filter[shown][lte]=2026-01-01T00:00:00.000000Z&fields=title,price&after=c");
        _server.Requests[0].Uri.ShouldContain("=a%26b&");
    }

    [Fact]
    public async Task A_change_can_depend_on_the_version_that_was_read()
    {
        _server
            .Answer(200, Record(Id, "{}"), headers: ("ETag", "\"3\""))
            .Answer(200, Record(Id, "{}"), headers: ("ETag", "\"4\""))
            .Answer(204)
            .Answer(200, Record(Id, "{}"));
        using var client = new TinyBaseClient(_server.Connect());
        var movies = client.Collection("movies");

        var read = await movies.GetAsync(Id, _cancel);
        var changed = await movies.UpdateIfVersionAsync(Id, new JsonObject { ["title"] = "x" }, read.ETag!, _cancel);
        await movies.DeleteIfVersionAsync(Id, changed.ETag!, _cancel);
        var other = await movies.UpdateAsync(Id, new JsonObject(), _cancel);

        _server.Requests.Select(request => request.IfMatch).ShouldBe([null, "\"3\"", "\"4\"", null]);
        other.ETag.ShouldBeNull();
    }

    [Fact]
    public async Task A_version_that_a_proxy_made_weak_is_the_version()
    {
        _server.Answer(200, Record(Id, "{}"), headers: ("ETag", "W/\"3\"")).Answer(200, Record(Id, "{}"), headers: ("ETag", "W/\"4\"")).Answer(204);
        using var client = new TinyBaseClient(_server.Connect());
        var movies = client.Collection("movies");

        var read = await movies.GetAsync(Id, _cancel);
        var changed = await movies.UpdateIfVersionAsync(Id, new JsonObject(), read.ETag!, _cancel);
        await movies.DeleteIfVersionAsync(Id, changed.ETag!, _cancel);

        _server.Requests.Select(request => request.IfMatch).ShouldBe([null, "\"3\"", "\"4\""]);
    }

    [Fact]
    public async Task A_patch_sends_only_what_it_has_and_its_nulls()
    {
        for (var i = 0; i < 4; i++)
        {
            _server.Answer(200, Record(Id, """{"title":"Alien"}"""));
        }

        using var client = new TinyBaseClient(_server.Connect());
        var movies = client.Collection<Movie>("movies");

        await movies.UpdateAsync(Id, new { ImdbRating = (double?)null }, _cancel);
        await movies.UpdateAsync(Id, new Dictionary<string, object?> { ["imdb_rating"] = null, ["Rated"] = 1 }, _cancel);
        await movies.UpdateAsync(Id, new JsonObject { ["title"] = "Aliens" }, _cancel);
        await movies.UpdateAsync(Id, new Movie("Aliens"), MovieJson.Default.Movie, _cancel);

        _server.Requests.ShouldAllBe(request => request.Method == "PATCH");
        _server.Requests.Select(request => request.Body!.ToJsonString()).ShouldBe([
            """{"data":{"imdb_rating":null}}""",
            """{"data":{"imdb_rating":null,"Rated":1}}""",
            """{"data":{"title":"Aliens"}}""",
            """{"data":{"Title":"Aliens","ImdbRating":null,"us-gross":null,"Rated":null}}"""]);
    }

    [Fact]
    public async Task A_record_is_deleted()
    {
        _server.Answer(204);
        using var client = new TinyBaseClient(_server.Connect());

        await client.Collection("movies").DeleteAsync(Id, _cancel);

        _server.Requests.ShouldHaveSingleItem().Method.ShouldBe("DELETE");
    }

    [Fact]
    public async Task Data_that_is_not_of_the_type_is_told_apart_from_a_refusal()
    {
        _server.Answer(200, Record(Id, """{"title":"Alien","imdb_rating":"high"}"""));
        using var client = new TinyBaseClient(_server.Connect());

        var thrown = await Should.ThrowAsync<JsonException>(client.Collection<Movie>("movies").GetAsync(Id, _cancel));

        thrown.Path.ShouldBe("$.imdb_rating");
        var unreadable = thrown.ShouldBeOfType<UnreadableRecordException>();
        (unreadable.Id, unreadable.ETag, unreadable.IsSaved).ShouldBe((Id, null, false));
        unreadable.Message.ShouldStartWith($"Record {Id} has data that cannot be read as TinyBase.Tests.Client.Movie: ");
    }

    [Fact]
    public async Task A_record_that_is_saved_but_cannot_be_read_is_told_with_its_id()
    {
        const string Unreadable = """{"title":"Alien","imdb_rating":"high"}""";
        _server
            .Answer(201, Record(Id, Unreadable), headers: ("ETag", "\"1\""))
            .Answer(200, Record(Id, Unreadable), headers: ("ETag", "\"2\""))
            .Answer(201, Record(Id, "null"));
        using var client = new TinyBaseClient(_server.Connect());
        var movies = client.Collection<Movie>("movies");

        var created = await Should.ThrowAsync<UnreadableRecordException>(movies.CreateAsync(new Movie("Alien"), _cancel));
        var updated = await Should.ThrowAsync<UnreadableRecordException>(movies.UpdateAsync(Id, new JsonObject(), _cancel));
        var empty = await Should.ThrowAsync<UnreadableRecordException>(movies.CreateAsync(new Movie("Alien"), _cancel));

        (created.Id, created.ETag, created.IsSaved).ShouldBe((Id, "\"1\"", true));
        created.Message.ShouldStartWith($"Record {Id} is saved, but its data cannot be read as TinyBase.Tests.Client.Movie: ");
        (updated.Id, updated.ETag, updated.IsSaved).ShouldBe((Id, "\"2\"", true));
        empty.IsSaved.ShouldBeTrue();
    }

    [Fact]
    public async Task A_saved_record_is_told_even_if_its_type_refuses_to_be()
    {
        _server.Answer(201, Record(Id, """{"name":"x"}""")).Answer(200, Record(Id, """{"name":"x"}"""));
        using var client = new TinyBaseClient(_server.Connect());
        var picky = client.Collection<Picky>("picky");

        var saved = await Should.ThrowAsync<UnreadableRecordException>(picky.CreateAsync(new Picky("y"), _cancel));
        await Should.ThrowAsync<ArgumentException>(picky.GetAsync(Id, _cancel));

        saved.InnerException.ShouldBeOfType<ArgumentException>();
    }

    [Fact]
    public async Task Pages_that_are_too_large_are_halved_and_grow_again()
    {
        using var http = _server.Connect();
        http.MaxResponseContentBufferSize = 2000;
        using var client = new TinyBaseClient(http);
        TooLarge().Answer(200, Page(limit: 4, offset: 0, total: "null", next: "c1", Record(Id, """{"title":"a"}""")));
        TooLarge();
        TooLarge();
        for (var page = 2; page < 20; page++)
        {
            _server.Answer(200, Page(limit: 1, offset: 0, total: "null", next: page == 19 ? null : $"c{page}", Record(Id, """{"title":"b"}""")));
        }

        var found = await client.Collection<Movie>("movies").ListAllAsync(new ListQuery { Limit = 9, Offset = 5 }, _cancel).CountAsync(_cancel);

        found.ShouldBe(19);
        var asked = _server.Requests.Select(request => request.Uri.Split('?')[1].Replace("&sort_by=created_at&sort_order=asc", "").Replace("&count=false", "")).ToList();
        asked.Take(6).ShouldBe(["limit=9&offset=5", "limit=4&offset=5", "limit=4&after=c1", "limit=2&after=c1", "limit=1&after=c1", "limit=1&after=c2"]);
        asked.Select(query => query.Split('&')[0]).Skip(5).ShouldBe([
            .. Enumerable.Repeat("limit=1", 7), .. Enumerable.Repeat("limit=2", 8), .. Enumerable.Repeat("limit=4", 2)]);
    }

    [Fact]
    public async Task A_record_that_alone_is_too_large_names_the_limit()
    {
        using var http = _server.Connect();
        http.MaxResponseContentBufferSize = 2000;
        using var client = new TinyBaseClient(http);
        TooLarge();
        TooLarge();
        TooLarge();

        var enumeration = client.Collection("movies").InPagesOf(2).ToListAsync(_cancel);
        var alone = await Should.ThrowAsync<HttpRequestException>(enumeration);
        var page = await Should.ThrowAsync<HttpRequestException>(client.Collection("movies").ListAsync(cancel: _cancel));

        alone.HttpRequestError.ShouldBe(HttpRequestError.ConfigurationLimitExceeded);
        alone.Message.ShouldContain("A record alone makes an answer larger than the client accepts, which is 2000 bytes");
        page.Message.ShouldStartWith("The answer to GET /api/collections/movies/records is larger than the client accepts, which is 2000 bytes");
        _server.Requests.Count.ShouldBe(3);
    }

    [Fact]
    public async Task A_cancelled_enumeration_gives_no_further_record_of_its_page()
    {
        using var source = new CancellationTokenSource();
        _server.Answer(200, Page(limit: 3, offset: 0, total: "null", next: null, Record(Id, "{}"), Record(Id, "{}"), Record(Id, "{}")));
        using var client = new TinyBaseClient(_server.Connect());
        var seen = 0;

        await Should.ThrowAsync<OperationCanceledException>(async () =>
        {
            await foreach (var record in client.Collection("movies").ListAllAsync(cancel: source.Token))
            {
                seen++;
                await source.CancelAsync();
            }
        });

        seen.ShouldBe(1);
    }

    private FakeServer TooLarge() => _server.Answer(200, new string(' ', 2001));

    private sealed class Picky
    {
        public Picky(string name) => Name = name == "x" ? throw new ArgumentException("No x.", nameof(name)) : name;

        public string Name { get; }
    }

    private static string Record(Guid id, string data) => $$"""
        {"id":"{{id}}","collection_id":"01890a5d-0000-7000-8000-000000000000","owner_id":null,"data":{{data}},
         "created_at":"2026-01-02T03:04:05.678901Z","updated_at":"2026-01-02T03:04:05.678901Z"}
        """;

    private static string Page(int limit, int offset, string total, string? next, params string[] records) =>
        $$"""{"records":[{{string.Join(',', records)}}],"total":{{total}},"limit":{{limit}},"offset":{{offset}},"next_cursor":{{(next is null ? "null" : $"\"{next}\"")}}}""";
}
