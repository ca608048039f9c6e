using Microsoft.Data.Sqlite;

using Shouldly;

using TinyBase.Server.Tests.Hosting;

using Xunit;

namespace TinyBase.Server.Tests.Collections;

public sealed class SchemaMigrationTests(ServerFixture fixture)
{
    private TestServer Server => fixture.Server;

    private ApiClient Admin => Server.Admin.Api;

    [Fact]
    public async Task A_renamed_field_keeps_its_values_and_its_index()
    {
        var (name, path) = await Collection("""{"name": "title", "unique": true}, {"name": "n", "type": "int"}""");
        var made = (await Admin.Post(path, """{"data": {"title": "t", "n": 1}}""")).Expect(201);

        var view = (await Change(name, """{"name": "n", "type": "int"}, {"name": "heading", "renamed_from": "title", "unique": true}""")).Expect(200);

        view.Json.GetProperty("schema").GetRawText().ShouldNotContain("renamed_from");
        (await Admin.Get($"{path}/{made.Id}")).Expect(200).Data.GetRawText().ShouldBe("""{"n":1,"heading":"t"}""");
        (await Admin.Post(path, """{"data": {"heading": "t"}}""")).Expect(400).Problems.ShouldBe(["unique @ body.data.heading"]);
        // The old name is free again, with a constraint of its own.
        (await Change(
            name, """{"name": "n", "type": "int"}, {"name": "heading", "unique": true}, {"name": "title", "unique": true}""")).Expect(200);
        (await Admin.Post(path, """{"data": {"title": "t"}}""")).Expect(201);
        Columns(name).ShouldNotContain(column => column.StartsWith("_removed", StringComparison.Ordinal));
    }

    [Fact]
    public async Task After_a_rename_label_and_options_can_be_changed_without_the_schema()
    {
        var (name, path) = await Collection("""{"name": "title"}""");
        var made = (await Admin.Post(path, """{"data": {"title": "t"}}""")).Expect(201);
        (await Change(name, """{"name": "heading", "renamed_from": "title"}""")).Expect(200);

        (await Admin.Patch($"/api/collections/{name}", """{"label": "Other", "options": {"indexes": [{"fields": ["heading"]}]}}""")).Expect(200);

        (await Admin.Get($"{path}/{made.Id}")).Expect(200).Data.GetRawText().ShouldBe("""{"heading":"t"}""");
    }

    [Fact]
    public async Task A_field_can_be_renamed_to_its_name_in_other_case_and_change_its_type_at_once()
    {
        var (name, path) = await Collection("""{"name": "n"}""");
        var made = (await Admin.Post(path, """{"data": {"n": "7"}}""")).Expect(201);

        (await Change(name, """{"name": "N", "type": "int", "renamed_from": "n"}""")).Expect(200);

        (await Admin.Get($"{path}/{made.Id}")).Expect(200).Data.GetRawText().ShouldBe("""{"N":7}""");
    }

    [Theory]
    [InlineData("""{"name": "A"}, {"name": "d", "renamed_from": "a"}, {"name": "b"}""", """{"A":null,"d":"1","b":"2"}""")]
    [InlineData("""{"name": "B", "renamed_from": "a"}, {"name": "c", "renamed_from": "b"}""", """{"B":"1","c":"2"}""")]
    [InlineData("""{"name": "B", "renamed_from": "a", "unique": true}, {"name": "A", "renamed_from": "b"}""", """{"B":"1","A":"2"}""")]
    public async Task The_name_of_a_renamed_field_is_free_for_another_in_other_case(string fields, string data)
    {
        var (name, path) = await Collection("""{"name": "a"}, {"name": "b"}""");
        var made = (await Admin.Post(path, """{"data": {"a": "1", "b": "2"}}""")).Expect(201);

        (await Change(name, fields)).Expect(200);

        (await Admin.Get($"{path}/{made.Id}")).Expect(200).Data.GetRawText().ShouldBe(data);
    }

