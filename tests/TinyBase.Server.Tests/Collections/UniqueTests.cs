using Microsoft.Data.Sqlite;

using Shouldly;

using TinyBase.Server.Tests.Hosting;

using Xunit;

namespace TinyBase.Server.Tests.Collections;

public sealed class UniqueTests(ServerFixture fixture)
{
    private TestServer Server => fixture.Server;

    private ApiClient Admin => Server.Admin.Api;

    [Fact]
    public async Task A_value_that_is_taken_is_refused_by_the_name_of_its_field()
    {
        var (_, path) = await Collection("""{"name": "code", "unique": true}, {"name": "title"}""");
        (await Admin.Post(path, """{"data": {"code": "a", "title": "1"}}""")).Expect(201);

        var refused = (await Admin.Post(path, """{"data": {"code": "a", "title": "2"}}""")).Expect(400);

        refused.Detail.ShouldBe("Validation error: code: Value is already used by another record");
        refused.Problems.ShouldBe(["unique @ body.data.code"]);
        refused.Errors.Single().GetProperty("input").GetString().ShouldBe("a");
        (await Admin.Post(path, """{"code": "a"}""")).Expect(400).Problems.ShouldBe(["unique @ body.code"]);
        (await Admin.Get(path)).Expect(200).Json.GetProperty("total").GetInt32().ShouldBe(1);
    }

    [Fact]
    public async Task A_change_to_a_taken_value_is_refused_and_the_record_stays_as_it_was()
    {
        var (_, path) = await Collection("""{"name": "n", "type": "int", "unique": true}, {"name": "title"}""");
        (await Admin.Post(path, """{"data": {"n": 1}}""")).Expect(201);
        var second = (await Admin.Post(path, """{"data": {"n": 2, "title": "t"}}""")).Expect(201);

        (await Admin.Patch($"{path}/{second.Id}", """{"data": {"n": "1", "title": "u"}}""")).Expect(400).Problems.ShouldBe(["unique @ body.data.n"]);

        (await Admin.Get($"{path}/{second.Id}")).Expect(200).Text.ShouldBe(second.Text);
        (await Admin.Patch($"{path}/{second.Id}", """{"data": {"n": 2, "title": "u"}}""")).Expect(200);
        (await Admin.Patch($"{path}/{second.Id}", """{"data": {"n": 3}}""")).Expect(200);
        (await Admin.Post(path, """{"data": {"n": 2}}""")).Expect(201);
    }

    [Fact]
    public async Task Any_number_of_records_may_have_no_value()
    {
        var (_, path) = await Collection("""{"name": "code", "unique": true}""");

        for (var i = 0; i < 3; i++) (await Admin.Post(path, """{"data": {}}""")).Expect(201);

        (await Admin.Get(path)).Expect(200).Json.GetProperty("total").GetInt32().ShouldBe(3);
    }

    [Fact]
    public async Task Addresses_are_compared_whatever_their_case()
    {
        var (_, path) = await Collection("""{"name": "mail", "type": "email", "unique": true, "index": true}""");
        (await Admin.Post(path, """{"data": {"mail": "Ada@example.com"}}""")).Expect(201);

        (await Admin.Post(path, """{"data": {"mail": "aDA@example.com"}}""")).Expect(400).Problems.ShouldBe(["unique @ body.data.mail"]);
    }

    [Fact]
    public async Task Several_fields_can_be_unique_together()
    {
        var (_, path) = await Collection(
            """{"name": "a"}, {"name": "b", "type": "int"}""", """{"indexes": [{"fields": ["b", "a"], "unique": true}]}""");
        (await Admin.Post(path, """{"data": {"a": "x", "b": 1}}""")).Expect(201);
        (await Admin.Post(path, """{"data": {"a": "x", "b": 2}}""")).Expect(201);
        (await Admin.Post(path, """{"data": {"a": "x"}}""")).Expect(201);
        (await Admin.Post(path, """{"data": {"a": "x"}}""")).Expect(201);

        var error = (await Admin.Post(path, """{"data": {"a": "x", "b": 1}}""")).Expect(400);

        error.Problems.ShouldBe(["unique @ body.data.b"]);
        error.Errors.Single().GetProperty("ctx").GetProperty("fields").EnumerateArray().Select(name => name.GetString()).ShouldBe(["b", "a"]);
    }

