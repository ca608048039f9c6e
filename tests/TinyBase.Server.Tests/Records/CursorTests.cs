using FsCheck;
using FsCheck.Fluent;

using Shouldly;

using TinyBase.Server.Tests.Hosting;

using Xunit;

namespace TinyBase.Server.Tests.Records;

/// <summary>Lists by several fields, and how they go on after a page.</summary>
public sealed class CursorTests(ServerFixture fixture)
{
    private const string Fields = """{"name": "s"}, {"name": "i", "type": "int"}, {"name": "f", "type": "float"}, {"name": "b", "type": "bool"}""";

    /// <summary>Lists in the order of an index go on in another way than those that are sorted.</summary>
    private const string Indexes =
        """{"indexes": [{"fields": ["s"]}, {"fields": ["i", "f"]}, {"fields": ["f"]}, {"fields": ["b", "i"]}]}""";

    private static readonly string[] Sorts =
    [
        "", "sort_order=asc", "sort_by=s", "sort_by=s&sort_order=asc", "sort_by=i,-f&sort_order=asc", "sort_by=-i,s&sort_order=asc",
        "sort_by=b,s,-i,f&sort_order=asc", "sort_by=f,i", "sort_by=owner_id,-b,i&sort_order=asc", "sort_by=-updated_at", "sort_by=i,-id&sort_order=asc",
    ];

    private TestServer Server => fixture.Server;

    private ApiClient Admin => Server.Admin.Api;

    [Theory]
    [InlineData("sort_by=b,i&sort_order=asc", "3 1 2 0")]
    [InlineData("sort_by=b,-i&sort_order=asc", "3 2 1 0")]
    [InlineData("sort_by=-b,i&sort_order=asc", "0 1 2 3")]
    [InlineData("sort_by=b,i", "0 2 1 3")]
    [InlineData("sort_by=i,-created_at&sort_order=asc", "1 3 0 2")]
    [InlineData("sort_by=i,created_at&sort_order=asc", "1 0 3 2")]
    [InlineData("sort_by=i,i,-i&sort_order=asc", "1 0 3 2")]
    [InlineData("sort_by=-s,i&sort_order=asc", "1 0 3 2")]
    public async Task A_list_can_be_sorted_by_several_fields(string query, string order)
    {
        var (path, ids) = await Filled(
            """{"b": true, "i": 2}""", """{"b": false, "i": 1}""", """{"b": false, "i": 3}""", """{"i": 2}""");

        string.Join(' ', Ids((await Admin.Get($"{path}?{query}")).Expect(200)).Select(id => ids.IndexOf(id))).ShouldBe(order);
    }

    [Theory]
    [InlineData("sort_by=i,x", "enum @ query.sort_by")]
    [InlineData("sort_by=i,", "enum @ query.sort_by")]
    [InlineData("sort_by=--i", "enum @ query.sort_by")]
    [InlineData("sort_by=i,i,i,i,i,i,i,i,i", "too_long @ query.sort_by")]
    [InlineData("after=abc", "cursor_invalid @ query.after")]
    [InlineData("after=", "cursor_invalid @ query.after")]
    [InlineData("after=%20%00", "cursor_invalid @ query.after")]
    public async Task What_is_no_order_or_no_cursor_is_refused(string query, string problem)
    {
        var (path, _) = await Filled();

        (await Admin.Get($"{path}?{query}")).Expect(422).Problems.ShouldBe([problem]);
    }

    [Fact]
    public async Task A_cursor_leads_to_the_next_page_and_ends_with_null()
    {
        var (path, ids) = await Filled("{}", "{}", "{}");
        ids.Reverse();

        var first = (await Admin.Get($"{path}?limit=2")).Expect(200);
        var last = (await Admin.Get($"{path}?limit=1&after={Next(first)}")).Expect(200);

        Ids(first).ShouldBe(ids[..2]);
        Ids(last).ShouldBe(ids[2..]);
        Next(last).ShouldBeNull();
        last.Text.ShouldEndWith("""],"total":3,"limit":1,"offset":0,"next_cursor":null}""");
        (await Admin.Get($"{path}?limit=2&offset=1&after={Next(first)}")).Expect(422).Problems.ShouldBe(["value_error @ query.after"]);
    }