    [Theory]
    [InlineData("""{"name": "x", "renamed_from": "missing"}""", "field 'x' cannot be renamed from 'missing': there is no such field")]
    [InlineData("""{"name": "b", "renamed_from": "a"}""", "field 'a' cannot be renamed to 'b': there is such a field already")]
    [InlineData("""{"name": "x", "renamed_from": "a"}, {"name": "a"}""", "field 'a' cannot be renamed to 'x' and kept as well")]
    [InlineData("""{"name": "x", "renamed_from": "a"}, {"name": "y", "renamed_from": "a"}""", "field 'a' cannot be renamed to more than one name")]
    public async Task A_rename_that_makes_no_sense_is_refused(string fields, string reason)
    {
        var (name, path) = await Collection("""{"name": "a"}, {"name": "b"}""");
        var made = (await Admin.Post(path, """{"data": {"a": "1", "b": "2"}}""")).Expect(201);

        (await Change(name, fields)).Expect(400).Detail.ShouldBe("Invalid schema: " + reason);

        (await Admin.Get($"{path}/{made.Id}")).Expect(200).Text.ShouldBe(made.Text);
    }

    [Fact]
    public async Task A_new_collection_has_nothing_to_rename()
    {
        var body = $$$"""{"name": "{{{TestServer.NewName("new")}}}", "label": "L", "schema": {"fields": [{"name": "a", "renamed_from": "b"}]}}""";

        (await Admin.Post("/api/collections", body)).Expect(400).Detail
            .ShouldBe("Invalid schema: field 'a' cannot be renamed from 'b': the collection is new");
    }

    [Theory]
    [InlineData("\"type\": \"int\"", "7", "\"type\": \"float\"", "7.0")]
    [InlineData("\"type\": \"int\"", "-7", "\"type\": \"string\"", "\"-7\"")]
    [InlineData("\"type\": \"float\"", "1.5", "\"type\": \"text\"", "\"1.5\"")]
    [InlineData("\"type\": \"float\"", "7.0", "\"type\": \"string\"", "\"7.0\"")]
    [InlineData("\"type\": \"bool\"", "true", "\"type\": \"string\"", "\"true\"")]
    [InlineData("\"type\": \"bool\"", "true", "\"type\": \"int\"", "1")]
    [InlineData("\"type\": \"float\"", "7.0", "\"type\": \"int\"", "7")]
    [InlineData("\"type\": \"string\"", "\"7\"", "\"type\": \"int\"", "7")]
    [InlineData("\"type\": \"string\"", "\"a\\u0000\\\"\"", "\"type\": \"text\"", "\"a\\u0000\\\"\"")]
    [InlineData("\"type\": \"string\"", "\"2024-02-29\"", "\"type\": \"date\"", "\"2024-02-29\"")]
    [InlineData("\"type\": \"string\"", "\"2024-02-29T00:00+01:00\"", "\"type\": \"datetime\"", "\"2024-02-28T23:00:00.000000Z\"")]
    [InlineData("\"type\": \"string\"", "\"b\"", "\"type\": \"enum\", \"values\": [\"a\", \"b\"]", "\"b\"")]
    [InlineData("\"type\": \"list\"", "[\"1\", 2]", "\"type\": \"list[int]\"", "[1,2]")]
    [InlineData("\"type\": \"list[string]\"", "[\"1\"]", "\"type\": \"list\"", "[\"1\"]")]
    [InlineData("\"type\": \"int\"", "null", "\"type\": \"date\"", "null")]
    public async Task A_field_changes_its_type_where_every_value_can(string before, string given, string after, string kept)
    {
        var (name, path) = await Collection($$"""{"name": "v", {{before}}}""");
        var made = (await Admin.Post(path, $$$"""{"data": {"v": {{{given}}}}}""")).Expect(201);

        (await Change(name, $$"""{"name": "v", {{after}}}""")).Expect(200);

        (await Admin.Get($"{path}/{made.Id}")).Expect(200).Data.GetRawText().ShouldBe($$"""{"v":{{kept}}}""");
        (await Admin.Patch($"{path}/{made.Id}", "{}")).Expect(200).Data.GetRawText().ShouldBe($$"""{"v":{{kept}}}""");
    }

