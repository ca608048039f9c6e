using Microsoft.Data.Sqlite;

using Shouldly;

using TinyBase.Server.Tests.Hosting;

using Xunit;

namespace TinyBase.Server.Tests.Collections;

public sealed class SchemaTests(ServerFixture fixture)
{
    private TestServer Server => fixture.Server;

    private ApiClient Admin => Server.Admin.Api;

    [Theory]
    [InlineData("""{"fields": {}}""")]
    [InlineData("""{"fields": null}""")]
    [InlineData("""{"fields": ["title"]}""")]
    [InlineData("""{"fields": [{}]}""")]
    [InlineData("""{"fields": [{"name": ""}]}""")]
    [InlineData("""{"fields": [{"name": "_title"}]}""")]
    [InlineData("""{"fields": [{"name": "a b"}]}""")]
    [InlineData("""{"fields": [{"name": "a\"; DROP TABLE _user; --"}]}""")]
    [InlineData("""{"fields": [{"name": 5}]}""")]
    [InlineData("""{"fields": [{"name": "a", "type": "strng"}]}""")]
    [InlineData("""{"fields": [{"name": "a", "type": null}]}""")]
    [InlineData("""{"fields": [{"name": "a", "required": 1}]}""")]
    [InlineData("""{"fields": [{"name": "a"}, {"name": "a"}]}""")]
    [InlineData("""{"fields": [{"name": "a"}, {"name": "A"}]}""")]
    [InlineData("""{"fields": [{"name": "a", "min_length": -1}]}""")]
    [InlineData("""{"fields": [{"name": "a", "min": 1}]}""")]
    [InlineData("""{"fields": [{"name": "a", "type": "int", "min_length": 1}]}""")]
    [InlineData("""{"fields": [{"name": "a", "pattern": "("}]}""")]
    [InlineData("""{"fields": [{"name": "a", "pattern": "(?=x)"}]}""")]
    [InlineData("""{"fields": [{"name": "a", "type": "int", "default": "x"}]}""")]
    [InlineData("""{"fields": [{"name": "a", "type": "int", "min": 5, "default": 1}]}""")]
    [InlineData("""{"fields": [{"name": "a", "type": "int", "default": 9223372036854775808}]}""")]
    [InlineData("""{"fields": [{"name": "a", "default": "\ud800"}]}""")]
    [InlineData("""{"note": "\ud800"}""")]
    public async Task A_schema_that_cannot_work_is_refused_when_it_is_saved(string schema)
    {
        var body = $$"""{"name": "{{TestServer.NewName("bad")}}", "label": "L", "schema": {{schema}}}""";
        (await Admin.Post("/api/collections", body)).Expect(400).Detail.ShouldStartWith("Invalid schema: ");

        var name = await Server.NewCollection();
        var before = (await Admin.Get($"/api/collections/{name}")).Text;
        (await Change(name, schema)).Expect(400).Detail.ShouldStartWith("Invalid schema: ");
        (await Admin.Get($"/api/collections/{name}")).Text.ShouldBe(before);
    }

    [Fact]
    public async Task Field_names_may_be_words_of_SQL_and_of_the_wire_format()
    {
        string[] names =
        [
            "select", "table", "order", "group", "index", "default", "rowid", "oid", "id", "owner_id", "collection_id", "data",
            "created_at", "updated_at", "records", "total", "value", "a".PadRight(100, 'z'),
        ];
        var name = await Server.NewCollection(string.Join(',', names.Select(field => $$"""{"name": "{{field}}"}""")));
        var path = $"/api/collections/{name}/records";
        var data = TestServer.JsonText([.. names.Select(field => (field, $"{field} value"))]);

        var made = (await Admin.Post(path, $$"""{"data": {{data}}}""")).Expect(201);

        made.Data.GetRawText().ShouldBe(data);
        made.Json.GetProperty("owner_id").GetString().ShouldBe(Server.Admin.Id);
        (await Admin.Get($"{path}/{made.Id}")).Expect(200).Text.ShouldBe(made.Text);
        (await Admin.Patch($"{path}/{made.Id}", """{"data": {"rowid": "r", "id": "i"}}""")).Expect(200)
            .Data.GetProperty("id").GetString().ShouldBe("i");
        foreach (var field in names) (await Admin.Get($"{path}?sort_by={field}")).Expect(200).Json.GetProperty("total").GetInt32().ShouldBe(1);
        (await Admin.Delete($"{path}/{made.Id}")).Expect(204);
    }

