using System.Linq.Expressions;
using System.Text.Json.Nodes;
using Shouldly;
using TinyBase.Client;
using Xunit;

namespace TinyBase.Tests.Client;

/// <summary>What a condition in C# becomes in the query of a request.</summary>
public sealed class PredicateTests : IDisposable
{
    private static readonly Guid Studio = Guid.Parse("01890a5d-ac96-774b-bcce-b302099a8057");

    private readonly FakeServer _server = new();
    private readonly TinyBaseClient _client;
    private readonly CancellationToken _cancel = TestContext.Current.CancellationToken;

    public PredicateTests() => _client = new TinyBaseClient(_server.Connect());

    public void Dispose()
    {
        _client.Dispose();
        _server.Dispose();
    }

    [Fact]
    public async Task Comparisons_of_members_with_values_become_filters()
    {
        await Becomes(m => m.Rating > 8, "imdb[gt]=8");
        await Becomes(m => m.Rating >= 8.5 && m.Rating < 1e300, "imdb[gte]=8.5", "imdb[lt]=1E+300");
        await Becomes(m => 1999 <= m.Year, "year[gte]=1999");
        await Becomes(m => 5 > m.Gross, "gross[lt]=5");
        await Becomes(m => m.Price <= 9.90m, "price[lte]=9.90");
        await Becomes(m => m.Score == 0.1f, "score[eq]=0.1");
        await Becomes(m => m.Year > 1999.0 && m.Year < 2000m, "year[gt]=1999", "year[lt]=2000");
        await Becomes(m => m.Title == "A&B=\"ü\"" && m.Title != "", "title[eq]=A&B=\"ü\"", "title[ne]=");
        await Becomes(m => m.Initial == 'A' && m.Initial < 'C', "initial[eq]=A", "initial[lt]=C");
        await Becomes(m => m.Studio == Studio, $"studio[eq]={Studio}");
        await Becomes(m => m.Gross!.Value >= long.MaxValue, $"gross[gte]={long.MaxValue}");
    }

    [Fact]
    public async Task Values_are_written_as_they_are_saved()
    {
        var time = new DateTimeOffset(2026, 1, 1, 2, 0, 0, TimeSpan.FromHours(2));
        await Becomes(m => m.Rated == Rated.AdultsOnly, "rated[eq]=adults_only");
        await Becomes(m => m.Advice != Rated.General, "advice[ne]=general");
        await Becomes(m => m.Level >= Rated.AdultsOnly && m.Level == 0, "level[gte]=1", "level[eq]=0");
        await Becomes(m => m.Released < new DateOnly(2026, 2, 1), "released[lt]=2026-02-01");
        await Becomes(m => m.Shown >= new DateTime(2026, 1, 1), "shown[gte]=2026-01-01T00:00:00");
        await Becomes(m => m.Sold > time, "sold[gt]=2026-01-01T02:00:00+02:00");
        await Becomes(m => m.Length == TimeSpan.FromMinutes(90), "length[eq]=01:30:00");
    }

    [Fact]
    public async Task Metadata_of_the_caller_names_the_fields_and_writes_the_values()
    {
        var films = _client.Collection("films", FilmJson.Default.Film);
        var rated = Rated.AdultsOnly;

        (await Sent(films.Where(m => m.Rating > 8 && m.Rated == rated && m.Advice == rated && m.Level == rated && m.Sold == null)))
            .ShouldBe(["imdb[gt]=8", "rated[eq]=AdultsOnly", "advice[eq]=AdultsOnly", "level[eq]=1", "sold[null]=true"]);
        (await Sent(_client.Collection("movies", MovieJson.Default.Movie).Where(m => m.ImdbRating > 8 && m.Gross != 1 && m.Rated == rated)))
            .ShouldBe(["ImdbRating[gt]=8", "us-gross[ne]=1", "Rated[eq]=1"]);
        Should.Throw<NotSupportedException>(() => films.Where(m => m.Ignored == "x")).Message.ShouldContain("not in the JSON of Film");
    }

    [Fact]
    public async Task Null_and_booleans_have_conditions_of_their_own()
    {
        string? none = null;
        int? number = null;
        await Becomes(m => m.Subtitle == null, "subtitle[null]=true");
        await Becomes(m => null != m.Subtitle, "subtitle[null]=false");
        await Becomes(m => m.Subtitle == none && m.Gross != number, "subtitle[null]=true", "gross[null]=false");
        await Becomes(m => m.Gross.HasValue && !m.Sold.HasValue, "gross[null]=false", "sold[null]=true");
        await Becomes(m => m.Tags != null, "tags[null]=false");
        await Becomes(m => m.Seen, "seen[eq]=true");
        await Becomes(m => !m.Seen && !!m.Seen, "seen[eq]=false", "seen[eq]=true");
        await Becomes(m => m.Good == true && m.Good != false && m.Good!.Value, "good[eq]=true", "good[ne]=false", "good[eq]=true");
        await Becomes(m => !(m.Year == 1) && !(m.Title != "x"), "year[ne]=1", "title[eq]=x");
    }