    [Fact]
    public async Task Of_many_creates_of_one_value_at_once_exactly_one_wins()
    {
        var (_, path) = await Collection("""{"name": "code", "unique": true}""");
        var (_, others) = await Collection("""{"name": "code"}""");

        var answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => Admin.Post(path, """{"data": {"code": "one"}}""")));
        var neighbours = Enumerable.Range(0, 50).Select(i => Admin.Post(i % 2 == 0 ? path : others, """{"data": {"code": "one"}}"""));
        var mixed = await Task.WhenAll(neighbours);

        answers.Count(answer => answer.Status == 201).ShouldBe(1);
        answers.Where(answer => answer.Status != 201).ShouldAllBe(answer => answer.Status == 400 && answer.Problems.Single() == "unique @ body.data.code");
        mixed.Select(answer => answer.Status).ShouldBe(Enumerable.Range(0, 50).Select(i => i % 2 == 0 ? 400 : 201));
        (await Admin.Get(path)).Expect(200).Json.GetProperty("total").GetInt32().ShouldBe(1);
        (await Admin.Get(others)).Expect(200).Json.GetProperty("total").GetInt32().ShouldBe(25);
    }

    [Theory]
    [InlineData("""{"indexes": [{"fields": ["missing"]}]}""", "Invalid options: options.indexes.0.fields.0: the collection has no field 'missing'")]
    [InlineData(
        """{"indexes": [{"fields": ["a", "l"]}]}""",
        "Invalid options: options.indexes.0.fields.1: 'l' is of type 'list', and lists and dicts cannot be indexed")]
    [InlineData("""{"indexes": [{"fields": "a"}]}""", "Invalid options: options.indexes.0.fields must be an array of 1 to 16 names of fields, not 'a'")]
    public async Task An_index_that_cannot_be_is_refused_when_it_is_saved(string options, string reason)
    {
        const string Fields = """{"name": "a"}, {"name": "l", "type": "list"}""";
        var body = $$$"""{"name": "{{{TestServer.NewName("bad")}}}", "label": "L", "schema": {"fields": [{{{Fields}}}]}, "options": {{{options}}}}""";
        (await Admin.Post("/api/collections", body)).Expect(400).Detail.ShouldBe(reason);

        var (name, _) = await Collection(Fields);
        (await Admin.Patch($"/api/collections/{name}", $$"""{"options": {{options}}}""")).Expect(400).Detail.ShouldBe(reason);
    }

    [Fact]
    public async Task Constraints_come_and_go_with_the_schema()
    {
        var (name, path) = await Collection("""{"name": "a"}, {"name": "b"}""");
        await Change(name, """[{"name": "a", "unique": true}, {"name": "b", "index": true}]""", 200);
        Indexes(name).ShouldBe([$"_index_{name}.b", $"_unique_{name}.a"]);
        (await Admin.Post(path, """{"data": {"a": "x"}}""")).Expect(201);
        (await Admin.Post(path, """{"data": {"a": "x"}}""")).Expect(400);

        (await Admin.Patch($"/api/collections/{name}", """{"options": {"indexes": [{"fields": ["a", "b"]}]}}""")).Expect(200);
        Indexes(name).ShouldBe([$"_index_{name}.a,b", $"_index_{name}.b", $"_unique_{name}.a"]);
        // Fields that an index still names cannot go, and go with it.
        (await Change(name, """[{"name": "a"}]""", 400)).Detail.ShouldContain("the collection has no field 'b'");
        (await Admin.Patch($"/api/collections/{name}", """{"schema": {"fields": [{"name": "a"}]}, "options": {}}""")).Expect(200);
        Indexes(name).ShouldBeEmpty();
        (await Admin.Post(path, """{"data": {"a": "x"}}""")).Expect(201);
    }

    [Fact]
    public async Task A_constraint_that_records_break_is_refused_with_the_values_and_records()
    {
        var (name, path) = await Collection("""{"name": "a"}, {"name": "n", "type": "int"}""");
        var ids = new List<string>();
        for (var i = 0; i < 21; i++) ids.Add((await Admin.Post(path, $$$"""{"data": {"a": "v{{{i % 7}}}", "n": {{{i}}}}}""")).Expect(201).Id);
        await Change(name, """[{"name": "a"}, {"name": "n", "type": "int", "unique": true}]""", 200);

        var refused = await Change(name, """[{"name": "a", "unique": true}, {"name": "n", "type": "int"}]""", 400);

        refused.Detail.ShouldStartWith(
            $"Invalid schema: 'a' cannot be unique: 7 values are there more than once, the first are: 'v0' in 3 records, such as {ids[0]} and {ids[14]}; ");
        refused.Detail.Split("; ").Length.ShouldBe(5);
        // Nothing of the change was kept.
        Indexes(name).ShouldBe([$"_unique_{name}.n"]);
        (await Admin.Post(path, """{"data": {"n": 5}}""")).Expect(400);
    }

    private async Task<(string Name, string Path)> Collection(string fields, string options = "{}")
    {
        var name = await Server.NewCollection(fields, options);
        return (name, $"/api/collections/{name}/records");
    }

    private async Task<Answer> Change(string name, string fields, int status) =>
        (await Admin.Patch($"/api/collections/{name}", $$$"""{"schema": {"fields": {{{fields}}}}}""")).Expect(status);

    private List<string> Indexes(string table)
    {
        using var connection = new SqliteConnection($"Data Source={Server.DatabasePath};Pooling=False;Mode=ReadOnly");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT name FROM sqlite_master WHERE type = 'index' AND tbl_name = $table AND sql IS NOT NULL ORDER BY name";
        command.Parameters.AddWithValue("$table", table);
        using var reader = command.ExecuteReader();
        var names = new List<string>();
        while (reader.Read()) names.Add(reader.GetString(0));
        return names;
    }
}
