using Shouldly;
using TinyBase.Client;
using Xunit;

namespace TinyBase.Tests.Client;

/// <summary>Which pages a query asks for.</summary>
public sealed class RecordQueryTests : IDisposable
{
    private readonly FakeServer _server = new();
    private readonly TinyBaseClient _client;
    private readonly CancellationToken _cancel = TestContext.Current.CancellationToken;

    public RecordQueryTests() => _client = new TinyBaseClient(_server.Connect());

    public void Dispose()
    {
        _client.Dispose();
        _server.Dispose();
    }

    private RecordsClient<Movie> Movies => _client.Collection<Movie>("movies");

    private IEnumerable<string> Queries => _server.Requests.Select(request => Uri.UnescapeDataString(request.Uri.Split('?')[1]));

    [Fact]
    public async Task A_query_is_sent_when_it_is_enumerated()
    {
        var query = Movies.Where(m => m.ImdbRating > 8).OrderBy(m => m.Title).Take(10);
        _server.Requests.ShouldBeEmpty();
        Answer(next: null, "Alien");

        var titles = new List<string>();
        await foreach (var movie in query) titles.Add(movie.Data.Title);

        titles.ShouldBe(["Alien"]);
        Queries.ShouldBe(["limit=10&sort_by=title&sort_order=asc&filter[imdb_rating][gt]=8&count=false"]);
    }

    [Fact]
    public async Task Orders_can_have_several_keys_and_replace_each_other()
    {
        for (var i = 0; i < 4; i++) Answer(next: null);

        await Movies.OrderByDescending(m => m.ImdbRating).ThenBy(m => m.Title).ThenByDescending(r => r.CreatedAt).FirstOrDefaultAsync(_cancel);
        await Movies.OrderBy(m => m.Title).Where(m => m.Gross == 1).OrderBy(r => r.UpdatedAt).ThenByDescending(m => m.Gross).FirstOrDefaultAsync(_cancel);
        await Movies.OrderByDescending(r => r.Data.Rated).ThenBy(r => r.Id).FirstOrDefaultAsync(_cancel);
        await Movies.FirstOrDefaultAsync(_cancel);

        Queries.Select(query => query.Split('&')[1]).ShouldBe(["sort_by=-imdb_rating,title,-created_at", "sort_by=updated_at,-us-gross", "sort_by=-rated,id", "sort_by=created_at"]);
        Should.Throw<NotSupportedException>(() => Movies.OrderBy(m => m.Title.Length)).Message.ShouldContain("m.Title.Length");
        Should.Throw<NotSupportedException>(() => Movies.OrderBy(m => m.Title + "x")).Message.ShouldContain("Only a member of Movie");
    }

    [Fact]
    public async Task Pages_follow_each_other_until_enough_records_were_taken()
    {
        Answer(next: "c1", "a", "b");
        Answer(next: "c2", "c", "d");
        Answer(next: "c3", "e");

        var found = await Movies.Skip(3).Take(5).InPagesOf(2).ToListAsync(_cancel);

        found.Select(movie => movie.Data.Title).ShouldBe(["a", "b", "c", "d", "e"]);
        Queries.ShouldBe([
            "limit=2&offset=3&sort_by=created_at&sort_order=asc&count=false",
            "limit=2&sort_by=created_at&sort_order=asc&after=c1&count=false",
            "limit=1&sort_by=created_at&sort_order=asc&after=c2&count=false"]);
    }

    [Fact]
    public async Task Takes_and_skips_add_up_as_in_LINQ()
    {
        Answer(next: "c", "a", "b", "c");
        (await Movies.Skip(2).Take(8).Skip(3).Take(100).Take(3).ToListAsync(_cancel)).Count.ShouldBe(3);
        (await Movies.Take(2).Skip(2).ToListAsync(_cancel)).ShouldBeEmpty();
        (await Movies.Take(0).FirstOrDefaultAsync(_cancel)).ShouldBeNull();

        Queries.ShouldBe(["limit=3&offset=5&sort_by=created_at&sort_order=asc&count=false"]);
        Should.Throw<ArgumentOutOfRangeException>(() => Movies.Take(-1));
        Should.Throw<ArgumentOutOfRangeException>(() => Movies.Skip(-1));
        Should.Throw<ArgumentOutOfRangeException>(() => Movies.InPagesOf(0));
        Should.Throw<ArgumentOutOfRangeException>(() => Movies.InPagesOf(1001));
    }

