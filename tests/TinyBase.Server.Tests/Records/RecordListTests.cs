using System.Text.Json;

using Shouldly;

using TinyBase.Server.Tests.Hosting;

using Xunit;

namespace TinyBase.Server.Tests.Records;

public sealed class RecordListTests(ServerFixture fixture)
{
    private TestServer Server => fixture.Server;

    private ApiClient Admin => Server.Admin.Api;

    [Fact]
    public async Task A_page_has_limit_offset_and_the_total_of_all()
    {
        var (path, ids) = await Filled("""{"name": "n", "type": "int"}""", Enumerable.Range(0, 7).Select(i => $$"""{"n": {{i}}}"""));
        ids.Reverse();

        var page = (await Admin.Get($"{path}?limit=3&offset=2")).Expect(200);

        page.Json.EnumerateObject().Select(member => member.Name).ShouldBe(["records", "total", "limit", "offset", "next_cursor"]);
        Ids(page).ShouldBe(ids[2..5]);
        page.Text.ShouldContain("],\"total\":7,\"limit\":3,\"offset\":2,\"next_cursor\":\"");
        page.Json.GetProperty("records")[0].GetRawText().ShouldBe((await Admin.Get($"{path}/{ids[2]}")).Text);
        (await Admin.Get($"{path}?limit=1000&offset=6")).Text.ShouldEndWith("""],"total":7,"limit":1000,"offset":6,"next_cursor":null}""");
        (await Admin.Get($"{path}?offset=100")).Text.ShouldBe("""{"records":[],"total":7,"limit":100,"offset":100,"next_cursor":null}""");
        (await Admin.Get($"{path}?count=false&limit=1")).Text.ShouldContain("""],"total":null,"limit":1,"offset":0,""");
        (await Admin.Get($"{path}?count=YES&limit=1")).Text.ShouldContain("""],"total":7,"limit":1,"offset":0,""");
        (await Admin.Get($"{path}?offset=2147483647")).Expect(200);
    }

    [Fact]
    public async Task The_usual_limit_is_100()
    {
        var (path, ids) = await Filled("""{"name": "n", "type": "int"}""", Enumerable.Repeat("{}", 103));
        ids.Reverse();

        var page = (await Admin.Get(path)).Expect(200);

        Ids(page).ShouldBe(ids[..100]);
        page.Text.ShouldContain("""],"total":103,"limit":100,"offset":0,""");
    }

    [Theory]
    [InlineData("", "5 4 3 2 1 0")]
    [InlineData("?sort_order=asc", "0 1 2 3 4 5")]
    [InlineData("?sort_order=desc", "5 4 3 2 1 0")]
    [InlineData("?sort_by=id&sort_order=asc", "0 1 2 3 4 5")]
    [InlineData("?sort_by=created_at", "5 4 3 2 1 0")]
    [InlineData("?sort_by=created_at&sort_order=asc", "0 1 2 3 4 5")]
    [InlineData("?sort_by=updated_at", "2 5 4 3 1 0")]
    [InlineData("?sort_by=updated_at&sort_order=asc", "0 1 3 4 5 2")]
    [InlineData("?sort_by=owner_id&sort_order=asc", "0 1 2 3 4 5")]
    // Nulls are less than all else; ties go by id in the same direction.
    [InlineData("?sort_by=n&sort_order=asc", "1 4 2 0 3 5")]
    [InlineData("?sort_by=n", "5 3 0 2 4 1")]
    [InlineData("?sort_by=s&sort_order=asc", "4 5 3 0 1 2")]
    [InlineData("?sort_by=f&sort_order=asc", "2 3 4 5 1 0")]
    [InlineData("?sort_by=b", "3 1 0 5 4 2")]
    public async Task A_list_is_in_the_order_that_was_asked_for(string query, string order)
    {
        var (path, ids) = await Filled(
            """{"name": "n", "type": "int"}, {"name": "s"}, {"name": "f", "type": "float"}, {"name": "b", "type": "bool"}""",
            [
                """{"n": 10, "s": "b", "f": 10, "b": false}""",
                """{"n": null, "s": "ba", "f": 9.5, "b": true}""",
                """{"n": 9, "s": "é"}""",
                """{"n": 10, "s": "B", "b": true}""",
                """{}""",
                """{"n": 100, "s": "", "f": -1e300, "b": null}""",
            ]);
        (await Admin.Patch($"{path}/{ids[2]}", "{}")).Expect(200);

        string.Join(' ', Ids((await Admin.Get(path + query)).Expect(200)).Select(id => ids.IndexOf(id))).ShouldBe(order);
    }

