using System.Text;

using Shouldly;

using TinyBase.Server.Tests.Hosting;

using Xunit;

namespace TinyBase.Server.Tests.Records;

public sealed class RecordTests(ServerFixture fixture)
{
    private const string Timestamp = @"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$";

    private TestServer Server => fixture.Server;

    private ApiClient Admin => Server.Admin.Api;

    [Fact]
    public async Task A_record_is_answered_with_all_its_fields()
    {
        var name = await Server.NewCollection("""{"name": "title"}, {"name": "n", "type": "int"}, {"name": "tags", "type": "list[string]"}""");
        var collection = (await Admin.Get($"/api/collections/{name}")).Expect(200).Id;
        var user = await Server.NewUser();

        var made = (await user.Api.Post(Path(name), """{"data": {"n": 5, "title": "t", "dropped": 1}}""")).Expect(201);

        var created = made.Json.GetProperty("created_at").GetString()!;
        created.ShouldMatch(Timestamp);
        Guid.Parse(made.Id).Version.ShouldBe(7);
        made.Text.ShouldBe(
            $$$"""{"id":"{{{made.Id}}}","collection_id":"{{{collection}}}","owner_id":"{{{user.Id}}}","data":{"title":"t","n":5,"tags":[]},"created_at":"{{{created}}}","updated_at":"{{{created}}}"}""");
        (await Server.Anonymous.Get($"{Path(name)}/{made.Id}")).Expect(200).Text.ShouldBe(made.Text);
    }

    [Fact]
    public async Task A_change_keeps_the_fields_it_does_not_name()
    {
        var name = await Server.NewCollection("""{"name": "a"}, {"name": "b"}, {"name": "d", "type": "dict"}""");
        var made = (await Admin.Post(Path(name), """{"a": "1", "b": "2", "d": {"x": 1, "y": 2}}""")).Expect(201);

        var changed = (await Admin.Patch($"{Path(name)}/{made.Id}", """{"data": {"b": null, "d": {"x": 3}}}""")).Expect(200);

        changed.Data.GetRawText().ShouldBe("""{"a":"1","b":null,"d":{"x":3}}""");
        foreach (var same in (string[])["id", "collection_id", "owner_id", "created_at"])
        {
            changed.Json.GetProperty(same).GetString().ShouldBe(made.Json.GetProperty(same).GetString());
        }

        var updated = changed.Json.GetProperty("updated_at").GetString()!;
        updated.ShouldMatch(Timestamp);
        string.CompareOrdinal(updated, made.Json.GetProperty("updated_at").GetString()).ShouldBePositive();
        (await Admin.Get($"{Path(name)}/{made.Id}")).Expect(200).Text.ShouldBe(changed.Text);
    }

    [Theory]
    [InlineData("public")]
    [InlineData("auth")]
    public async Task A_change_by_someone_who_may_not_read_is_answered_with_what_they_sent(string update)
    {
        var name = await Server.NewCollection(
            """{"name": "a"}, {"name": "secret"}, {"name": "b"}""",
            $$$"""{"access": {"list": "admin", "read": "admin", "update": "{{{update}}}"}}""");
        var made = (await Admin.Post(Path(name), """{"a": "1", "b": "2", "secret": "private"}""")).Expect(201);
        var path = $"{Path(name)}/{made.Id}";
        var user = await Server.NewUser();
        ApiClient[] callers = update == "public" ? [user.Api, Server.Anonymous] : [user.Api];

        foreach (var caller in callers)
        {
            (await caller.Get(path)).Expect(403);
            (await caller.Patch(path, "{}")).Expect(200).Data.GetRawText().ShouldBe("{}");
            var changed = (await caller.Patch(path, """{"data": {"dropped": 1, "b": "3", "a": null}}""")).Expect(200);
            changed.Data.GetRawText().ShouldBe("""{"a":null,"b":"3"}""");
            changed.Id.ShouldBe(made.Id);
        }

        (await Admin.Patch(path, "{}")).Expect(200).Data.GetRawText().ShouldBe("""{"a":null,"secret":"private","b":"3"}""");
    }