    [Theory]
    [InlineData("\"type\": \"int\", \"default\": 5", "null", "5")]
    [InlineData("\"type\": \"int\", \"default\": 5, \"unique\": true", "null", "5")]
    [InlineData("\"type\": \"enum\", \"values\": [\"x\"], \"default\": \"x\"", "null", "\"x\"")]
    // These always have a value.
    [InlineData("\"type\": \"int\", \"default\": 5, \"required\": true", "5", "5")]
    [InlineData("\"type\": \"list\"", "[]", "[]")]
    [InlineData("\"type\": \"list[int]\", \"default\": [1]", "[1]", "[1]")]
    [InlineData("\"type\": \"dict\"", "{}", "{}")]
    public async Task A_record_without_a_value_has_none_of_the_new_type(string after, string kept, string withNextChange)
    {
        var (name, path) = await Collection("""{"name": "v"}, {"name": "w"}""");
        var made = (await Admin.Post(path, """{"data": {"w": "x"}}""")).Expect(201);
        var schema = $$$"""{"schema": {"fields": [{"name": "v", {{{after}}}}, {"name": "w"}]}}""";

        var step = (await Admin.Patch($"/api/collections/{name}?dry_run=true", schema)).Expect(200).Json.GetProperty("changes")[0];
        (await Admin.Patch($"/api/collections/{name}", schema)).Expect(200);

        step.GetProperty("rows_touched").GetInt32().ShouldBe(kept == "null" ? 0 : 1);
        (await Admin.Get($"{path}/{made.Id}")).Expect(200).Data.GetRawText().ShouldBe($$"""{"v":{{kept}},"w":"x"}""");
        // As with a default that a field gets without another type.
        (await Admin.Patch($"{path}/{made.Id}", """{"w": "y"}""")).Expect(200).Data.GetRawText().ShouldBe($$"""{"v":{{withNextChange}},"w":"y"}""");
    }

    [Fact]
    public async Task Records_without_a_value_do_not_stand_in_the_way_of_a_unique_field_of_another_type()
    {
        var (name, path) = await Collection("""{"name": "v"}""");
        for (var i = 0; i < 2; i++) (await Admin.Post(path, """{"data": {"v": null}}""")).Expect(201);
        const string Wanted = """{"schema": {"fields": [{"name": "v", "type": "int", "default": 5, "unique": true}]}}""";

        (await Admin.Patch($"/api/collections/{name}?dry_run=true", Wanted)).Expect(200).Json.GetProperty("would_succeed").GetBoolean().ShouldBeTrue();
        (await Admin.Patch($"/api/collections/{name}", Wanted)).Expect(200);
    }

    [Fact]
    public async Task A_change_of_type_that_records_do_not_survive_is_refused_with_their_number_and_the_first()
    {
        var (name, path) = await Collection("""{"name": "v", "index": true}, {"name": "w"}""");
        var ids = new List<string>();
        for (var i = 0; i < 20; i++)
        {
            var value = i % 2 == 0 ? $"x{i}" : $"{i}";
            ids.Add((await Admin.Post(path, $$$"""{"data": {"v": "{{{value}}}"}}""")).Expect(201).Id);
        }

        var refused = (await Change(name, """{"name": "v", "type": "int"}""")).Expect(400);

        refused.Detail.ShouldStartWith(
            $"Invalid schema: field 'v' of type 'string' cannot become 'int': 10 records have a value that does not fit, the first are: {ids[0]} ('x0'); ");
        refused.Detail.Split("; ").Length.ShouldBe(5);
        (await Admin.Get($"{path}/{ids[0]}")).Expect(200).Data.GetRawText().ShouldBe("""{"v":"x0","w":null}""");
        Columns(name).ShouldBe(["_key", "_id", "_owner", "_created", "_updated", "_version", "v", "w"], ignoreOrder: true);
    }

