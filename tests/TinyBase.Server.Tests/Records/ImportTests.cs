using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

using Shouldly;

using TinyBase.Client;
using TinyBase.Server.Tests.Hosting;

using Xunit;

namespace TinyBase.Server.Tests.Records;

/// <summary>Adding many records with one request.</summary>
public sealed class ImportTests(ServerFixture fixture)
{
    private const string Fields = """{"name": "code", "required": true, "unique": true}, {"name": "n", "type": "int"}""";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static bool IsLong => Environment.GetEnvironmentVariable("TINYBASE_TEST_LONG") == "1";

    private TestServer Server => fixture.Server;

    private ApiClient Admin => Server.Admin.Api;

    [Fact]
    public async Task A_record_is_added_for_each_line_and_belongs_to_the_caller()
    {
        var path = await NewPath();
        var user = await Server.NewUser();

        var answer = await Imports.Send(user.Api, path, "\uFEFF{\"code\": \"a\", \"n\": \"1\"}\r\n\n  \t\r\n{\"data\": {\"code\": \"b\"}}\n{\"code\": \"c\"}");

        answer.Expect(200).Text.ShouldBe("""{"imported":3,"refused":0,"lines":5,"errors_omitted":0,"errors":[]}""");
        var page = (await Admin.Get($"{path}?sort_by=id&sort_order=asc")).Json;
        page.GetProperty("total").GetInt32().ShouldBe(3);
        var records = page.GetProperty("records").EnumerateArray().ToList();
        records.Select(record => record.GetProperty("data").GetRawText())
            .ShouldBe(["""{"code":"a","n":1}""", """{"code":"b","n":null}""", """{"code":"c","n":null}"""]);
        records.ShouldAllBe(record => record.GetProperty("owner_id").GetString() == user.Id);
        records.ShouldAllBe(record => record.GetProperty("created_at").GetString()!.EndsWith('Z'));
        (await Admin.Get($"{path}/{records[0].GetProperty("id").GetString()}")).Expect(200).Header("ETag").ShouldBe("\"1\"");
    }

    [Theory]
    [InlineData("{broken", "json_invalid")]
    [InlineData("""{"code": "x"} {}""", "json_invalid")]
    [InlineData("""{"code": "x", "code": "y"}""", "json_invalid")]
    [InlineData("""[1]""", "model_attributes_type")]
    [InlineData("""{"data": 5}""", "dict_type")]
    [InlineData("""{"n": 1}""", "missing")]
    [InlineData("""{"code": "x", "n": "many"}""", "int_parsing")]
    [InlineData("""{"code": "x", "other": 1}""", "extra_forbidden")]
    [InlineData("""{"code": "\ud800"}""", "string_unicode")]
    [InlineData("""{"code": "first"}""", "unique")]
    public async Task A_line_that_is_wrong_is_refused_and_the_others_are_not(string line, string type)
    {
        var path = await NewPath();

        var answer = await Imports.Send(Admin, path, $$"""
            {"code": "first"}
            {{line}}
            {"code": "last"}
            """);

        answer.Expect(200).Counts().ShouldBe((2, 1, 3));
        answer.Refusals().ShouldBe([$"2: {type}"]);
    }

    [Fact]
    public async Task Broken_bytes_nesting_and_a_line_that_is_too_long_are_refused_with_their_lines()
    {
        await using var server = await TestServer.Start(new ServerSetup { Options = options => options.Server.MaxBodyBytes = 1024 });
        var path = $"/api/collections/{await server.NewCollection(Fields)}/records";
        byte[] body =
        [
            .. "{\"code\": \"q"u8, 0xFF, .. "\"}\n{\"code\": \""u8, .. new byte[100_000].Select(_ => (byte)'x'), .. "\"}\n"u8,
            .. Encoding.UTF8.GetBytes($"{{\"code\": {new string('[', 65)}{new string(']', 65)}}}\n{{\"code\": \"fine\"}}\n{{\"code\": \"{new string('y', 2000)}"),
        ];

        var answer = await Imports.Send(server.Admin.Api, path, body);

        answer.Expect(200).Counts().ShouldBe((1, 4, 5));
        answer.Refusals().ShouldBe(["1: json_invalid", "2: too_long", "3: json_invalid", "5: too_long"]);
        answer.Json.GetProperty("errors")[0].GetProperty("detail").GetString().ShouldBe("JSON decode error: the bytes at 11 are not UTF-8");
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("text/plain")]
    public async Task Another_content_type_is_refused_with_the_right_one(string type)
    {
        var refused = (await Admin.Send(HttpMethod.Post, $"{await NewPath()}/import", "{}"u8.ToArray(), type)).Expect(422);

        refused.Problems.ShouldBe(["content_type @ header.content-type"]);
        refused.Text.ShouldContain("application/x-ndjson");
    }