    [Fact]
    public async Task Text_is_searched_in_the_same_case()
    {
        await Becomes(m => m.Title.StartsWith("50%_"), "title[starts]=50%_");
        await Becomes(m => m.Title.StartsWith("ab", StringComparison.Ordinal), "title[starts]=ab");
        await Becomes(m => m.Subtitle!.Contains("a,b") && m.Title.Contains('x'), "subtitle[contains]=a,b", "title[contains]=x");
    }

    [Fact]
    public async Task A_collection_that_contains_a_member_becomes_a_list()
    {
        int[] years = [1979, 1997];
        short[] exact = [1979];
        string[] titles = ["Alien", "A, B", "\"C\""];
        var studios = new List<Guid?> { Studio };
        IReadOnlyList<Rated> rated = [Rated.General, Rated.AdultsOnly];
        await Becomes(m => years.Contains(m.Year), "year[in]=[\"1979\",\"1997\"]");
        await Becomes(m => exact.Contains(m.Year), "year[in]=[\"1979\"]");
        await Becomes(m => titles.Contains(m.Title), "title[in]=[\"Alien\",\"A, B\",\"\\u0022C\\u0022\"]");
        await Becomes(m => studios.Contains(m.Studio), $"studio[in]=[\"{Studio}\"]");
        await Becomes(m => new[] { Rated.General }.Contains(m.Rated), "rated[in]=[\"general\"]");
        await Becomes(m => rated.Contains(m.Rated), "rated[in]=[\"general\",\"adults_only\"]");
        await Becomes(m => new HashSet<string> { "a" }.Contains(m.Title), "title[in]=[\"a\"]");
        await Becomes(m => Enumerable.Range(1, 2).Where(x => x > 1).Contains(m.Year), "year[in]=[\"2\"]");
        await Becomes(m => Array.Empty<string>().Contains(m.Title), "title[in]=[]");
    }

    [Fact]
    public async Task Values_are_any_expressions_without_the_record()
    {
        var other = new Film { Title = "Alien", Sequel = new Film { Year = 1986 }, Rated = Rated.AdultsOnly };
        var (limit, rated) = (7, (Rated?)Rated.General);
        await Becomes(m => m.Title == other.Title && m.Year > other.Sequel!.Year, "title[eq]=Alien", "year[gt]=1986");
        await Becomes(m => m.Rating > limit && m.Rating < limit + 1.5, "imdb[gt]=7", "imdb[lt]=8.5");
        await Becomes(m => m.Year == (int)other.Rated && m.Gross == (int)8.9, "year[eq]=1", "gross[eq]=8");
        await Becomes(m => m.Rated == rated && m.Rated == other.Rated, "rated[eq]=general", "rated[eq]=adults_only");
        await Becomes(m => m.Title == other.Title.Replace("A", "B", StringComparison.Ordinal) && m.Studio == Guid.Empty, "title[eq]=Blien", $"studio[eq]={Guid.Empty}");
        (int? some, int? none) = (1979, null);
        await Becomes(m => m.Year == some && m.Year == some.Value && m.Gross == (int)some, "year[eq]=1979", "year[eq]=1979", "gross[eq]=1979");
        await Becomes(m => m.Seen && !none.HasValue && m.Gross == none, "seen[eq]=true", "gross[null]=true");
        Should.Throw<InvalidOperationException>(() => Films.Where(m => m.Year == (int)none!));
        await Becomes(m => m.Seen && limit > 5, "seen[eq]=true");
        await Becomes(m => m.Seen && limit > 9, "seen[eq]=true", "id[in]=[]");
    }

    [Fact]
    public async Task A_value_is_taken_when_the_query_is_written()
    {
        var year = 1979;
        var query = Films.Where(m => m.Year == year);
        year = 1986;

        (await Sent(query)).ShouldBe(["year[eq]=1979"]);
        Film? none = null;
        Should.Throw<ArgumentException>(() => Films.Where(m => m.Year == none!.Year)).Message.ShouldContain("'none' is null");
    }

    [Fact]
    public async Task What_every_record_has_can_be_asked_for()
    {
        var time = new DateTimeOffset(2026, 1, 1, 2, 0, 0, TimeSpan.FromHours(2));
        (await Sent(Films.Where(r => r.CreatedAt >= time && r.Data.Year > 1999 && r.OwnerId == Studio)))
            .ShouldBe(["created_at[gte]=2026-01-01T00:00:00.000000Z", "year[gt]=1999", $"owner_id[eq]={Studio}"]);
        (await Sent(Films.Where((Record<Film> r) => r.Id > Studio && r.OwnerId != null && r.UpdatedAt < time && !r.Data.Seen)))
            .ShouldBe([$"id[gt]={Studio}", "owner_id[null]=false", "updated_at[lt]=2026-01-01T00:00:00.000000Z", "seen[eq]=false"]);
        Refused(r => r.ETag == "x", "Id, OwnerId, CreatedAt");
        Refused(r => r.Data == null!, "Id, OwnerId, CreatedAt");
    }

