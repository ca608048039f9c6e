using System.Text.Json;

using Shouldly;

using TinyBase.Server.Tests.Hosting;

using Xunit;

namespace TinyBase.Server.Tests.Collections;

public sealed class CollectionTests(ServerFixture fixture)
{
    private const string Path = "/api/collections";

    private TestServer Server => fixture.Server;

    private ApiClient Admin => Server.Admin.Api;

    [Fact]
    public async Task A_collection_is_answered_as_it_was_given()
    {
        var name = TestServer.NewName("books");
        const string Schema = """{"note":"kept ü","fields":[{"name":"title","type":"String","required":true,"ui":{"x":[1,2.50]}}]}""";
        const string Options = """{"access":{"list":"auth"},"color":"red"}""";

        var answer = (await Admin.Post(Path, $$"""{"name":"{{name}}","label":"Books & <b>","schema":{{Schema}},"options":{{Options}},"x":1}""")).Expect(201);

        var created = answer.Json.GetProperty("created_at").GetString()!;
        created.ShouldMatch(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$");
        Guid.Parse(answer.Id).Version.ShouldBe(7);
        answer.Text.ShouldBe(
            $$"""{"id":"{{answer.Id}}","name":"{{name}}","label":"Books & <b>","schema":{{Schema}},"options":{{Options}},"created_at":"{{created}}","updated_at":"{{created}}"}""");
        (await Admin.Get($"{Path}/{name}")).Expect(200).Text.ShouldBe(answer.Text);
    }

    [Fact]
    public async Task Options_are_shown_to_admins_only()
    {
        var name = await Server.NewCollection(options: """{"secret":"x"}""");
        var user = (await Server.NewUser()).Api;

        foreach (var caller in (ApiClient[])[Server.Anonymous, user])
        {
            (await caller.Get($"{Path}/{name}")).Expect(200).Json.GetProperty("options").GetRawText().ShouldBe("{}");
            InList(await caller.Get(Path), name)!.Value.GetProperty("options").GetRawText().ShouldBe("{}");
        }

        InList(await Admin.Get(Path), name)!.Value.GetProperty("options").GetRawText().ShouldBe("""{"secret":"x"}""");
    }

    [Fact]
    public async Task A_list_shows_what_the_caller_may_list_or_create_oldest_first()
    {
        var open = await Server.NewCollection();
        var users = await Server.NewCollection(options: """{"access": {"list": "admin", "create": "auth"}}""");
        var admins = await Server.NewCollection(options: """{"access": {"list": "admin", "create": "admin"}}""");
        var user = (await Server.NewUser()).Api;
        async Task<List<string?>> Names(ApiClient caller) =>
            [.. (await caller.Get(Path)).Expect(200).Json.EnumerateArray()
                .Select(item => item.GetProperty("name").GetString())
                .Where(name => name == open || name == users || name == admins)];

        (await Names(Server.Anonymous)).ShouldBe([open]);
        (await Names(user)).ShouldBe([open, users]);
        (await Names(Admin)).ShouldBe([open, users, admins]);
    }

    [Fact]
    public async Task A_change_replaces_what_it_names_and_nothing_else()
    {
        var name = await Server.NewCollection(options: """{"a": 1}""");
        var before = (await Admin.Get($"{Path}/{name}")).Expect(200).Json;

        var after = (await Admin.Patch($"{Path}/{name}", """{"label": "New", "schema": null, "name": "other", "id": "x"}""")).Expect(200).Json;

        after.GetProperty("label").GetString().ShouldBe("New");
        foreach (var same in (string[])["id", "name", "schema", "options", "created_at"])
        {
            after.GetProperty(same).GetRawText().ShouldBe(before.GetProperty(same).GetRawText());
        }

        string.CompareOrdinal(after.GetProperty("updated_at").GetString(), before.GetProperty("updated_at").GetString())
            .ShouldBePositive();
        (await Admin.Patch($"{Path}/{name}", """{"options": {"b": 2}}""")).Expect(200)
            .Json.GetProperty("options").GetRawText().ShouldBe("""{"b":2}""");
        (await Admin.Patch($"{Path}/{name}", """{"options": {}}""")).Expect(200)
            .Json.GetProperty("options").GetRawText().ShouldBe("{}");
    }

    [Fact]
    public async Task New_rules_count_at_once()
    {
        var name = await Server.NewCollection();
        (await Server.Anonymous.Get($"{Path}/{name}/records")).Expect(200);

        (await Admin.Patch($"{Path}/{name}", """{"options": {"access": {"list": "owner"}}}""")).Expect(200);
        (await Server.Anonymous.Get($"{Path}/{name}/records")).Expect(403);
        (await Admin.Patch($"{Path}/{name}", """{"options": {}}""")).Expect(200);
        (await Server.Anonymous.Get($"{Path}/{name}/records")).Expect(200);
    }

    [Fact]
    public async Task A_name_is_taken_once()
    {
        var name = await Server.NewCollection();
        var body = $$$"""{"name": "{{{name}}}", "label": "L", "schema": {}}""";

        (await Admin.Post(Path, body)).Expect(400).Text.ShouldBe($$"""{"detail":"Collection '{{name}}' already exists"}""");
    }

    [Fact]
    public async Task Of_many_collections_of_one_name_at_once_one_is_made()
    {
        var body = $$$"""{"name": "{{{TestServer.NewName("race")}}}", "label": "L", "schema": {}}""";

        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Admin.Post(Path, body)));

