using System.Text.Json;
using System.Text.RegularExpressions;

using FsCheck;
using FsCheck.Fluent;

using Microsoft.Data.Sqlite;

using Shouldly;

using TinyBase.Server.Tests.Hosting;

using Xunit;

namespace TinyBase.Server.Tests.Collections;

/// <summary>A dry run says what the change itself then does.</summary>
public sealed partial class DryRunProperties(ServerFixture fixture)
{
    private static readonly string[] Types = ["string", "text", "int", "float", "bool", "date", "email", "enum", "list", "list[int]"];

    private static readonly string[] Values =
    [
        "\"7\"", "\"07\"", "\"x\"", "\"Ada@example.com\"", "\"ada@example.com\"", "\"2026-01-31\"", "\"true\"", "\"a\\u0000'b\"", "7", "7.0", "1.5", "-1",
        "true", "false", "[]", "[1]", "[\"x\"]", "null",
    ];

    private static readonly string[] Rules =
    [
        "", "", "\"required\": true", "\"min_length\": 2", "\"max_length\": 1", "\"min\": 5", "\"pattern\": \"^x\"", "\"unique\": true",
        "\"index\": true", "\"default\": \"7\"", "\"default\": 7", "\"default\": \"a\\u0000'b\"", "\"default\": []", "\"required\": true, \"default\": \"x\"",
    ];

    private static int Cases => Environment.GetEnvironmentVariable("TINYBASE_TEST_LONG") == "1" ? 5000 : 150;

    private TestServer Server => fixture.Server;

    private ApiClient Admin => Server.Admin.Api;