    [Fact]
    public async Task A_cursor_of_another_order_or_collection_is_refused()
    {
        var (path, _) = await Filled("""{"i": 1}""", """{"i": 2}""");
        var (other, _) = await Filled("""{"i": 1}""", """{"i": 2}""");
        var cursor = Next((await Admin.Get($"{path}?limit=1&sort_by=i")).Expect(200));

        foreach (var wrong in (string[])
            [$"{path}?", $"{path}?sort_by=i&sort_order=asc", $"{path}?sort_by=f", $"{path}?sort_by=i,f", $"{other}?sort_by=i"])
        {
            (await Admin.Get($"{wrong}&after={cursor}")).Expect(422).Problems.ShouldBe(["cursor_invalid @ query.after"]);
        }

        (await Admin.Get($"{path}?sort_by=i&after={cursor}A")).Expect(422);
        (await Admin.Get($"{path}?sort_by=i&after={cursor![..^4]}")).Expect(422);
        (await Admin.Get($"{path}?sort_by=-i&after={cursor}")).Expect(200);
    }

    [Fact]
    public async Task Any_cursor_is_understood_or_refused()
    {
        var (path, _) = await Filled("""{"s": "a", "i": 1}""", """{"s": "b", "i": 2}""");
        var cursor = Next((await Admin.Get($"{path}?limit=1&sort_by=s,i")).Expect(200))!;

        var broken = Gen.Choose(0, cursor.Length - 1)
            .SelectMany(place => Gen.Elements("ABCabc019-_".ToCharArray()).Select(letter => cursor.Remove(place, 1).Insert(place, $"{letter}")));
        Prop.ForAll(broken.ToArbitrary(), async text => (await Admin.Get($"{path}?sort_by=s,i&after={text}")).Status.ShouldBeOneOf(200, 422))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(300));
    }

    [Fact]
    public void All_pages_together_are_the_whole_list()
    {
        var record = from s in Gen.Elements("null", "\"\"", "\"a\"", "\"b\"", "\"é\"")
                     from i in Gen.Elements("null", "0", "1", "-1")
                     from f in Gen.Elements("null", "0.5", "1e300", "-2.0")
                     from b in Gen.Elements("null", "true", "false")
                     select $$"""{"s": {{s}}, "i": {{i}}, "f": {{f}}, "b": {{b}}}""";
        var cases = from records in Gen.ArrayOf(record, 23)
                    from sort in Gen.Elements(Sorts)
                    from limit in Gen.Choose(1, 9)
                    from options in Gen.Elements("{}", Indexes)
                    select (records, sort, limit, options);

        Prop.ForAll(cases.ToArbitrary(), async test =>
        {
            var (path, _) = await FilledWith(test.options, test.records);
            var whole = Ids((await Admin.Get($"{path}?{test.sort}")).Expect(200));
            (await Pages($"{path}?limit={test.limit}&{test.sort}", () => Task.CompletedTask)).ShouldBe(whole, test.sort);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(40));
    }

    [Theory]
    [InlineData("sort_by=i,-s&sort_order=asc", "{}")]
    [InlineData("sort_by=-i,s&sort_order=asc", "{}")]
    [InlineData("sort_by=i,-s&sort_order=asc", Indexes)]
    [InlineData("sort_by=-i,s&sort_order=asc", Indexes)]
    [InlineData("", "{}")]
    public async Task While_others_write_nothing_comes_twice_and_nothing_that_stays_is_missed(string sort, string options)
    {
        var random = new Random(7);
        string Record() => $$"""{"i": {{(random.Next(4) == 0 ? "null" : random.Next(5))}}, "s": "{{random.Next(3)}}"}""";
        var (path, ids) = await FilledWith(options, [.. Enumerable.Range(0, 40).Select(_ => Record())]);
        var going = new Stack<string>(ids.Where((_, place) => place % 3 == 0));
        var staying = ids.Where((_, place) => place % 3 != 0).ToList();

        var seen = await Pages($"{path}?limit=4&{sort}", async () =>
        {
            (await Admin.Post(path, Record())).Expect(201);
            if (going.TryPop(out var id)) (await Admin.Delete($"{path}/{id}")).Expect(204);
        });

        seen.ShouldBeUnique();
        staying.Except(seen).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("sort_by=i,s", "{}")]
    [InlineData("sort_by=i,s", Indexes)]
    [InlineData("sort_by=i&sort_order=asc", Indexes)]
    [InlineData("sort_by=updated_at", "{}")]
    [InlineData("sort_by=updated_at&sort_order=asc", "{}")]
    public async Task While_others_change_what_a_list_is_sorted_by_all_that_stay_come_once_and_in_order(string sort, string options)
    {
        var random = new Random(11);
        string Value() => random.Next(4) == 0 ? "null" : $"{random.Next(5)}";
        var (path, ids) = await FilledWith(options, [.. Enumerable.Range(0, 40).Select(_ => $$"""{"i": {{Value()}}}""")]);
        var changing = ids.Where((_, place) => place % 3 == 0).ToList();
        var whole = Ids((await Admin.Get($"{path}?{sort}")).Expect(200));

        var seen = await Pages($"{path}?limit=4&{sort}", async () =>
        {
            (await Admin.Patch($"{path}/{changing[random.Next(changing.Count)]}", $$"""{"i": {{Value()}}}""")).Expect(200);
        });

        // One that changes its place may come at both of them or at none.
        seen.Where(id => !changing.Contains(id)).ShouldBe(whole.Where(id => !changing.Contains(id)));
    }

    [Theory]
    [InlineData("sort_by=i")]
    [InlineData("sort_by=-s,i&sort_order=asc")]
    [InlineData("sort_order=asc")]
    public async Task Lists_that_are_walked_while_many_write_at_once_have_all_that_stay_once_and_in_order(string sort)
    {
        var (path, staying) = await FilledWith(Indexes, [.. Enumerable.Range(0, 60).Select(i => $$"""{"i": {{i % 4}}, "s": "{{i % 3}}"}""")]);
        var whole = Ids((await Admin.Get($"{path}?{sort}")).Expect(200));
        using var stop = new CancellationTokenSource();
        var writers = Enumerable.Range(0, 4).Select(number => Task.Run(async () =>
        {
            for (var i = number; !stop.IsCancellationRequested; i++)
            {
                var made = (await Admin.Post(path, $$"""{"i": {{i % 4}}, "s": "{{i % 3}}"}""")).Expect(201).Id;
                (await Admin.Patch($"{path}/{made}", $$"""{"i": {{(i + 2) % 4}}}""")).Expect(200);
                (await Admin.Delete($"{path}/{made}")).Expect(204);
            }
        })).ToArray();

        var walks = new List<List<string>>();
        for (var i = 0; i < 5; i++) walks.Add(await Pages($"{path}?limit=7&{sort}", () => Task.CompletedTask));
        await stop.CancelAsync();
        await Task.WhenAll(writers);

        walks.ShouldAllBe(seen => seen.Where(id => staying.Contains(id)).SequenceEqual(whole));
    }

    [Fact]
    public async Task A_list_goes_on_after_a_record_that_was_deleted()
    {
        var (path, ids) = await Filled("""{"s": "a"}""", """{"s": "b"}""", """{"s": "c"}""");
        var first = (await Admin.Get($"{path}?limit=2&sort_by=s&sort_order=asc")).Expect(200);
        (await Admin.Delete($"{path}/{ids[1]}")).Expect(204);

        Ids((await Admin.Get($"{path}?sort_by=s&sort_order=asc&after={Next(first)}")).Expect(200)).ShouldBe([ids[2]]);
    }

    [Fact]
    public async Task A_list_goes_on_after_long_texts_while_their_record_is_as_it_was()
    {
        var text = new string('x', 10_000);
        var (path, ids) = await Filled($$"""{"s": "{{text}}a"}""", $$"""{"s": "{{text}}b"}""", $$"""{"s": "{{text}}c"}""");
        var query = $"{path}?sort_by=s&sort_order=asc";
        var cursor = Next((await Admin.Get($"{query}&limit=2")).Expect(200));

        cursor!.Length.ShouldBeLessThan(1000);
        Ids((await Admin.Get($"{query}&after={cursor}")).Expect(200)).ShouldBe([ids[2]]);
        (await Admin.Patch($"{path}/{ids[1]}", """{"s": "d"}""")).Expect(200);
        (await Admin.Get($"{query}&after={cursor}")).Expect(422).Problems.ShouldBe(["cursor_expired @ query.after"]);
        (await Admin.Delete($"{path}/{ids[1]}")).Expect(204);
        (await Admin.Get($"{query}&after={cursor}")).Expect(422).Problems.ShouldBe(["cursor_expired @ query.after"]);
    }

    [Fact]
    public async Task A_page_that_is_sent_in_pieces_has_its_cursor()
    {
        var text = new string('x', 100_000);
        var (path, ids) = await Filled([.. Enumerable.Range(0, 12).Select(i => $$"""{"s": "{{i}}{{text}}", "i": {{i}}}""")]);

        var first = (await Admin.Get($"{path}?limit=9&sort_by=i&sort_order=asc")).Expect(200);
        var last = (await Admin.Get($"{path}?limit=9&sort_by=i&sort_order=asc&after={Next(first)}")).Expect(200);

        Ids(first).ShouldBe(ids[..9]);
        Ids(last).ShouldBe(ids[9..]);
        Next(last).ShouldBeNull();
    }

    [Fact]
    public async Task Under_owner_a_list_goes_on_with_ones_own()
    {
        var name = await Server.NewCollection(Fields, """{"access": {"list": "owner", "create": "auth"}}""");
        var path = $"/api/collections/{name}/records";
        var (one, two) = (await Server.NewUser(), await Server.NewUser());
        for (var i = 0; i < 6; i++) (await (i % 2 == 0 ? one : two).Api.Post(path, """{"i": 1}""")).Expect(201);
        var first = (await one.Api.Get($"{path}?limit=2&sort_by=i")).Expect(200);

        Ids((await one.Api.Get($"{path}?limit=2&sort_by=i&after={Next(first)}")).Expect(200)).Count.ShouldBe(1);
        Ids((await two.Api.Get($"{path}?limit=9&sort_by=i&after={Next(first)}")).Expect(200)).Count.ShouldBeLessThan(3);
    }

    [Fact]
    public async Task Only_the_fields_that_were_asked_for_are_answered()
    {
        var (path, ids) = await Filled("""{"s": "a", "i": 1, "f": 2, "b": true}""");

        async Task<string> Data(string query) =>
            (await Admin.Get($"{path}?{query}")).Expect(200).Json.GetProperty("records")[0].GetProperty("data").GetRawText();

        (await Data("fields=i")).ShouldBe("""{"i":1}""");
        (await Data("fields=b,s,b")).ShouldBe("""{"s":"a","b":true}""");
        (await Data("fields=id,created_at")).ShouldBe("{}");
        (await Data("fields=f&filter[i]=1&sort_by=b")).ShouldBe("""{"f":2.0}""");
        var one = (await Admin.Get($"{path}/{ids[0]}?fields=s,f")).Expect(200);
        one.Data.GetRawText().ShouldBe("""{"s":"a","f":2.0}""");
        one.Json.EnumerateObject().Select(member => member.Name)
            .ShouldBe(["id", "collection_id", "owner_id", "data", "created_at", "updated_at"]);
        (await Admin.Get($"{path}?fields=s,x")).Expect(422).Problems.ShouldBe(["enum @ query.fields"]);
        (await Admin.Get($"{path}/{ids[0]}?fields=")).Expect(422).Problems.ShouldBe(["enum @ query.fields"]);
        (await Admin.Get($"{path}/{Guid.NewGuid()}?fields=x")).Expect(404);
    }

    private static List<string> Ids(Answer page) =>
        [.. page.Json.GetProperty("records").EnumerateArray().Select(record => record.GetProperty("id").GetString()!)];

    private static string? Next(Answer page) => page.Json.GetProperty("next_cursor").GetString();

    private async Task<List<string>> Pages(string query, Func<Task> between)
    {
        var all = new List<string>();
        var page = (await Admin.Get(query)).Expect(200);
        all.AddRange(Ids(page));
        while (Next(page) is { } next)
        {
            await between();
            page = (await Admin.Get($"{query}&after={next}")).Expect(200);
            if (Next(page) is not null) Ids(page).ShouldNotBeEmpty();
            all.AddRange(Ids(page));
        }

        return all;
    }

    private Task<(string Path, List<string> Ids)> Filled(params string[] records) => FilledWith("{}", records);

    private async Task<(string Path, List<string> Ids)> FilledWith(string options, params string[] records)
    {
        var path = $"/api/collections/{await Server.NewCollection(Fields, options)}/records";
        var ids = new List<string>();
        foreach (var record in records) ids.Add((await Admin.Post(path, record)).Expect(201).Id);
        return (path, ids);
    }
}