    [Fact]
    public async Task Thousands_of_lines_are_all_answered_for()
    {
        var path = await NewPath();
        var lines = string.Join('\n', Enumerable.Range(1, 20_000).Select(i => i % 3 == 0 ? """{"n": 1}""" : Line($"c{i}", i)));

        var answer = (await Imports.Send(Admin, path, lines)).Expect(200);

        answer.Counts().ShouldBe((13_334, 6_666, 20_000));
        answer.Refusals().ShouldBe(Enumerable.Range(1, 6_666).Select(i => $"{i * 3}: missing"));
        (await Admin.Get($"{path}?limit=1")).Json.GetProperty("total").GetInt32().ShouldBe(13_334);
    }

    [Fact]
    public async Task Refused_lines_beyond_a_size_are_only_counted()
    {
        var path = await NewPath();
        var line = $$"""{"n": "{{new string('x', 900)}}"}""";

        var answer = (await Imports.Send(Admin, path, string.Join('\n', Enumerable.Repeat(line, 20_000)))).Expect(200);

        answer.Counts().ShouldBe((0, 20_000, 20_000));
        var listed = answer.Json.GetProperty("errors").GetArrayLength();
        listed.ShouldBeInRange(1000, 19_999);
        answer.Json.GetProperty("errors_omitted").GetInt32().ShouldBe(20_000 - listed);
        answer.Text.Length.ShouldBeLessThan(40_000_000);
    }

    [Fact]
    public async Task Of_two_imports_at_once_with_the_same_values_each_value_is_added_once()
    {
        var path = await NewPath();
        var lines = string.Join('\n', Enumerable.Range(0, 10_000).Select(i => Line($"c{i}", i)));

        var answers = await Task.WhenAll(Imports.Send(Admin, path, lines), Imports.Send(Admin, path, lines));

        answers.Sum(answer => answer.Expect(200).Counts().Imported).ShouldBe(10_000);
        answers.Sum(answer => answer.Counts().Refused).ShouldBe(10_000);
        (await Admin.Get($"{path}?limit=1")).Json.GetProperty("total").GetInt32().ShouldBe(10_000);
    }

    [Fact]
    public async Task Hooks_see_change_and_reject_each_line_and_what_they_add_is_written_with_it()
    {
        var audit = TestServer.NewName("audit");
        await using var server = await Imports.StartWithHook((change, _) =>
        {
            if (change.Collection == audit || change is not RecordCreateEvent { Data: var data }) return ValueTask.CompletedTask;
            var code = (string)data["code"]!;
            if (code == "no") throw new HookRejection("Not this one", "code");
            if (code == "broken") throw new InvalidOperationException("internal detail");
            data["code"] = code.ToUpperInvariant();
            change.Create(audit, new JsonObject { ["what"] = code });
            return ValueTask.CompletedTask;
        });
        (await server.Admin.Api.Post(
            "/api/collections",
            $$$"""{"name": "{{{audit}}}", "label": "Audit", "schema": {"fields": [{"name": "what", "type": "string", "max_length": 5}]}}""")).Expect(201);
        var path = $"/api/collections/{await server.NewCollection(Fields)}/records";

        var answer = await Imports.Send(
            server.Admin.Api, path, string.Join('\n', ((string[])["a", "no", "broken", "A", "far too long", "b"]).Select(code => Line(code, 1))));

        answer.Expect(200).Counts().ShouldBe((2, 4, 6));
        answer.Refusals().ShouldBe(["2: hook_rejected", "3: Internal Server Error", "4: unique", "5: Internal Server Error"]);
        (await server.Admin.Api.Get($"/api/collections/{audit}/records")).Json.GetProperty("total").GetInt32().ShouldBe(2);
        (await server.Admin.Api.Get($"{path}?sort_by=id&sort_order=asc")).Json.GetProperty("records").EnumerateArray()
            .Select(record => record.GetProperty("data").GetProperty("code").GetString()).ShouldBe(["A", "B"]);
    }

    [Fact]
    public async Task A_client_that_leaves_leaves_what_was_committed_and_the_log_says_so()
    {
        var path = await NewPath();
        using (var connection = new TcpClient())
        {
            await connection.ConnectAsync(Server.BaseAddress.Host, Server.BaseAddress.Port, Cancel);
            await connection.GetStream().WriteAsync(
                Encoding.ASCII.GetBytes(
                    $"POST {path}/import HTTP/1.1\r\nHost: {Server.BaseAddress.Authority}\r\nAuthorization: Bearer {Server.Admin.AccessToken}\r\n"
                    + $"Content-Type: application/x-ndjson\r\nContent-Length: 1000\r\n\r\n{Line("a", 1)}\n{Line("b", 2)}\n{{\"code\""),
                Cancel);
            // Lines that came in are written although the rest is not there yet.
            await Eventually.Becomes(() => Total(path), 2);
        }

        var collection = path.Split('/')[3];
        await Eventually.Becomes(
            () => Server.Logs.Lines.Any(line => line.Contains($"Imported 2 records into '{collection}' and refused 0, up to line 2", StringComparison.Ordinal)), true);
        Total(path).ShouldBe(2);
    }