    [Fact]
    public async Task Changes_of_different_fields_at_once_are_all_kept()
    {
        var fields = Enumerable.Range(0, 20).Select(i => $"f{i}").ToList();
        var name = await Server.NewCollection(string.Join(',', fields.Select(field => $$"""{"name": "{{field}}", "type": "int"}""")));
        var record = $"{Path(name)}/{(await Admin.Post(Path(name), "{}")).Expect(201).Id}";

        await Task.WhenAll(fields.Select(async (field, i) => (await Admin.Patch(record, $$"""{"{{field}}": {{i}}}""")).Expect(200)));

        (await Admin.Get(record)).Expect(200).Data.GetRawText()
            .ShouldBe("{" + string.Join(',', fields.Select((field, i) => $"\"{field}\":{i}")) + "}");
    }

    [Fact]
    public async Task A_deleted_record_is_gone()
    {
        var name = await Server.NewCollection();
        var record = $"{Path(name)}/{(await Admin.Post(Path(name), "{}")).Expect(201).Id}";

        (await Admin.Delete(record)).Expect(204);
        (await Admin.Get(record)).Expect(404);
        (await Admin.Patch(record, "{}")).Expect(404);
        (await Admin.Delete(record)).Expect(404);
        (await Admin.Get(Path(name))).Expect(200).Json.GetProperty("total").GetInt32().ShouldBe(0);
    }

    [Fact]
    public async Task Ids_rise_strictly_also_under_parallel_writes()
    {
        var name = await Server.NewCollection();
        var ids = new List<string>();
        for (var i = 0; i < 50; i++) ids.Add((await Admin.Post(Path(name), "{}")).Expect(201).Id);

        ids.ShouldBeInOrder(SortDirection.Ascending, StringComparer.Ordinal);
        ids.ShouldBeUnique();
        ids.ShouldAllBe(id => !id.Any(char.IsUpper));

        var parallel = await Task.WhenAll(Enumerable.Range(0, 50).Select(async _ => (await Admin.Post(Path(name), "{}")).Expect(201).Id));
        parallel.Concat(ids).ShouldBeUnique();
        string.CompareOrdinal(ids[^1], parallel.Min(StringComparer.Ordinal)).ShouldBeNegative();
        (await Admin.Get(Path(name))).Json.GetProperty("total").GetInt32().ShouldBe(100);
    }

    [Fact]
    public async Task A_record_of_nobody_known_has_no_owner()
    {
        var name = await Server.NewCollection(options: """{"access": {"create": "public"}}""");

        (await Server.Anonymous.Post(Path(name), "{}")).Expect(201).Json.GetProperty("owner_id").GetRawText().ShouldBe("null");
    }

    [Fact]
    public async Task An_owner_cannot_be_chosen()
    {
        var name = await Server.NewCollection("""{"name": "title"}, {"name": "owner_id"}""");
        var user = await Server.NewUser();

        var made = (await user.Api.Post(Path(name), $$$"""{"owner_id": "{{{Server.Admin.Id}}}", "data": {"owner_id": "x"}}""")).Expect(201);
        made.Json.GetProperty("owner_id").GetString().ShouldBe(user.Id);
        (await Admin.Patch($"{Path(name)}/{made.Id}", """{"title": "t"}""")).Expect(200).Json.GetProperty("owner_id").GetString().ShouldBe(user.Id);
    }

