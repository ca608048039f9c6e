using System.Text.Json;

using Shouldly;

using TinyBase.Server.Tests.Hosting;

using Xunit;

namespace TinyBase.Server.Tests.Records;

/// <summary>Deleting several records with one request.</summary>
public sealed class BulkDeleteTests(ServerFixture fixture)
{
    private const string Unknown = "01890a5d-ac96-774b-bcce-b302099a8057";

    private TestServer Server => fixture.Server;

    [Fact]
    public async Task Each_id_is_answered_for_itself()
    {
        var path = await NewPath("""{"access": {"delete": "owner"}}""");
        var user = await Server.NewUser();
        var mine = await Create(user.Api, path);
        var theirs = await Create(Server.Admin.Api, path);

        var answer = (await user.Api.Post($"{path}/delete", Ids(mine, Unknown, theirs, mine.ToUpperInvariant()))).Expect(200);

        answer.Text.ShouldBe(
            $$$"""{"deleted":1,"refused":[{"id":"{{{Unknown}}}","status":404,"detail":"Record '{{{Unknown}}}' not found"},{"id":"{{{theirs}}}","status":403,"detail":"You don't have permission to delete this record"}]}""");
        (await Server.Admin.Api.Get(path)).Json.GetProperty("total").GetInt32().ShouldBe(1);
        (await Server.Admin.Api.Get($"{path}/{theirs}")).Expect(200);
    }

    [Fact]
    public async Task A_record_that_is_hidden_counts_as_missing()
    {
        var path = await NewPath("""{"access": {"read": "owner", "delete": "auth"}}""");
        var theirs = await Create(Server.Admin.Api, path);

        var answer = (await (await Server.NewUser()).Api.Post($"{path}/delete", Ids(theirs))).Expect(200);

        answer.Json.GetProperty("refused")[0].GetProperty("status").GetInt32().ShouldBe(404);
    }

    [Fact]
    public async Task A_thousand_records_go_at_once_and_no_more()
    {
        var path = await NewPath();
        var lines = string.Join('\n', Enumerable.Range(0, 1001).Select(i => $$"""{"title": "{{i}}"}"""));
        (await Imports.Send(Server.Admin.Api, path, lines)).Expect(200);
        var first = await List(path);
        var last = (await Server.Admin.Api.Get($"{path}?offset=1000")).Json.GetProperty("records")[0].GetProperty("id").GetString()!;

        (await Server.Admin.Api.Post($"{path}/delete", Ids([.. first, last]))).Expect(422).Problems.ShouldBe(["too_long @ body.ids"]);
        (await Server.Admin.Api.Post($"{path}/delete", Ids([.. first]))).Expect(200).Text.ShouldBe("""{"deleted":1000,"refused":[]}""");

        (await List(path)).ShouldBe([last]);
    }

    [Theory]
    [InlineData("{}", "missing @ body.ids")]
    [InlineData("[]", "model_attributes_type @ body")]
    [InlineData("""{"ids": "x"}""", "list_type @ body.ids")]
    [InlineData("""{"ids": []}""", "too_short @ body.ids")]
    [InlineData("""{"ids": ["01890a5d-ac96-774b-bcce-b302099a8057", "x", 5]}""", "uuid_parsing @ body.ids.1", "uuid_type @ body.ids.2")]
    public async Task What_is_no_list_of_ids_is_refused(string body, params string[] problems) =>
        (await Server.Admin.Api.Post($"{await NewPath()}/delete", body)).Expect(422).Problems.ShouldBe(problems);

    [Fact]
    public async Task Hooks_run_for_each_record_and_a_rejection_is_that_record_s_alone()
    {
        await using var server = await Imports.StartWithHook((change, _) => change is not RecordDeleteEvent deletion
            ? ValueTask.CompletedTask
            : deletion.Get<string>("title") switch
            {
                "kept" => throw new HookRejection("Not this one"),
                "broken" => throw new InvalidOperationException("internal detail"),
                _ => ValueTask.CompletedTask,
            });
        var path = $"/api/collections/{await server.NewCollection()}/records";
        var ids = new List<string>();
        foreach (var title in (string[])["gone", "kept", "broken", "gone"])
        {
            ids.Add((await server.Admin.Api.Post(path, $$"""{"title": "{{title}}"}""")).Expect(201).Id);
        }

        var answer = (await server.Admin.Api.Post($"{path}/delete", Ids([.. ids]))).Expect(200);

        answer.Text.ShouldBe(
            $$$"""{"deleted":2,"refused":[{"id":"{{{ids[1]}}}","status":400,"detail":"Not this one"},{"id":"{{{ids[2]}}}","status":500,"detail":"Internal Server Error"}]}""");
        server.Logs.Lines.ShouldContain(line => line.Contains("internal detail", StringComparison.Ordinal));
    }

    private static string Ids(params string[] ids) => $$"""{"ids": {{JsonSerializer.Serialize(ids)}}}""";

    private static async Task<string> Create(ApiClient caller, string path) => (await caller.Post(path, "{}")).Expect(201).Id;

    private async Task<string> NewPath(string options = "{}") => $"/api/collections/{await Server.NewCollection(options: options)}/records";

    private async Task<string[]> List(string path) =>
        [.. (await Server.Admin.Api.Get($"{path}?limit=1000")).Json.GetProperty("records").EnumerateArray().Select(record => record.GetProperty("id").GetString()!)];
}