    [Fact]
    public async Task A_new_field_fills_records_that_are_there_with_its_default()
    {
        var (name, record) = await CollectionWithRecord("""{"name": "title"}""", """{"title": "t"}""");

        (await Change(name, """
            {"fields": [
              {"name": "title"},
              {"name": "plain"},
              {"name": "text", "default": "it's \"ü\" 🎉\n"},
              {"name": "nul", "default": "a\u0000b"},
              {"name": "least", "type": "int", "default": -9223372036854775808},
              {"name": "most", "type": "int", "default": 9223372036854775807},
              {"name": "whole", "type": "float", "default": 5},
              {"name": "tiny", "type": "float", "default": 5e-324},
              {"name": "huge", "type": "float", "default": -1.7976931348623157e308},
              {"name": "yes", "type": "bool", "default": true},
              {"name": "list", "type": "list"},
              {"name": "words", "type": "list[string]", "default": ["it's", "\u0000"]},
              {"name": "dict", "type": "dict", "default": {"a": {"b": null}}}
            ]}
            """)).Expect(200);

        const string Expected =
            """{"title":"t","plain":null,"text":"it's \"ü\" 🎉\n","nul":"a\u0000b","least":-9223372036854775808,"most":9223372036854775807,"whole":5.0,"tiny":5E-324,"huge":-1.7976931348623157E+308,"yes":true,"list":[],"words":["it's","\u0000"],"dict":{"a":{"b":null}}}""";
        (await Admin.Get(record)).Expect(200).Data.GetRawText().ShouldBe(Expected);
        (await Admin.Patch(record, "{}")).Expect(200).Data.GetRawText().ShouldBe(Expected);
    }

    [Fact]
    public async Task A_new_required_field_must_be_given_with_the_next_change()
    {
        var (name, record) = await CollectionWithRecord("""{"name": "title"}""", """{"title": "t"}""");
        (await Change(name, """{"fields": [{"name": "title"}, {"name": "n", "type": "int", "required": true}]}""")).Expect(200);

        (await Admin.Get(record)).Expect(200).Data.GetRawText().ShouldBe("""{"title":"t","n":null}""");
        (await Admin.Patch(record, """{"title": "x"}""")).Expect(400).Problems.ShouldBe(["missing @ body.n"]);
        (await Admin.Patch(record, """{"n": 1}""")).Expect(200).Data.GetRawText().ShouldBe("""{"title":"t","n":1}""");
    }

    [Fact]
    public async Task A_removed_field_is_gone_and_its_column_kept()
    {
        var (name, record) = await CollectionWithRecord("""{"name": "title"}, {"name": "old"}""", """{"title": "t", "old": "kept"}""");

        (await Change(name, """{"fields": [{"name": "title"}]}""")).Expect(200);
        (await Admin.Get(record)).Expect(200).Data.GetRawText().ShouldBe("""{"title":"t"}""");
        (await Admin.Get($"/api/collections/{name}/records")).Expect(200)
            .Json.GetProperty("records")[0].GetProperty("data").GetRawText().ShouldBe("""{"title":"t"}""");
        (await Admin.Patch(record, """{"data": {"old": "x", "title": "u"}}""")).Expect(200).Data.GetRawText().ShouldBe("""{"title":"u"}""");
        (await Admin.Get($"/api/collections/{name}/records?sort_by=old")).Expect(422);

        (await Change(name, """{"fields": [{"name": "title"}, {"name": "old", "type": "int"}]}""")).Expect(200);
        (await Admin.Get(record)).Expect(200).Data.GetRawText().ShouldBe("""{"title":"u","old":null}""");
        (await Change(name, """{"fields": [{"name": "title"}]}""")).Expect(200);
        (await Change(name, """{"fields": [{"name": "title"}, {"name": "OLD"}]}""")).Expect(200);
        (await Change(name, """{"fields": [{"name": "title"}, {"name": "old"}]}""")).Expect(200);

        Columns(name).ShouldBe(
            ["_key", "_id", "_owner", "_created", "_updated", "_version", "title", "_removed_1_old", "_removed_2_old", "_removed_3_OLD", "old"],
            ignoreOrder: true);
    }

    [Fact]
    public async Task A_schema_without_fields_does_not_remove_those_that_there_are()
    {
        var (name, record) = await CollectionWithRecord("""{"name": "title"}""", """{"title": "t"}""");
        const string Reason = "Invalid schema: fields is missing, and without it every field would be removed; \"fields\": [] does so";

        (await Change(name, """{"note": "x"}""")).Expect(400).Detail.ShouldBe(Reason);
        (await Admin.Patch($"/api/collections/{name}?dry_run=true", """{"schema": {}}""")).Expect(400).Detail.ShouldBe(Reason);
        (await Admin.Get(record)).Expect(200).Data.GetRawText().ShouldBe("""{"title":"t"}""");

        (await Change(name, """{"fields": []}""")).Expect(200);
        (await Admin.Get(record)).Expect(200).Data.GetRawText().ShouldBe("{}");
        (await Change(name, """{"note": "x"}""")).Expect(200);
    }

    [Fact]
    public async Task Fields_are_answered_in_the_order_of_the_schema()
    {
        var (name, record) = await CollectionWithRecord("""{"name": "a"}, {"name": "b"}""", """{"b": "2", "a": "1"}""");
        (await Change(name, """{"fields": [{"name": "b"}, {"name": "new"}, {"name": "a"}]}""")).Expect(200);

        (await Admin.Get(record)).Expect(200).Data.GetRawText().ShouldBe("""{"b":"2","new":null,"a":"1"}""");
    }