    [Fact]
    public async Task What_a_dry_run_says_is_what_the_change_does() =>
        await Task.Run(() => Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), Check).Check(Config.QuickThrowOnFailure.WithMaxTest(Cases)));

    private async Task Check(int seed)
    {
        var random = new Random(seed);
        var name = TestServer.NewName("changing");
        var before = Enumerable.Range(0, 2).Select(i => Field(random, $"f{i}")).ToList();
        if (!await Create(name, before)) return;
        await Fill(random, name);
        // Some have a history, so that there is something to purge.
        if (random.Next(3) == 0) await Change(name, Schema([.. before.Skip(1)]), dryRun: false);
        var change = Wanted(random, name);

        var said = await Change(name, change, dryRun: true);
        var tables = Objects(name);
        var done = await Change(name, change, dryRun: false);

        if (said.Status == 400)
        {
            done.Expect(400).Detail.ShouldBe(said.Detail);
            return;
        }

        var found = said.Expect(200).Json;
        if (found.GetProperty("would_succeed").GetBoolean()) await Compare(name, change, found, tables, done.Expect(200));
        else done.Expect(400).Detail.ShouldBe(found.GetProperty("refusal").GetString(), change);
    }

    private async Task Compare(string name, string change, JsonElement found, List<string> before, Answer done)
    {
        done.Json.GetProperty("name").GetString().ShouldBe(name);
        Run(before, found.GetProperty("sql").EnumerateArray().Select(sql => sql.GetString()!)).ShouldBe(Objects(name), change);
        found.GetProperty("rows").GetInt64().ShouldBe(Number($"SELECT count(*) FROM {name}"));
        var changes = found.GetProperty("changes").EnumerateArray().ToList();
        // Before anything fills what is absent.
        var held = changes
            .Where(step => step.GetProperty("action").GetString() is "convert_field" or "add_field")
            .Select(step => step.GetProperty("field").GetString()!)
            .ToDictionary(field => field, field => Number($"SELECT count({field}) FROM {name}"));
        var broken = await Broken(name);
        foreach (var step in changes)
        {
            long Count(string key) => step.GetProperty(key).GetInt64();
            var field = step.GetProperty("field").GetString();
            switch (step.GetProperty("action").GetString())
            {
                case "convert_field":
                    var kept = KeptColumn().Match(step.GetProperty("detail").GetString()!).Value;
                    Count("values_converted").ShouldBe(Number($"SELECT count({kept}) FROM {name}"), change);
                    Count("values_lost").ShouldBe(0);
                    Count("rows_touched").ShouldBe(held[field!], change);
                    Count("records_breaking_rules").ShouldBe(broken.GetValueOrDefault(field!), change);
                    break;
                case "add_field":
                    Count("rows_touched").ShouldBe(held[field!], change);
                    Count("records_breaking_rules").ShouldBe(broken.GetValueOrDefault(field!), change);
                    break;
                case "remove_field":
                    Count("rows_touched").ShouldBe(Number($"SELECT count({step.GetProperty("to").GetString()}) FROM {name}"), change);
                    break;
                case "change_rules":
                    Count("records_breaking_rules").ShouldBe(broken.GetValueOrDefault(field!), change);
                    break;
            }
        }
    }

    /// <summary>How many records a change of nothing is refused for, by the field that is to blame.</summary>
    private async Task<Dictionary<string, long>> Broken(string name)
    {
        var counts = new Dictionary<string, long>();
        var records = (await Admin.Get($"/api/collections/{name}/records")).Expect(200).Json.GetProperty("records");
        foreach (var record in records.EnumerateArray())
        {
            var answer = await Admin.Patch($"/api/collections/{name}/records/{record.GetProperty("id").GetString()}", """{"data": {}}""");
            if (answer.Status == 200) continue;
            foreach (var error in answer.Expect(400).Errors)
            {
                var field = error.GetProperty("loc")[2].GetString()!;
                counts[field] = counts.GetValueOrDefault(field) + 1;
            }
        }

        return counts;
    }

    private static string Field(Random random, string name, string? more = null)
    {
        var type = Pick(random, Types);
        var rules = Pick(random, Rules);
        var values = type == "enum" ? ", \"values\": [\"x\", \"7\"]" : "";
        return $$"""{"name": "{{name}}", "type": "{{type}}"{{values}}{{(rules.Length > 0 ? ", " + rules : "")}}{{more}}}""";
    }

    private static string Wanted(Random random, string name)
    {
        var fields = new List<string>();
        for (var i = 0; i < 2; i++)
        {
            var kind = random.Next(5);
            if (kind == 0) continue;
            fields.Add(kind == 1 ? Field(random, $"other{i}", $", \"renamed_from\": \"f{i}\"") : Field(random, $"f{i}"));
        }

        if (random.Next(2) == 0) fields.Add(Field(random, "added"));
        var members = new List<string>();
        if (random.Next(6) > 0) members.Add($"\"schema\": {Schema(fields)[11..^1]}");
        if (random.Next(4) == 0) members.Add("\"purge_removed\": true");
        if (random.Next(4) == 0) members.Add("\"options\": {\"access\": {\"list\": \"owner\"}}");
        if (random.Next(4) == 0) members.Add("\"options\": {\"indexes\": [{\"fields\": [\"f0\", \"f1\"], \"unique\": true}]}");
        if (random.Next(6) == 0) members.Add($"\"label\": \"{name}\"");
        return $"{{{string.Join(", ", members.DistinctBy(member => member.Split(':')[0]))}}}";
    }

    private static string Schema(IReadOnlyList<string> fields) => $$$"""{"schema": {"fields": [{{{string.Join(", ", fields)}}}]}}""";

    private static T Pick<T>(Random random, T[] from) => from[random.Next(from.Length)];

    private async Task<bool> Create(string name, List<string> fields)
    {
        var made = await Admin.Post("/api/collections", $$"""{"name": "{{name}}", "label": "L", {{Schema(fields)[1..]}}""");
        made.Status.ShouldBeOneOf([201, 400], made.Text);
        return made.Status == 201;
    }

    private async Task Fill(Random random, string name)
    {
        for (var i = 0; i < 4; i++)
        {
            var made = await Admin.Post(
                $"/api/collections/{name}/records", $$$"""{"data": {"f0": {{{Pick(random, Values)}}}, "f1": {{{Pick(random, Values)}}}}}""");
            made.Status.ShouldBeOneOf([201, 400], made.Text);
        }
    }

    private async Task<Answer> Change(string name, string change, bool dryRun)
    {
        var answer = await Admin.Patch($"/api/collections/{name}{(dryRun ? "?dry_run=true" : "")}", change);
        answer.Status.ShouldBeOneOf([200, 400], change + answer.Text);
        return answer;
    }

    /// <summary>Runs statements on a table and its indexes, in a database of nothing else; those for each record cannot run here.</summary>
    private static List<string> Run(List<string> tables, IEnumerable<string> statements)
    {
        using var connection = new SqliteConnection("Data Source=:memory:");
        connection.Open();
        foreach (var sql in tables.Concat(statements.Where(sql => !sql.Contains("?1", StringComparison.Ordinal))))
        {
            using var command = connection.CreateCommand();
            command.CommandText = sql;
            command.ExecuteNonQuery();
        }

        return Texts(connection, "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY type DESC, name");
    }

    /// <summary>The statements that make a collection's table as it is now, and its indexes.</summary>
    private List<string> Objects(string name)
    {
        using var connection = Open();
        return Texts(connection, $"SELECT sql FROM sqlite_master WHERE tbl_name = '{name}' AND sql IS NOT NULL ORDER BY type DESC, name");
    }

    private long Number(string sql)
    {
        using var connection = Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return (long)command.ExecuteScalar()!;
    }

    private SqliteConnection Open()
    {
        var connection = new SqliteConnection($"Data Source={Server.DatabasePath};Pooling=False;Mode=ReadOnly");
        connection.Open();
        return connection;
    }

    private static List<string> Texts(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var texts = new List<string>();
        while (reader.Read()) texts.Add(reader.GetString(0));
        return texts;
    }

    [GeneratedRegex("_removed_[0-9]+_[A-Za-z0-9_]+")]
    private static partial Regex KeptColumn();
}
