using System.Text.Json;

using Microsoft.Data.Sqlite;

using Shouldly;

using TinyBase.Server.Tests.Hosting;

using Xunit;

namespace TinyBase.Server.Tests.Collections;

public sealed class DryRunTests(ServerFixture fixture)
{
    private TestServer Server => fixture.Server;

    private ApiClient Admin => Server.Admin.Api;

    [Fact]
    public async Task A_dry_run_tells_each_step_and_changes_nothing()
    {
        var (name, path) = await Collection("""{"name": "title"}, {"name": "n"}, {"name": "gone", "index": true}""");
        foreach (var data in new[] { """{"title": "a", "n": "1", "gone": "g"}""", """{"title": "b", "n": "2"}""", """{"n": null}""" })
        {
            (await Admin.Post(path, $$"""{"data": {{data}}}""")).Expect(201);
        }

        var before = (await Admin.Get($"/api/collections/{name}")).Expect(200).Text;
        var records = (await Admin.Get(path)).Expect(200).Text;

        var found = (await Ask(name, """
            {"label": "New", "options": {"access": {"list": "owner"}}, "schema": {"fields": [
              {"name": "heading", "renamed_from": "title", "max_length": 5},
              {"name": "n", "type": "int", "unique": true},
              {"name": "state", "default": "it's"},
              {"name": "must", "required": true}]}}
            """)).Expect(200).Json;

        found.GetProperty("dry_run").GetBoolean().ShouldBeTrue();
        found.GetProperty("would_succeed").GetBoolean().ShouldBeTrue();
        found.GetProperty("refusal").ValueKind.ShouldBe(JsonValueKind.Null);
        found.GetProperty("rows").GetInt32().ShouldBe(3);
        Lines(found).ShouldBe(
        [
            $"drop_index gone: _index_{name}.gone -> , 0 touched, 0 converted, 0 lost, 0 twice, 0 breaking",
            "remove_field gone: gone -> _removed_1_gone, 1 touched, 0 converted, 0 lost, 0 twice, 0 breaking",
            "rename_field heading: title -> heading, 0 touched, 0 converted, 0 lost, 0 twice, 0 breaking",
            "convert_field n: string -> int, 2 touched, 2 converted, 0 lost, 0 twice, 0 breaking",
            "add_field state:  -> string, 3 touched, 0 converted, 0 lost, 0 twice, 0 breaking",
            "add_field must:  -> string, 0 touched, 0 converted, 0 lost, 0 twice, 3 breaking",
            "change_rules heading: string -> string, 0 touched, 0 converted, 0 lost, 0 twice, 0 breaking",
            "change_label : Things -> New, 0 touched, 0 converted, 0 lost, 0 twice, 0 breaking",
            "change_options : list public, read public, create auth, update owner, delete owner"
            + " -> list owner, read public, create auth, update owner, delete owner, 0 touched, 0 converted, 0 lost, 0 twice, 0 breaking",
            $"add_index n:  -> _unique_{name}.n, 0 touched, 0 converted, 0 lost, 0 twice, 0 breaking",
        ]);
        Texts(found.GetProperty("sql")).ShouldBe(
        [
            $"DROP INDEX IF EXISTS \"_index_{name}.gone\"",
            $"ALTER TABLE \"{name}\" RENAME COLUMN \"gone\" TO \"_removed_1_gone\"",
            $"ALTER TABLE \"{name}\" RENAME COLUMN \"title\" TO \"heading\"",
            $"ALTER TABLE \"{name}\" RENAME COLUMN \"n\" TO \"_removed_2_n\"",
            $"ALTER TABLE \"{name}\" ADD COLUMN \"n\" INTEGER DEFAULT NULL",
            $"SELECT _key, \"_removed_2_n\" FROM \"{name}\" WHERE _key > ?1 AND \"_removed_2_n\" IS NOT NULL ORDER BY _key",
            $"UPDATE \"{name}\" SET \"n\" = ?1 WHERE _key = ?2",
            $"ALTER TABLE \"{name}\" ADD COLUMN \"state\" TEXT DEFAULT 'it''s'",
            $"ALTER TABLE \"{name}\" ADD COLUMN \"must\" TEXT DEFAULT NULL",
            $"CREATE INDEX IF NOT EXISTS \"_owner_of_{name}\" ON \"{name}\" (_owner)",
            $"CREATE UNIQUE INDEX \"_unique_{name}.n\" ON \"{name}\" (\"n\")",
        ]);
        (await Admin.Get($"/api/collections/{name}")).Expect(200).Text.ShouldBe(before);
        (await Admin.Get(path)).Expect(200).Text.ShouldBe(records);
    }