    [Fact]
    public async Task The_values_of_before_a_change_of_type_are_kept_until_they_are_purged()
    {
        var (name, path) = await Collection("""{"name": "v", "unique": true}, {"name": "old"}""");
        var made = (await Admin.Post(path, """{"data": {"v": "07", "old": "o"}}""")).Expect(201);
        (await Change(name, """{"name": "v", "type": "int", "unique": true}, {"name": "old"}""")).Expect(200);
        (await Admin.Post(path, """{"data": {"v": 7}}""")).Expect(400).Problems.ShouldBe(["unique @ body.data.v"]);
        (await Change(name, """{"name": "v", "type": "int"}""")).Expect(200);
        Columns(name).ShouldContain("_removed_1_v");
        Columns(name).ShouldContain("_removed_2_old");

        (await Admin.Patch($"/api/collections/{name}", """{"purge_removed": true}""")).Expect(200);

        Columns(name).ShouldBe(["_key", "_id", "_owner", "_created", "_updated", "_version", "v"], ignoreOrder: true);
        (await Admin.Get($"{path}/{made.Id}")).Expect(200).Data.GetRawText().ShouldBe("""{"v":7}""");
        (await Change(name, """{"name": "w"}""")).Expect(200);
        Columns(name).ShouldContain("_removed_1_v");
        (await Admin.Patch($"/api/collections/{name}", """{"purge_removed": "perhaps"}""")).Expect(422);
    }

    [Fact]
    public async Task Changed_constraints_count_for_later_writes_only()
    {
        var (name, path) = await Collection("""{"name": "n", "type": "int"}""");
        var made = (await Admin.Post(path, """{"data": {"n": 1}}""")).Expect(201);

        (await Change(name, """{"name": "n", "type": "int", "min": 5, "required": true}""")).Expect(200);

        (await Admin.Get($"{path}/{made.Id}")).Expect(200).Text.ShouldBe(made.Text);
        (await Admin.Post(path, """{"data": {"n": 1}}""")).Expect(400).Problems.ShouldBe(["greater_than_equal @ body.data.n"]);
        (await Admin.Post(path, """{"data": {"n": 5}}""")).Expect(201);
    }

    [Fact]
    public async Task Reads_and_writes_go_on_while_a_type_changes_to_and_fro()
    {
        var (name, path) = await Collection("""{"name": "v"}""");
        for (var i = 0; i < 20; i++) (await Admin.Post(path, """{"data": {"v": "1"}}""")).Expect(201);
        using var changed = new CancellationTokenSource();
        var calls = Enumerable.Range(0, 2).Select(async worker =>
        {
            var statuses = new HashSet<int>();
            while (!changed.IsCancellationRequested)
            {
                var answer = worker == 0 ? await Server.Anonymous.Get($"{path}?limit=5") : await Admin.Post(path, """{"data": {"v": "1"}}""");
                statuses.Add(answer.Status);
            }

            return statuses;
        }).ToList();

        for (var i = 0; i < 6; i++)
        {
            (await Change(name, i % 2 == 0 ? """{"name": "v", "type": "int"}""" : """{"name": "v", "type": "string"}""")).Expect(200);
        }

        await changed.CancelAsync();
        // While it is an int, "1" is one; so every call has a meaning under every version.
        (await Task.WhenAll(calls)).SelectMany(statuses => statuses).ShouldBeSubsetOf([200, 201]);
        (await Admin.Get($"{path}?limit=1000")).Expect(200).Json.GetProperty("records").EnumerateArray()
            .ShouldAllBe(record => record.GetProperty("data").GetProperty("v").GetString() == "1");
    }

    private Task<Answer> Change(string name, string fields) =>
        Admin.Patch($"/api/collections/{name}", $$$"""{"schema": {"fields": [{{{fields}}}]}}""");

    private async Task<(string Name, string Path)> Collection(string fields)
    {
        var name = await Server.NewCollection(fields);
        return (name, $"/api/collections/{name}/records");
    }

    private List<string> Columns(string table)
    {
        using var connection = new SqliteConnection($"Data Source={Server.DatabasePath};Pooling=False;Mode=ReadOnly");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT name FROM pragma_table_info($table)";
        command.Parameters.AddWithValue("$table", table);
        using var reader = command.ExecuteReader();
        var names = new List<string>();
        while (reader.Read()) names.Add(reader.GetString(0));
        return names;
    }
}