    [Theory]
    [InlineData("{}", """{"data": {"title": "t", "other": 1}}""", 201)]
    [InlineData("{}", """{"data": {"title": "t"}, "other": 1}""", 201)]
    [InlineData("{}", """{"title": "t"}""", 201)]
    [InlineData("{}", """{"title": "t", "other": 1}""", 400, "extra_forbidden @ body.other")]
    [InlineData("{}", """{"data": null}""", 422, "dict_type @ body.data")]
    [InlineData("{}", """{"data": "t"}""", 422, "dict_type @ body.data")]
    [InlineData("{}", """{"data": [{"title": "t"}]}""", 422, "dict_type @ body.data")]
    [InlineData("""{"unknown_fields": "refuse"}""", """{"data": {"title": "t"}}""", 201)]
    [InlineData("""{"unknown_fields": "refuse"}""", """{"data": {"a": 1, "b": 2}}""", 400, "extra_forbidden @ body.data.a", "extra_forbidden @ body.data.b")]
    [InlineData("""{"unknown_fields": "ignore"}""", """{"data": {"a": 1}}""", 201)]
    public async Task A_body_is_wrapped_or_flat(string options, string body, int status, params string[] problems)
    {
        var name = await Server.NewCollection(options: options);
        var record = $"{Path(name)}/{(await Admin.Post(Path(name), "{}")).Expect(201).Id}";

        foreach (var answer in (Answer[])[await Admin.Post(Path(name), body), await Admin.Patch(record, body)])
        {
            answer.Expect(answer.Status == 200 ? 200 : status);
            if (status == 201) answer.Data.EnumerateObject().Count().ShouldBe(1);
            else answer.Problems.ShouldBe(problems);
        }
    }

    [Fact]
    public async Task A_field_named_data_takes_the_wrapped_form_only()
    {
        var name = await Server.NewCollection("""{"name": "data", "type": "dict"}""");

        (await Admin.Post(Path(name), """{"data": {"data": {"x": 1}}}""")).Expect(201).Data.GetRawText().ShouldBe("""{"data":{"x":1}}""");
        (await Admin.Post(Path(name), """{"data": {"x": 1}}""")).Expect(201).Data.GetRawText().ShouldBe("""{"data":{}}""");
        (await Admin.Post(Path(name), "{}")).Expect(422).Problems.ShouldBe(["missing @ body.data"]);
    }

    [Fact]
    public async Task Defaults_fill_what_is_absent_also_where_it_is_required()
    {
        var name = await Server.NewCollection("""
            {"name": "s", "default": "it's"}, {"name": "n", "type": "int", "default": "7", "required": true},
            {"name": "f", "type": "float", "default": 1}, {"name": "b", "type": "bool", "default": false},
            {"name": "l", "type": "list[int]", "default": [1, "2"]}, {"name": "d", "type": "dict"}, {"name": "none", "type": "int"}
            """);

        (await Admin.Post(Path(name), "{}")).Expect(201).Data.GetRawText()
            .ShouldBe("""{"s":"it's","n":7,"f":1.0,"b":false,"l":[1,2],"d":{},"none":null}""");
        (await Admin.Post(Path(name), """{"s": null, "n": null, "l": null, "d": null, "none": null}""")).Expect(400)
            .Problems.ShouldBe(["string_type @ body.s", "int_type @ body.n", "list_type @ body.l", "dict_type @ body.d"]);
    }

    [Fact]
    public async Task All_that_is_wrong_with_a_record_is_told_at_once()
    {
        var name = await Server.NewCollection("""
            {"name": "title", "required": true, "max_length": 3}, {"name": "n", "type": "int", "min": 1},
            {"name": "code", "pattern": "^[a-z]+$"}, {"name": "tags", "type": "list[int]"}, {"name": "ok"}
            """);

        var answer = (await Admin.Post(Path(name), """{"data": {"n": 0, "code": "A1", "tags": [1, "x", null], "ok": "fine"}}""")).Expect(400);

        answer.Problems.ShouldBe([
            "missing @ body.data.title", "greater_than_equal @ body.data.n", "string_pattern_mismatch @ body.data.code",
            "int_parsing @ body.data.tags.1", "int_type @ body.data.tags.2"]);
        answer.Detail.ShouldStartWith("Validation error: title: Field required; n: Input should be greater than or equal to 1; ");
        var range = answer.Errors[1];
        range.GetProperty("input").GetRawText().ShouldBe("0");
        range.GetProperty("ctx").GetRawText().ShouldBe("""{"ge":1}""");
        answer.Errors[0].TryGetProperty("ctx", out _).ShouldBeFalse();
        answer.Json.EnumerateObject().Select(member => member.Name).ShouldBe(["detail", "errors"]);
        answer.Errors[1].EnumerateObject().Select(member => member.Name).ShouldBe(["type", "loc", "msg", "input", "ctx"]);
        (await Admin.Get(Path(name))).Json.GetProperty("total").GetInt32().ShouldBe(0);
    }