    [Fact]
    public async Task Values_that_would_not_survive_are_counted_and_the_first_are_named()
    {
        var (name, path) = await Collection("""{"name": "v"}""");
        var ids = new List<string>();
        for (var i = 0; i < 12; i++) ids.Add((await Admin.Post(path, $$$"""{"data": {"v": "{{{(i % 2 == 0 ? "x" : "")}}}{{{i}}}"}}""")).Expect(201).Id);
        const string Wanted = """{"schema": {"fields": [{"name": "v", "type": "int", "min": 4}]}}""";

        var found = (await Ask(name, Wanted)).Expect(200).Json;

        found.GetProperty("would_succeed").GetBoolean().ShouldBeFalse();
        Lines(found).ShouldBe(["convert_field v: string -> int, 12 touched, 6 converted, 6 lost, 0 twice, 2 breaking"]);
        found.GetProperty("changes")[0].GetProperty("records").EnumerateArray()
            .Select(record => (record.GetProperty("id").GetString()!, record.GetProperty("value").GetString()!))
            .ShouldBe([(ids[0], "x0"), (ids[2], "x2"), (ids[4], "x4"), (ids[6], "x6"), (ids[8], "x8")]);
        (await Admin.Patch($"/api/collections/{name}", Wanted)).Expect(400).Detail.ShouldBe(found.GetProperty("refusal").GetString());
    }

    [Fact]
    public async Task Values_that_stand_in_the_way_of_a_unique_index_are_found_as_they_would_be_by_then()
    {
        var (name, path) = await Collection("""{"name": "a"}, {"name": "b"}""");
        var ids = new List<string>();
        foreach (var a in new[] { "7", " 7", "8" }) ids.Add((await Admin.Post(path, $$$"""{"data": {"a": "{{{a}}}", "b": "{{{a}}}"}}""")).Expect(201).Id);
        const string Wanted = """
            {"schema": {"fields": [{"name": "n", "type": "int", "renamed_from": "a", "unique": true}, {"name": "b"},
              {"name": "same", "default": "x", "unique": true}]}, "options": {"indexes": [{"fields": ["same", "b"], "unique": true}]}}
            """;

        var found = (await Ask(name, Wanted)).Expect(200).Json;

        Lines(found).Where(line => line.StartsWith("add_index", StringComparison.Ordinal)).ShouldBe(
        [
            $"add_index n:  -> _unique_{name}.n, 0 touched, 0 converted, 0 lost, 1 twice, 0 breaking",
            $"add_index same:  -> _unique_{name}.same, 0 touched, 0 converted, 0 lost, 1 twice, 0 breaking",
            $"add_index :  -> _unique_{name}.same,b, 0 touched, 0 converted, 0 lost, 0 twice, 0 breaking",
        ]);
        var taken = found.GetProperty("changes").EnumerateArray().First(step => step.GetProperty("duplicates").GetInt32() == 1).GetProperty("records")[0];
        (taken.GetProperty("id").GetString(), taken.GetProperty("value").GetInt32(), taken.GetProperty("records").GetInt32()).ShouldBe((ids[0], 7, 2));
        (await Admin.Patch($"/api/collections/{name}", Wanted)).Expect(400).Detail.ShouldBe(found.GetProperty("refusal").GetString());
    }

    [Theory]
    [InlineData(
        "{}", "list auth, read owner, create admin, update owner, delete owner", "list public, read public, create auth, update owner, delete owner",
        "Anybody may list and read records then, without a login")]
    [InlineData(
        """{"access": {"list": "auth", "create": "admin"}}""", "list auth, read owner, create admin, update owner, delete owner",
        "list auth, read public, create admin, update owner, delete owner", "Anybody may read records then, without a login")]
    [InlineData(
        """{"access": {"list": "public", "read": "public", "create": "public", "update": "public"}}""",
        "list auth, read owner, create admin, update owner, delete owner", "list public, read public, create public, update public, delete owner",
        "Anybody may list, read, create and update records then, without a login")]
    [InlineData(
        """{"access": {"list": "auth", "read": "admin", "create": "admin"}}""", "list auth, read owner, create admin, update owner, delete owner",
        "list auth, read admin, create admin, update owner, delete owner", null)]
    [InlineData("""{"access": {"list": "auth", "read": "owner", "create": "admin"}, "color": "red"}""", null, null, null)]
    public async Task A_change_of_options_tells_what_it_does_to_access(string options, string? from, string? to, string? detail)
    {
        var name = await Server.NewCollection(options: """{"access": {"list": "auth", "read": "owner", "create": "admin"}}""");

        var step = (await Ask(name, $$"""{"options": {{options}}}""")).Expect(200).Json.GetProperty("changes").EnumerateArray().ShouldHaveSingleItem();

        step.GetProperty("action").GetString().ShouldBe("change_options");
        step.GetProperty("from").GetString().ShouldBe(from);
        step.GetProperty("to").GetString().ShouldBe(to);
        step.GetProperty("detail").GetString().ShouldBe(detail);
    }