    [Fact]
    public async Task Lines_that_come_in_one_after_the_other_do_not_wait_for_the_last()
    {
        var path = await NewPath();
        using var connection = new TcpClient();
        await connection.ConnectAsync(Server.BaseAddress.Host, Server.BaseAddress.Port, Cancel);
        var stream = connection.GetStream();
        await stream.WriteAsync(
            Encoding.ASCII.GetBytes(
                $"POST {path}/import HTTP/1.1\r\nHost: {Server.BaseAddress.Authority}\r\nAuthorization: Bearer {Server.Admin.AccessToken}\r\n"
                + "Content-Type: application/x-ndjson\r\nContent-Length: 1000000\r\n\r\n"),
            Cancel);

        for (var sent = 0; Total(path) == 0; sent++)
        {
            sent.ShouldBeLessThan(500, "none of them was written");
            await stream.WriteAsync(Encoding.ASCII.GetBytes(Line($"{sent}", sent) + "\n"), Cancel);
            await Task.Delay(20, Cancel);
        }
    }

    [Fact]
    public async Task A_user_or_a_collection_that_goes_or_a_rule_that_changes_ends_the_import_truthfully()
    {
        var path = await NewPath();
        var user = await Server.NewUser();
        using var client = new TinyBaseClient(Server.BaseAddress) { AccessToken = user.AccessToken };
        var collection = path.Split('/')[3];

        var thrown = await Should.ThrowAsync<TinyBaseException>(client.Collection(collection).ImportAsync(Slowly(async () =>
            (await Admin.Patch($"/api/collections/{collection}", """{"options": {"access": {"create": "admin"}}}""")).Expect(200)), Cancel));

        thrown.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (thrown.Import!.Imported, thrown.Import.Lines).ShouldBe((1, 1));

        client.AccessToken = Server.Admin.AccessToken;
        thrown = await Should.ThrowAsync<TinyBaseException>(client.Collection(collection).ImportAsync(Slowly(async () =>
            (await Admin.Delete($"/api/collections/{collection}")).Expect(204), "again"), Cancel));
        thrown.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        thrown.Import!.Lines.ShouldBe(1);

        path = await NewPath();
        client.AccessToken = user.AccessToken;
        thrown = await Should.ThrowAsync<TinyBaseException>(client.Collection(path.Split('/')[3]).ImportAsync(Slowly(async () =>
            (await Admin.Delete($"/api/admin/users/{user.Id}")).Expect(204)), Cancel));
        thrown.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await Admin.Get(path)).Expect(200).Json.GetProperty("records").EnumerateArray().Single().GetProperty("owner_id").ValueKind.ShouldBe(JsonValueKind.Null);