    [Theory]
    [InlineData("9223372036854775807", 201, "9223372036854775807")]
    [InlineData("-9223372036854775808", 201, "-9223372036854775808")]
    [InlineData("9223372036854775808", 400, null)]
    [InlineData("-9223372036854775809", 400, null)]
    [InlineData("1e18", 201, "1000000000000000000")]
    [InlineData("9223372036854775808.0", 400, null)]
    [InlineData("1e400", 400, null)]
    [InlineData("\"9223372036854775807\"", 201, "9223372036854775807")]
    [InlineData("\"9223372036854775808\"", 400, null)]
    [InlineData("7.0", 201, "7")]
    [InlineData("7.5", 400, null)]
    [InlineData("true", 201, "1")]
    [InlineData("\" +7 \"", 201, "7")]
    [InlineData("\"\"", 400, null)]
    [InlineData("-0", 201, "0")]
    [InlineData("[1]", 400, null)]
    public Task Integers_have_64_bits(string given, int status, string? kept) => Check("int", given, status, kept);

    [Theory]
    [InlineData("1", 201, "1.0")]
    [InlineData("-0.0", 201, "0.0")]
    [InlineData("5e-324", 201, "5E-324")]
    [InlineData("1.7976931348623157e308", 201, "1.7976931348623157E+308")]
    [InlineData("0.1", 201, "0.1")]
    [InlineData("9007199254740993", 201, "9007199254740992.0")]
    [InlineData("1e309", 400, null)]
    [InlineData("-1e400", 400, null)]
    [InlineData("\"nan\"", 400, null)]
    [InlineData("\"Infinity\"", 400, null)]
    [InlineData("\"-inf\"", 400, null)]
    [InlineData("NaN", 422, null)]
    [InlineData("Infinity", 422, null)]
    [InlineData("\"1e3\"", 201, "1000.0")]
    [InlineData("false", 201, "0.0")]
    [InlineData("{}", 400, null)]
    public Task Floats_are_finite(string given, int status, string? kept) => Check("float", given, status, kept);

    [Theory]
    [InlineData("\"YES\"", 201, "true")]
    [InlineData("0", 201, "false")]
    [InlineData("1.0", 201, "true")]
    [InlineData("2", 400, null)]
    [InlineData("\" true\"", 400, null)]
    [InlineData("\"\"", 400, null)]
    public Task Booleans_come_in_many_words(string given, int status, string? kept) => Check("bool", given, status, kept);

    [Theory]
    [InlineData("\"\"", 201, "\"\"")]
    [InlineData("\"a\\u0000b\"", 201, "\"a\\u0000b\"")]
    [InlineData("\"\\u0000\"", 201, "\"\\u0000\"")]
    [InlineData("\"\\ud83c\\udf89 ü\"", 201, "\"🎉 ü\"")]
    [InlineData("\"it's \\\"quoted\\\" \\\\ \\/ \"", 201, "\"it's \\\"quoted\\\" \\\\ / \"")]
    [InlineData("\"\\n\\t\\r\\b\\f\\u001f\\u007f\\u2028\"", 201, "\"\\n\\t\\r\\u0008\\u000c\\u001f\u007f\u2028\"")]
    [InlineData("\"'); DROP TABLE _user; --\"", 201, "\"'); DROP TABLE _user; --\"")]
    [InlineData("\"\\ud83c\"", 400, null)]
    [InlineData("\"\\udf89\\ud83c\"", 400, null)]
    [InlineData("5", 400, null)]
    [InlineData("true", 400, null)]
    public Task Strings_are_any_Unicode_text(string given, int status, string? kept) => Check("string", given, status, kept);