    [Fact]
    public async Task What_is_purged_is_told_as_lost()
    {
        var (name, path) = await Collection("""{"name": "a"}, {"name": "b"}""");
        (await Admin.Post(path, """{"data": {"a": "x"}}""")).Expect(201);
        (await Admin.Patch($"/api/collections/{name}", """{"schema": {"fields": []}}""")).Expect(200);

        var found = (await Ask(name, """{"purge_removed": true}""")).Expect(200).Json;

        Lines(found).ShouldBe(
        [
            "purge : _removed_1_a -> , 1 touched, 0 converted, 1 lost, 0 twice, 0 breaking",
            "purge : _removed_2_b -> , 0 touched, 0 converted, 0 lost, 0 twice, 0 breaking",
        ]);
    }

    [Theory]
    [InlineData("?dry_run=perhaps", """{}""", 422, "bool_parsing @ query.dry_run")]
    [InlineData("?dry_run=", """{"label": 5}""", 422, "bool_parsing @ query.dry_run; string_type @ body.label")]
    [InlineData("?dry_run=true", """{"schema": {"fields": [{"name": "x", "renamed_from": "no"}]}}""", 400, "Invalid schema: field 'x' cannot be renamed from 'no': there is no such field")]
    [InlineData("?dry_run=true", """{"options": {"indexes": [{"fields": ["no"]}]}}""", 400, "Invalid options: options.indexes.0.fields.0: the collection has no field 'no'")]
    [InlineData("?dry_run=1", """{"schema": {"fields": 5}}""", 400, "Invalid schema: fields must be an array, not 5")]
    public async Task What_is_wrong_whatever_the_records_are_is_refused_as_by_the_change(string query, string body, int status, string reason)
    {
        var (name, _) = await Collection("""{"name": "a"}""");

        var answer = (await Admin.Patch($"/api/collections/{name}{query}", body)).Expect(status);

        (status == 422 ? string.Join("; ", answer.Problems) : answer.Detail).ShouldBe(reason);
    }

    [Fact]
    public async Task There_is_no_dry_run_for_a_collection_that_there_is_not()
    {
        (await Admin.Patch("/api/collections/no_such?dry_run=true", """{"schema": {"fields": 5}}""")).Expect(404).Detail
            .ShouldBe("Collection 'no_such' not found");
        (await (await Server.NewUser()).Api.Patch("/api/collections/no_such?dry_run=true", "{}")).Expect(403);
        (await Server.Anonymous.Patch("/api/collections/no_such?dry_run=true", "{}")).Expect(401);
    }

    [Fact]
    public async Task A_dry_run_waits_for_no_write_and_no_write_for_it()
    {
        var (name, path) = await Collection("""{"name": "v"}""");
        (await Admin.Post(path, """{"data": {"v": "1"}}""")).Expect(201);
        await using var connection = new SqliteConnection($"Data Source={Server.DatabasePath};Pooling=False");
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        // Another writer holds the database: a dry run that wrote would have to wait.
        await using var transaction = await connection.BeginTransactionAsync(TestContext.Current.CancellationToken);

        var found = (await Ask(name, """{"schema": {"fields": [{"name": "v", "type": "int", "unique": true}]}}""")).Expect(200);

        found.Json.GetProperty("would_succeed").GetBoolean().ShouldBeTrue();
    }

    private static List<string> Lines(JsonElement found) =>
        [.. found.GetProperty("changes").EnumerateArray().Select(step =>
            $"{step.GetProperty("action")} {step.GetProperty("field")}: {step.GetProperty("from")} -> {step.GetProperty("to")}, "
            + $"{step.GetProperty("rows_touched")} touched, {step.GetProperty("values_converted")} converted, {step.GetProperty("values_lost")} lost, "
            + $"{step.GetProperty("duplicates")} twice, {step.GetProperty("records_breaking_rules")} breaking")];

    private static List<string> Texts(JsonElement list) => [.. list.EnumerateArray().Select(text => text.GetString()!)];

    private Task<Answer> Ask(string name, string change) => Admin.Patch($"/api/collections/{name}?dry_run=true", change);

    private async Task<(string Name, string Path)> Collection(string fields)
    {
        var name = await Server.NewCollection(fields);
        return (name, $"/api/collections/{name}/records");
    }
}