    [Fact]
    public async Task One_record_is_fetched_alone_and_only_one_is_single()
    {
        Answer(next: "c", "a");
        Answer(next: null);
        Answer(next: null, "a");
        Answer(next: "c", "a", "b");
        Answer(next: null);

        (await Movies.FirstAsync(_cancel)).Data.Title.ShouldBe("a");
        await Should.ThrowAsync<InvalidOperationException>(Movies.FirstAsync(_cancel));
        (await Movies.SingleAsync(_cancel)).Data.Title.ShouldBe("a");
        await Should.ThrowAsync<InvalidOperationException>(Movies.SingleOrDefaultAsync(_cancel));
        (await Movies.SingleOrDefaultAsync(_cancel)).ShouldBeNull();

        Queries.Select(query => query.Split('&')[0]).ShouldBe(["limit=1", "limit=1", "limit=2", "limit=2", "limit=2"]);
    }

    [Fact]
    public async Task The_server_counts()
    {
        for (var i = 0; i < 4; i++) Answer(total: "7", next: "c", "a");
        Answer(total: "null", next: "c", "a");

        (await Movies.Where(m => m.Gross > 1).OrderBy(m => m.Title).CountAsync(_cancel)).ShouldBe(7);
        (await Movies.Take(5).CountAsync(_cancel)).ShouldBe(5);
        (await Movies.Skip(3).Take(5).CountAsync(_cancel)).ShouldBe(4);
        (await Movies.Skip(9).CountAsync(_cancel)).ShouldBe(0);
        await Should.ThrowAsync<TimeoutException>(Movies.CountAsync(_cancel));

        Queries.First().ShouldBe("limit=1&filter[us-gross][gt]=1&fields=id");
    }

    [Fact]
    public async Task To_count_and_to_find_any_no_data_is_read()
    {
        const string Answer = """
            {"records":[{"id":"01890a5d-ac96-774b-bcce-b302099a8057","collection_id":"01890a5d-0000-7000-8000-000000000000","owner_id":null,
             "data":{},"created_at":"2026-01-02T03:04:05.678901Z","updated_at":"2026-01-02T03:04:05.678901Z"}],
             "total":3,"limit":1,"offset":0,"next_cursor":"c"}
            """;
        _server.Answer(200, Answer).Answer(200, Answer).Answer(200, """{"records":[],"total":null,"limit":1,"offset":0}""");
        var whole = _client.Collection<Whole>("movies");

        (await whole.CountAsync(_cancel)).ShouldBe(3);
        (await whole.Where(m => m.Title == "a").OrderBy(m => m.Title).Skip(2).AnyAsync(_cancel)).ShouldBeTrue();
        (await whole.AnyAsync(_cancel)).ShouldBeFalse();
        (await whole.Take(0).AnyAsync(_cancel)).ShouldBeFalse();

        Queries.ShouldBe(["limit=1&fields=id", "limit=1&offset=2&filter[title][eq]=a&fields=id&count=false", "limit=1&fields=id&count=false"]);
    }

    [Fact]
    public async Task An_enumeration_can_be_cancelled()
    {
        using var source = new CancellationTokenSource();
        Answer(next: "c", "a", "b");

        await Should.ThrowAsync<OperationCanceledException>(async () =>
        {
            await foreach (var movie in Movies.InPagesOf(2).WithCancellation(source.Token))
            {
                if (movie.Data.Title == "b") await source.CancelAsync();
            }
        });

        _server.Requests.Count.ShouldBe(1);
        await Should.ThrowAsync<OperationCanceledException>(Movies.CountAsync(source.Token));
    }

    private sealed record Whole
    {
        public required string Title { get; init; }
    }

    private void Answer(string? next, params string[] titles) => Answer("null", next, titles);

    private void Answer(string total, string? next, params string[] titles)
    {
        var records = titles.Select(title => $$$"""
            {"id":"01890a5d-ac96-774b-bcce-b302099a8057","collection_id":"01890a5d-0000-7000-8000-000000000000","owner_id":null,
             "data":{"title":"{{{title}}}"},"created_at":"2026-01-02T03:04:05.678901Z","updated_at":"2026-01-02T03:04:05.678901Z"}
            """);
        var cursor = next is null ? "null" : $"\"{next}\"";
        _server.Answer(200, $$"""{"records":[{{string.Join(',', records)}}],"total":{{total}},"limit":1,"offset":0,"next_cursor":{{cursor}}}""");
    }
}