    [Theory]
    [InlineData("[1, \"a\", null, {\"x\": [ ]}]", 201, "[1,\"a\",null,{\"x\":[]}]")]
    [InlineData("[1e2, 12345678901234567890123, 1.50]", 201, "[1e2,12345678901234567890123,1.50]")]
    [InlineData("[\"\\ud800\"]", 400, null)]
    [InlineData("[1e400]", 400, null)]
    [InlineData("{}", 400, null)]
    [InlineData("\"[]\"", 400, null)]
    public Task Lists_hold_any_JSON(string given, int status, string? kept) => Check("list", given, status, kept);

    [Theory]
    [InlineData("{ \"b\" : 1 , \"a\" : { } }", 201, "{\"b\":1,\"a\":{}}")]
    [InlineData("{\"\": 1, \"\\u0000\": 2, \"__proto__\": 3}", 201, "{\"\":1,\"\\u0000\":2,\"__proto__\":3}")]
    [InlineData("{\"\\ud800\": 1}", 422, null)]
    [InlineData("{\"a\": {\"b\": \"\\udc00\"}}", 400, null)]
    [InlineData("[]", 400, null)]
    public Task Objects_hold_any_JSON(string given, int status, string? kept) => Check("dict", given, status, kept);

    [Fact]
    public async Task Lengths_count_code_points()
    {
        var name = await Server.NewCollection("""{"name": "s", "min_length": 2, "max_length": 3}""");

        (await Admin.Post(Path(name), """{"s": "🎉🎉🎉"}""")).Expect(201);
        (await Admin.Post(Path(name), """{"s": "🎉🎉🎉🎉"}""")).Expect(400).Problems.ShouldBe(["string_too_long @ body.s"]);
        (await Admin.Post(Path(name), """{"s": "🎉"}""")).Expect(400).Errors[0].GetProperty("ctx").GetRawText().ShouldBe("""{"min_length":2}""");
    }

    [Fact]
    public async Task A_large_record_comes_back_whole()
    {
        var name = await Server.NewCollection();
        var title = string.Concat(Enumerable.Repeat("große \\\"Worte\\\" 🎉\\n", 200_000));

        var made = (await Admin.Post(Path(name), $$"""{"title": "{{title}}"}""")).Expect(201);

        Encoding.UTF8.GetByteCount(made.Text).ShouldBeGreaterThan(4_000_000);
        made.Data.GetRawText().ShouldBe($$"""{"title":"{{title}}"}""");
        (await Admin.Get($"{Path(name)}/{made.Id}")).Expect(200).Text.ShouldBe(made.Text);
    }

    private static string Path(string collection) => $"/api/collections/{collection}/records";

    private async Task Check(string type, string given, int status, string? kept)
    {
        var name = await Server.NewCollection($$"""{"name": "v", "type": "{{type}}"}""");

        var answer = (await Admin.Post(Path(name), $$$"""{"data": {"v": {{{given}}}}}""")).Expect(status);

        if (status == 400) answer.Problems[0].Split(" @ ")[1].ShouldStartWith("body.data.v");
        if (kept is null) return;
        answer.Data.GetRawText().ShouldBe($"{{\"v\":{kept}}}");
        (await Admin.Get($"{Path(name)}/{answer.Id}")).Expect(200).Text.ShouldBe(answer.Text);
        (await Admin.Patch($"{Path(name)}/{answer.Id}", "{}")).Expect(200).Data.GetRawText().ShouldBe($"{{\"v\":{kept}}}");
    }
}