    [Fact]
    public async Task Conditions_add_up()
    {
        (await Sent(Films.Where(m => m.Seen).Where(Filter.Where("title").GreaterThan("M")).Where(r => r.OwnerId == null)))
            .ShouldBe(["seen[eq]=true", "title[gt]=M", "owner_id[null]=true"]);
        (await Sent(Named(Films))).ShouldBe(["title[eq]=x"]);
    }

    [Fact]
    public void What_the_server_cannot_do_is_refused_at_once_with_what_can_be_used()
    {
        var word = "x";
        long? none = null;
        var notANumber = double.NaN;
        Refused(m => m.Seen || m.Year == 3, "'(m.Seen OrElse (Convert(m.Year, Int32) == 3))'", "||", "values.Contains(member)");
        Refused(m => m.Title.EndsWith(word), "'m.Title.EndsWith(word)'", "StartsWith and Contains");
        Refused(m => m.Title.Trim() == "x", "'m.Title.Trim()'", "Only a member of Film");
        Refused(m => m.Title.Length > 3, "'m.Title.Length'", "inside of one");
        Refused(m => m.Sequel!.Title == "x", "'m.Sequel.Title'", "Only members of Film itself");
        Refused(m => m.Shown.Year == 2026, "'m.Shown.Year'");
        Refused(m => m.Title == m.Subtitle, "a value only");
        Refused(m => m.Year + 1 > 3, "'(Convert(m.Year, Int32) + 1)'");
        Refused(m => m.Title.Contains("xy", StringComparison.OrdinalIgnoreCase), "StringComparison.Ordinal");
        Refused(m => m.Title.Contains(m.Subtitle!), "must be a value");
        Refused(m => m.Title.StartsWith(null!), "is null");
        Refused(m => "abc".Contains(m.Title), "'\"abc\".Contains(m.Title)'");
        Refused(m => m.Tags.Contains("x"), "'m.Tags.Contains(\"x\")'");
        Refused(m => m.Tags.Any(tag => tag == "x"), "m.Tags.Any");
        Refused(m => string.IsNullOrEmpty(m.Title), "IsNullOrEmpty(m.Title)");
        Refused(m => !(m.Gross > 3), "write the opposite comparison");
        Refused(m => !m.Title.Contains("xy"), "negated");
        Refused(m => m.Gross > none, "== null");
        Refused(m => m.Rated > Rated.General, "as text");
        Refused(m => m.Length < TimeSpan.Zero, "as text");
        Refused(m => (int)m.Rating > 3, "convert the value");
        Refused(m => m.Shown > DateTimeOffset.MinValue, "convert the value");
        Refused(m => m.Year > 3.5, "whole number");
        Refused(m => m.Rating > notANumber, "m.Rating");
        Refused(m => new int?[] { 1, null }.Contains(m.Year), "null among the values");
        Refused(m => new HashSet<string>(StringComparer.OrdinalIgnoreCase) { "a" }.Contains(m.Title), "value and case");
        Refused(m => new[] { "a" }.Contains(m.Title, StringComparer.OrdinalIgnoreCase), "Contains(m.Title");
        Refused(m => m.Tags == new List<string>(), "null only");
        Refused(m => m.Ignored == "x", "not in the JSON of Film");
        Refused((Film m) => m.Id == Studio, "(Record<Film> r)");
        Should.Throw<NotSupportedException>(() => _client.Collection("films").Where((JsonObject m) => m["x"] == null));
        Should.Throw<NotSupportedException>(() => _client.Collection("films").Where((JsonObject m) => m.Count == 3))
            .Message.ShouldContain("Where(Filter)");
    }

    private static RecordQuery<T> Named<T>(RecordsClient<T> records)
        where T : INamed => records.Where(m => m.Title == "x");

    private RecordsClient<Film> Films => _client.Collection<Film>("films");

    private async Task Becomes(Expression<Func<Film, bool>> predicate, params string[] filters) =>
        (await Sent(Films.Where(predicate))).ShouldBe(filters, predicate.ToString());

    private void Refused(Expression<Func<Film, bool>> predicate, params string[] says) =>
        Says(Should.Throw<NotSupportedException>(() => { Films.Where(predicate); }, predicate.ToString()), says);

    private void Refused(Expression<Func<Record<Film>, bool>> predicate, params string[] says) =>
        Says(Should.Throw<NotSupportedException>(() => { Films.Where(predicate); }, predicate.ToString()), says);

    private static void Says(NotSupportedException thrown, string[] says)
    {
        foreach (var part in says) thrown.Message.ShouldContain(part);
    }

    /// <summary>The filters of the request that a query sends.</summary>
    private async Task<string[]> Sent<T>(RecordSequence<T> query)
    {
        _server.Answer(200, """{"records":[],"total":null,"limit":1,"offset":0,"next_cursor":null}""");
        (await query.AnyAsync(_cancel)).ShouldBeFalse();
        return [.. _server.Requests[^1].Uri.Split('?')[1].Split('&').Select(Uri.UnescapeDataString)
            .Where(part => part.StartsWith("filter[", StringComparison.Ordinal))
            .Select(part => part["filter[".Length..].Replace("][", "[", StringComparison.Ordinal))];
    }
}