    [Theory]
    [InlineData("nothing")]
    [InlineData("")]
    [InlineData("N")]
    [InlineData("_id")]
    [InlineData("_owner")]
    [InlineData("rowid")]
    [InlineData("n desc; DROP TABLE _user")]
    [InlineData("n\"")]
    public async Task A_field_that_there_is_not_cannot_be_sorted_by(string field)
    {
        var path = $"/api/collections/{await Server.NewCollection("""{"name": "n", "type": "int"}""")}/records";

        var answer = (await Admin.Get($"{path}?sort_by={Uri.EscapeDataString(field)}")).Expect(422);

        answer.Problems.ShouldBe(["enum @ query.sort_by"]);
        answer.Errors[0].GetProperty("input").GetString().ShouldBe(field);
    }

    [Fact]
    public async Task Under_owner_a_user_sees_and_counts_their_own_and_an_admin_all()
    {
        var name = await Server.NewCollection(options: """{"access": {"list": "owner", "create": "public"}}""");
        var path = $"/api/collections/{name}/records";
        var (one, two) = (await Server.NewUser(), await Server.NewUser());
        var own = new List<string>();
        for (var i = 0; i < 3; i++)
        {
            own.Insert(0, (await one.Api.Post(path, "{}")).Expect(201).Id);
            (await two.Api.Post(path, "{}")).Expect(201);
            (await Server.Anonymous.Post(path, "{}")).Expect(201);
        }

        var page = (await one.Api.Get(path)).Expect(200);
        Ids(page).ShouldBe(own);
        page.Json.GetProperty("total").GetInt32().ShouldBe(3);
        Ids((await one.Api.Get($"{path}?limit=1&offset=1&sort_by=title&sort_order=asc")).Expect(200)).ShouldBe([own[1]]);
        (await (await Server.NewUser()).Api.Get(path)).Expect(200).Json.GetProperty("total").GetInt32().ShouldBe(0);
        (await Admin.Get(path)).Expect(200).Json.GetProperty("total").GetInt32().ShouldBe(9);
    }

    [Fact]
    public async Task Lists_that_take_long_wait_for_each_other_and_are_complete()
    {
        await using var server = await TestServer.Start();
        var path = $"/api/collections/{await server.NewCollection("""{"name": "t"}""", """{"access": {"list": "public"}}""")}/records";
        var lines = string.Concat(Enumerable.Range(0, 60_000).Select(i => $$"""{"t": "{{new string('x', 250)}} {{i}}."}""" + "\n"));
        (await Imports.Send(server.Admin.Api, path, lines)).Expect(200);
        // Compares each record with all of them, which takes more than a tenth of a second.
        var filter = string.Concat(Enumerable.Range(0, 31).Select(i => $"filter[t][ne]=z{i}&")) + "filter[t][contains]=77.";

        await Parallel.ForEachAsync(Enumerable.Range(1, 12), new ParallelOptions { MaxDegreeOfParallelism = 12 }, async (limit, _) =>
        {
            var page = (await server.Anonymous.Get($"{path}?{filter}&limit={limit}&sort_by=t&sort_order=asc")).Expect(200).Json;
            page.GetProperty("records").EnumerateArray().Select(record => record.GetProperty("data").GetProperty("t").GetString()![251..])
                .ShouldBe(Enumerable.Range(0, 600).Select(i => $"{(i * 100) + 77}.").Order(StringComparer.Ordinal).Take(limit));
            page.GetProperty("total").GetInt32().ShouldBe(600);
        });
    }

    [Fact]
    public async Task A_page_of_large_records_is_complete()
    {
        var (path, ids) = await FilledWithLargeOnes(count: 40, size: 100_000);

        var page = (await Admin.Get(path)).Expect(200);

        page.Header("Content-Type").ShouldBe("application/json");
        Ids(page).ShouldBe(ids);
        page.Json.GetProperty("records").EnumerateArray()
            .ShouldAllBe(record => record.GetProperty("data").GetProperty("title").GetString()!.Length == 100_000);
        page.Text.ShouldEndWith("""],"total":40,"limit":100,"offset":0,"next_cursor":null}""");
        (await Admin.Get($"{path}?limit=3&count=false")).Text.ShouldContain("""],"total":null,"limit":3,"offset":0,""");
    }

    [Fact]
    public async Task A_page_that_is_on_its_way_stays_JSON_when_records_go()
    {
        var (path, ids) = await FilledWithLargeOnes(count: 40, size: 1_000_000);
        using var request = Admin.Request(HttpMethod.Get, path);
        using var sent = await Send(request);
        // The answer is far larger than what fits between server and client, so that the last records are still to be read.
        (await Admin.Delete($"{path}/{ids[^1]}")).Expect(204);

        Ids(await sent.Rest()).ShouldBe(ids[..^1]);
    }

    [Fact]
    public async Task A_page_that_is_on_its_way_stays_JSON_when_the_collection_goes()
    {
        var (path, ids) = await FilledWithLargeOnes(count: 40, size: 1_000_000);
        using var request = Admin.Request(HttpMethod.Get, path);
        using var sent = await Send(request);
        (await Admin.Delete(path[..path.LastIndexOf('/')])).Expect(204);

        var shown = Ids(await sent.Rest());
        shown.ShouldBe(ids[..shown.Count]);
        shown.Count.ShouldBeLessThan(40);
    }

    [Fact]
    public async Task A_page_that_is_on_its_way_stays_complete_when_the_schema_changes()
    {
        var (path, ids) = await FilledWithLargeOnes(count: 40, size: 1_000_000);
        using var request = Admin.Request(HttpMethod.Get, path);
        using var sent = await Send(request);
        (await Admin.Patch(path[..path.LastIndexOf('/')], """{"schema": {"fields": [{"name": "other"}]}}""")).Expect(200);

        var page = await sent.Rest();
        Ids(page).ShouldBe(ids);
        page.Json.GetProperty("records")[39].GetProperty("data").GetRawText().ShouldBe("""{"other":null}""");
    }

    [Fact]
    public async Task Totals_are_right_after_parallel_writes()
    {
        var path = $"/api/collections/{await Server.NewCollection()}/records";
        var ids = await Task.WhenAll(Enumerable.Range(0, 60).Select(async _ => (await Admin.Post(path, "{}")).Expect(201).Id));
        await Task.WhenAll(ids.Take(20).Concat(ids.Take(20)).Select(id => Admin.Delete($"{path}/{id}")));

        var page = (await Admin.Get(path)).Expect(200);

        page.Json.GetProperty("total").GetInt32().ShouldBe(40);
        Ids(page).Order(StringComparer.Ordinal).ShouldBe(ids.Skip(20).Order(StringComparer.Ordinal));
    }

    private static List<string> Ids(Answer page) =>
        [.. page.Json.GetProperty("records").EnumerateArray().Select(record => record.GetProperty("id").GetString()!)];

    private async Task<(string Path, List<string> Ids)> Filled(string fields, IEnumerable<string> records)
    {
        var path = $"/api/collections/{await Server.NewCollection(fields)}/records";
        var ids = new List<string>();
        foreach (var record in records) ids.Add((await Admin.Post(path, record)).Expect(201).Id);
        return (path, ids);
    }

    /// <summary>A collection of large records and their ids, newest first.</summary>
    private async Task<(string Path, List<string> Ids)> FilledWithLargeOnes(int count, int size)
    {
        var record = JsonSerializer.Serialize(new { title = new string('x', size) });
        var (path, ids) = await Filled("""{"name": "title"}""", Enumerable.Repeat(record, count));
        ids.Reverse();
        return (path, ids);
    }

    private async Task<HalfRead> Send(HttpRequestMessage request)
    {
        var client = new HttpClient { BaseAddress = Server.BaseAddress };
        return new HalfRead(client, await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead));
    }

    /// <summary>An answer of which nothing but the head was read yet.</summary>
    private sealed class HalfRead(HttpClient client, HttpResponseMessage response) : IDisposable
    {
        public Task<Answer> Rest() => Answer.Read(response);

        public void Dispose()
        {
            response.Dispose();
            client.Dispose();
        }
    }
}