        async IAsyncEnumerable<JsonObject> Slowly(Func<Task> then, string code = "one")
        {
            var before = Total(path);
            yield return new JsonObject { ["code"] = code };
            await Eventually.Becomes(() => Total(path), before + 1);
            await then();
            yield return new JsonObject { ["code"] = "two" };
        }
    }

    [Fact]
    public async Task A_body_beyond_the_limit_ends_the_import()
    {
        await using var server = await TestServer.Start(new ServerSetup { Options = options => options.Server.MaxImportBytes = 2048 });
        var path = $"/api/collections/{await server.NewCollection(Fields)}/records";
        var lines = Encoding.UTF8.GetBytes(string.Join('\n', Enumerable.Range(100, 100).Select(i => Line($"c{i}", 100))));

        (await Imports.Send(server.Admin.Api, path, lines)).Expect(413);
        using var chunked = server.Admin.Api.Request(HttpMethod.Post, $"{path}/import");
        chunked.Content = new StreamContent(new MemoryStream(lines));
        chunked.Headers.TransferEncodingChunked = true;
        var answer = (await server.Admin.Api.Send(chunked)).Expect(413);

        var each = Line("c100", 100).Length + 1;
        answer.Counts().ShouldBe((2048 / each, 0, 2048 / each));
    }

    [Fact]
    public async Task No_more_than_four_imports_run_at_once_and_two_of_one_caller()
    {
        await using var server = await TestServer.Start();
        var name = await server.NewCollection(Fields);
        var path = $"/api/collections/{name}/records";
        var other = await server.NewAdmin();
        using var client = new TinyBaseClient(server.BaseAddress) { AccessToken = server.Admin.AccessToken };
        using var otherClient = new TinyBaseClient(server.BaseAddress) { AccessToken = other.AccessToken };
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var begun = 0;
        var running = Enumerable.Range(0, 2).Select(_ => client.Collection(name).ImportAsync(Hang(), stop.Token)).ToList();
        await Eventually.Becomes(() => Volatile.Read(ref begun), 2);

        var third = (await Imports.Send(server.Admin.Api, path, Line("x", 1))).Expect(503);
        (await Imports.Send(other.Api, path, Line("y", 1))).Expect(200);
        running.AddRange(Enumerable.Range(0, 2).Select(_ => otherClient.Collection(name).ImportAsync(Hang(), stop.Token)));
        await Eventually.Becomes(() => Volatile.Read(ref begun), 4);
        var fifth = (await Imports.Send((await server.NewAdmin()).Api, path, Line("x", 1))).Expect(503);

        third.Header("Retry-After").ShouldBe("1");
        third.Text.ShouldContain("2 of your imports are running");
        fifth.Text.ShouldContain("4 imports are running");
        await stop.CancelAsync();
        foreach (var import in running) await Should.ThrowAsync<OperationCanceledException>(import);
        await Eventually.Becomes(() => Imports.Send(server.Admin.Api, path, Line(TestServer.NewName("x"), 1)).Result.Status, 200);

        async IAsyncEnumerable<JsonObject> Hang()
        {
            Interlocked.Increment(ref begun);
            await Task.Delay(Timeout.Infinite, stop.Token);
            yield break;
        }
    }

    [Fact]
    public async Task The_client_imports_objects_and_deletes_them_together()
    {
        var path = await NewPath();
        using var client = new TinyBaseClient(Server.BaseAddress) { AccessToken = Server.Admin.AccessToken };
        var things = client.Collection(path.Split('/')[3]);

        var result = await things.ImportAsync([new JsonObject { ["code"] = "a" }, new JsonObject { ["n"] = 1 }], Cancel);
        using var more = new MemoryStream(Encoding.UTF8.GetBytes(Line("b", 2)));
        (await things.ImportAsync(more, Cancel)).Imported.ShouldBe(1);

        (result.Imported, result.Refused, result.Lines, result.ErrorsOmitted).ShouldBe((1, 1, 2, 0));
        var line = result.Errors.ShouldHaveSingleItem();
        (line.Line, line.Detail).ShouldBe((2, "Validation error: code: Field required"));
        line.Errors.ShouldHaveSingleItem().ToString().ShouldBe("code: Field required");

        var unknown = Guid.Parse("01890a5d-ac96-774b-bcce-b302099a8057");
        var records = await things.ListAsync(cancel: Cancel);
        var deleted = await things.DeleteManyAsync([unknown, .. records.Records.Select(record => record.Id)], Cancel);
        deleted.Deleted.ShouldBe(2);
        deleted.Refused.ShouldHaveSingleItem().ShouldBe(
            new RefusedRecord { Id = unknown, Status = HttpStatusCode.NotFound, Detail = $"Record '{unknown}' not found" });
    }

    [Fact]
    public async Task Any_number_of_lines_is_imported_while_others_read_and_write()
    {
        var path = await NewPath();
        var count = IsLong ? 1_000_000 : 30_000;
        using var client = new TinyBaseClient(Server.BaseAddress) { AccessToken = Server.Admin.AccessToken };
        var things = client.Collection(path.Split('/')[3]);

        var import = things.ImportAsync(Enumerable.Range(0, count).Select(i => new JsonObject { ["code"] = $"{i * 7919L % 999_983}-{i}", ["n"] = i }), Cancel);
        var others = 0;
        do
        {
            (await Admin.Post(path, Line($"other {others}", 0))).Expect(201);
            (await Admin.Get($"{path}?limit=1")).Expect(200);
            others++;
        }
        while (!import.IsCompleted);

        var result = await import;
        (result.Imported, result.Refused).ShouldBe((count, 0));
        Total(path).ShouldBe(count + others);
        (await Admin.Get($"{path}?filter[n][gte]={(count - 5).ToString(CultureInfo.InvariantCulture)}")).Json.GetProperty("total").GetInt32().ShouldBe(5);
    }

    private static string Line(string code, int number) => $$"""{"code": "{{code}}", "n": {{number}}}""";

    private async Task<string> NewPath() => $"/api/collections/{await Server.NewCollection(Fields)}/records";

    private int Total(string path) => Admin.Get($"{path}?limit=1").GetAwaiter().GetResult().Json.GetProperty("total").GetInt32();
}