    [Theory]
    [InlineData("""{"name": "title", "type": "int"}""")]
    [InlineData("""{"name": "title", "type": "list"}""")]
    [InlineData("""{"name": "title", "type": "date"}""")]
    [InlineData("""{"name": "title", "type": "enum", "values": ["T"]}""")]
    [InlineData("""{"name": "heading", "renamed_from": "other"}""")]
    public async Task What_cannot_be_done_to_a_field_is_refused(string field)
    {
        var (name, record) = await CollectionWithRecord("""{"name": "title"}""", """{"title": "t"}""");

        (await Change(name, $$"""{"fields": [{{field}}]}""")).Expect(400).Detail.ShouldStartWith("Invalid schema: ");
        (await Admin.Get(record)).Expect(200).Data.GetRawText().ShouldBe("""{"title":"t"}""");
    }

    [Fact]
    public async Task Another_name_of_the_same_type_is_no_change()
    {
        var (name, record) = await CollectionWithRecord("""{"name": "n", "type": "int"}""", """{"n": 1}""");

        (await Change(name, """{"fields": [{"name": "n", "type": "INTEGER"}]}""")).Expect(200);
        (await Admin.Get(record)).Expect(200).Data.GetRawText().ShouldBe("""{"n":1}""");
    }

    [Fact]
    public async Task A_value_that_no_longer_fits_is_told_with_the_next_change()
    {
        var (name, record) = await CollectionWithRecord("""{"name": "a"}, {"name": "b"}""", """{"a": "long", "b": "x"}""");
        (await Change(name, """{"fields": [{"name": "a", "max_length": 2}, {"name": "b"}]}""")).Expect(200);

        (await Admin.Get(record)).Expect(200).Data.GetRawText().ShouldBe("""{"a":"long","b":"x"}""");
        (await Admin.Patch(record, """{"b": "y"}""")).Expect(400).Problems.ShouldBe(["string_too_long @ body.a"]);
        (await Admin.Patch(record, """{"a": "ok"}""")).Expect(200);
    }

    [Fact]
    public async Task Reads_and_writes_go_on_while_the_schema_changes()
    {
        var name = await Server.NewCollection("""{"name": "a"}, {"name": "b"}""");
        var path = $"/api/collections/{name}/records";
        using var changed = new CancellationTokenSource();
        var calls = Enumerable.Range(0, 4).Select(async worker =>
        {
            var statuses = new List<int>();
            while (!changed.IsCancellationRequested)
            {
                var answer = worker % 2 == 0 ? await Server.Anonymous.Get($"{path}?limit=5") : await Admin.Post(path, """{"data": {"a": "x"}}""");
                statuses.Add(answer.Status);
            }

            return statuses;
        }).ToList();

        for (var i = 0; i < 20; i++)
        {
            var fields = i % 2 == 0 ? """{"name": "a"}""" : """{"name": "a"}, {"name": "b"}""";
            (await Change(name, $$"""{"fields": [{{fields}}]}""")).Expect(200);
        }

        await changed.CancelAsync();
        (await Task.WhenAll(calls)).SelectMany(statuses => statuses).Distinct().ShouldBe([200, 201], ignoreOrder: true);
        var page = (await Admin.Get($"{path}?limit=1000")).Expect(200).Json;
        page.GetProperty("total").GetInt64().ShouldBe(Rows(name));
    }

    [Fact]
    public async Task A_schema_may_have_many_fields_but_not_any_number()
    {
        string Fields(int count) => string.Join(',', Enumerable.Range(0, count).Select(i => $$"""{"name": "f{{i}}", "type": "int"}"""));
        var name = await Server.NewCollection(Fields(500));
        var path = $"/api/collections/{name}/records";

        var data = "{" + string.Join(',', Enumerable.Range(0, 500).Select(i => $"\"f{i}\":{i}")) + "}";
        (await Admin.Post(path, data)).Expect(201).Data.GetRawText().ShouldBe(data);
        (await Change(name, $$"""{"fields": [{{Fields(501)}}]}""")).Expect(400).Detail.ShouldStartWith("Invalid schema: fields must have at most 500");
    }

    private Task<Answer> Change(string name, string schema) => Admin.Patch($"/api/collections/{name}", $$"""{"schema": {{schema}}}""");

    private async Task<(string Name, string Record)> CollectionWithRecord(string fields, string data)
    {
        var name = await Server.NewCollection(fields);
        var id = (await Admin.Post($"/api/collections/{name}/records", data)).Expect(201).Id;
        return (name, $"/api/collections/{name}/records/{id}");
    }

    private List<string> Columns(string table)
    {
        using var connection = Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT name FROM pragma_table_info($table)";
        command.Parameters.AddWithValue("$table", table);
        using var reader = command.ExecuteReader();
        var names = new List<string>();
        while (reader.Read()) names.Add(reader.GetString(0));
        return names;
    }

    private long Rows(string table)
    {
        using var connection = Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT count(*) FROM \"{table}\"";
        return (long)command.ExecuteScalar()!;
    }

    private SqliteConnection Open()
    {
        var connection = new SqliteConnection($"Data Source={Server.DatabasePath};Pooling=False;Mode=ReadOnly");
        connection.Open();
        return connection;
    }
}