        answers.Count(answer => answer.Status == 201).ShouldBe(1);
        answers.Count(answer => answer.Status == 400).ShouldBe(9);
    }

    [Theory]
    [InlineData("Things", "string_pattern_mismatch")]
    [InlineData("1things", "string_pattern_mismatch")]
    [InlineData("_things", "string_pattern_mismatch")]
    [InlineData("my things", "string_pattern_mismatch")]
    [InlineData("my-things", "string_pattern_mismatch")]
    [InlineData("things\\n", "string_pattern_mismatch")]
    [InlineData("thıngs", "string_pattern_mismatch")]
    [InlineData("", "string_too_short")]
    public async Task A_name_has_lower_case_letters_digits_and_underscores(string name, string type)
    {
        var answer = (await Admin.Post(Path, $$$"""{"name": "{{{name}}}", "label": "L", "schema": {}}""")).Expect(422);

        answer.Problems.ShouldBe([$"{type} @ body.name"]);
        if (type == "string_pattern_mismatch")
        {
            answer.Errors[0].GetProperty("ctx").GetRawText().ShouldBe("""{"pattern":"^[a-z][a-z0-9_]*$"}""");
        }
    }

    [Fact]
    public async Task Names_and_labels_have_a_largest_length()
    {
        var name = TestServer.NewName("n").PadRight(100, 'x');
        var label = string.Concat(Enumerable.Repeat("🎉", 200));

        (await Admin.Post(Path, $$$"""{"name": "{{{name}}}", "label": "{{{label}}}", "schema": {}}""")).Expect(201);
        (await Admin.Post(Path, $$$"""{"name": "{{{name}}}x", "label": "{{{label}}}x", "schema": {}}""")).Expect(422)
            .Problems.ShouldBe(["string_too_long @ body.name", "string_too_long @ body.label"]);
        (await Admin.Patch($"{Path}/{name}", $$"""{"label": "{{label}}x"}""")).Expect(422).Problems.ShouldBe(["string_too_long @ body.label"]);
        (await Admin.Patch($"{Path}/{name}", """{"label": ""}""")).Expect(422).Problems.ShouldBe(["string_too_short @ body.label"]);
    }

    [Theory]
    [InlineData("{}", "missing @ body.name", "missing @ body.label", "missing @ body.schema")]
    [InlineData("""{"name": 1, "label": null, "schema": []}""", "string_type @ body.name", "string_type @ body.label", "dict_type @ body.schema")]
    [InlineData("""{"name": "a", "label": "\ud800", "schema": {}}""", "string_unicode @ body.label")]
    [InlineData("""{"name": ["\ud800"], "label": {"\n": "\udc00"}, "schema": "\ud800"}""", "string_type @ body.name", "string_type @ body.label", "dict_type @ body.schema")]
    [InlineData("""{"name": "a", "label": "l", "schema": {}, "options": "public"}""", "dict_type @ body.options")]
    public async Task All_that_is_wrong_with_a_collection_is_told_at_once(string body, params string[] problems) =>
        (await Admin.Post(Path, body)).Expect(422).Problems.ShouldBe(problems);

    [Theory]
    [InlineData("sqlite_things")]
    [InlineData("sqlite_")]
    public async Task Names_of_the_database_are_refused(string name) =>
        (await Admin.Post(Path, $$$"""{"name": "{{{name}}}", "label": "L", "schema": {}}""")).Expect(400)
            .Detail.ShouldBe("A collection's name cannot start with 'sqlite_'");

    [Theory]
    [InlineData("table")]
    [InlineData("select")]
    [InlineData("group")]
    [InlineData("records")]
    [InlineData("sqlite")]
    public async Task Words_of_SQL_are_names_like_others(string name)
    {
        (await Admin.Post(Path, $$$"""{"name": "{{{name}}}", "label": "L", "schema": {"fields": [{"name": "order"}]}}""")).Expect(201);
        (await Admin.Post($"{Path}/{name}/records", """{"order": "o"}""")).Expect(201);
        (await Admin.Get($"{Path}/{name}/records?sort_by=order")).Expect(200).Json.GetProperty("total").GetInt32().ShouldBe(1);
        (await Admin.Delete($"{Path}/{name}")).Expect(204);
    }

    [Theory]
    [InlineData("""{"access": "public"}""")]
    [InlineData("""{"access": {"read": "everybody"}}""")]
    [InlineData("""{"access": {"read": "Public"}}""")]
    [InlineData("""{"access": {"read": null}}""")]
    [InlineData("""{"access": {"write": "public"}}""")]
    [InlineData("""{"access": {"read": ["public"]}}""")]
    [InlineData("""{"unknown_fields": "drop"}""")]
    [InlineData("""{"unknown_fields": true}""")]
    [InlineData("""{"x": "\ud800"}""")]
    public async Task Options_that_mean_nothing_are_refused(string options)
    {
        var body = $$"""{"name": "{{TestServer.NewName("opt")}}", "label": "L", "schema": {}, "options": {{options}}}""";
        (await Admin.Post(Path, body)).Expect(400).Detail.ShouldStartWith("Invalid options: options");

        var name = await Server.NewCollection();
        (await Admin.Patch($"{Path}/{name}", $$"""{"options": {{options}}}""")).Expect(400).Detail.ShouldStartWith("Invalid options: options");
    }

    [Fact]
    public async Task A_collection_goes_with_its_records_and_its_name_starts_afresh()
    {
        var name = await Server.NewCollection();
        var old = (await Admin.Get($"{Path}/{name}")).Expect(200).Id;
        var record = (await Admin.Post($"{Path}/{name}/records", """{"title": "old"}""")).Expect(201).Id;

        (await Admin.Delete($"{Path}/{name}")).Expect(204);
        (await Admin.Get($"{Path}/{name}")).Expect(404);
        (await Admin.Get($"{Path}/{name}/records")).Expect(404);
        (await Admin.Get($"{Path}/{name}/records/{record}")).Expect(404);
        (await Admin.Delete($"{Path}/{name}")).Expect(404);

        (await Admin.Post(Path, $$$"""{"name": "{{{name}}}", "label": "L", "schema": {"fields": [{"name": "title", "type": "int"}]}}""")).Expect(201)
            .Id.ShouldNotBe(old);
        (await Admin.Get($"{Path}/{name}/records")).Expect(200).Text.ShouldBe("""{"records":[],"total":0,"limit":100,"offset":0,"next_cursor":null}""");
        (await Admin.Post($"{Path}/{name}/records", """{"title": 5}""")).Expect(201).Data.GetRawText().ShouldBe("""{"title":5}""");
    }

    [Fact]
    public async Task Rules_that_mean_anybody_are_logged_as_warnings()
    {
        var name = await Server.NewCollection(options: """{"access": {"list": "auth", "read": "auth", "delete": "public"}}""");

        Server.Logs.Lines.ShouldContain(line => line.StartsWith("Warning") && line.Contains($"Collection {name}: anybody may delete"));
        Server.Logs.Lines.ShouldNotContain(line => line.Contains($"Collection {name}: anybody may read"));
    }

    private static JsonElement? InList(Answer answer, string name) =>
        answer.Expect(200).Json.EnumerateArray().SingleOrDefault(item => item.GetProperty("name").GetString() == name);
}
