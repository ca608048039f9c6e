using System.Text.Encodings.Web;
using System.Text.Json;

using Microsoft.Data.Sqlite;

using Shouldly;

using TinyBase.Server.Tests.Hosting;

using Xunit;

namespace TinyBase.Server.Tests.Collections;

/// <summary>What looks like SQL is a name or a value like any other, or is refused, in every place that takes one.</summary>
public sealed class SqlInjectionTests(SqlInjectionTests.OwnServer own) : IClassFixture<SqlInjectionTests.OwnServer>
{
    private static readonly JsonSerializerOptions Unescaped = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly string[] Hostile =
    [
        "'; DROP TABLE victim; --", "\"; DROP TABLE \"victim\"; --", "x\" TEXT); DROP TABLE victim; --", "x\"], y'); DELETE FROM victim; --",
        "' OR '1'='1", "1 OR 1=1", "1) UNION SELECT password_hash FROM _user --", "a\0'; DROP TABLE victim; --", "%' ESCAPE '%", "%", "_", "?1", ":a @b $c",
        "`victim`", "[victim]", "/*", "--", "\\", "\\'", "'", "\"", "''", ";", "_rowid_", "_id", "_version", "sqlite_master", "_user", "victim",
        "x'00'", "é'\"\u202E𝒳", "NULL", "\r\n'; ATTACH 'x' AS y; --",
    ];

    /// <summary>Puts a text in one place. The answer is what is read back from there, or null if it was refused.</summary>
    private static readonly Dictionary<string, Func<TestServer, string, Task<string?>>> All = new()
    {
        ["name of a collection"] = (server, text) => KeptOrRefused(
            server.Admin.Api.Post("/api/collections", Body(new { name = text, label = "L", schema = new { fields = Array.Empty<object>() } })),
            async made =>
            {
                (await server.Admin.Api.Delete($"/api/collections/{made.GetProperty("name").GetString()}")).Expect(204);
                return made.GetProperty("name");
            }),
        ["name in a path"] = async (server, text) =>
        {
            // A victim that is asked for by its name is there, of course.
            var path = $"/api/collections/{Uri.EscapeDataString(text == "victim" ? "victim'" : text)}";
            Refused(await server.Admin.Api.Get(path + "/records"));
            Refused(await server.Admin.Api.Patch(path, "{}"));
            Refused(await server.Admin.Api.Patch(path + "?dry_run=true", "{}"));
            Refused(await server.Admin.Api.Post(path + "/records", "{\"data\": {}}"));
            return null;
        },
        ["label"] = (server, text) => Kept(Change(server, new { label = text }), view => view.GetProperty("label")),
        ["name of a field"] = (server, text) => Kept(
            New(server, new { name = text, @default = "d", index = true }), view => view.GetProperty("schema").GetProperty("fields")[0].GetProperty("name")),
        ["renamed_from"] = (server, text) => Kept(Change(server, Schema(new { name = "other", renamed_from = text })), _ => default),
        ["type"] = (server, text) => Kept(New(server, new { name = "a", type = text }), _ => default),
        ["description"] = (server, text) => Kept(
            New(server, new { name = "a", description = text }), view => view.GetProperty("schema").GetProperty("fields")[0].GetProperty("description")),
        ["unknown key of a field"] = (server, text) => Kept(
            New(server, new Dictionary<string, object> { ["name"] = "a", ["x-" + text] = text }),
            view => view.GetProperty("schema").GetProperty("fields")[0].GetProperty("x-" + text)),
        ["values"] = (server, text) => KeptValue(server, new { name = "a", type = "enum", values = new[] { text }, unique = true }, "a", text),
        ["default"] = (server, text) => KeptDefault(server, new { name = "a", @default = text, index = true }, data => data.GetProperty("a")),
        ["default of a dict"] = (server, text) => KeptDefault(
            server,
            new { name = "a", type = "dict", @default = new Dictionary<string, string> { [text] = text } },
            data => data.GetProperty("a").GetProperty(text)),
        ["pattern"] = (server, text) => Kept(
            New(server, new { name = "a", pattern = text }), view => view.GetProperty("schema").GetProperty("fields")[0].GetProperty("pattern")),
        ["fields of an index"] = (server, text) => Kept(Change(server, new { options = new { indexes = new[] { new { fields = new[] { text } } } } }), _ => default),
        ["access"] = (server, text) => Kept(Change(server, new { options = new { access = new { list = text } } }), _ => default),
        ["option"] = (server, text) => Kept(
            Change(server, new { options = new Dictionary<string, string> { ["x-" + text] = text } }), view => view.GetProperty("options").GetProperty("x-" + text)),
        ["value"] = (server, text) => KeptValue(server, new { name = "a", unique = true }, "a", text),
        ["value of a number"] = (server, text) => Kept(server.Admin.Api.Post(Records, Body(new { data = new { n = text } })), _ => default),
        ["key of a record"] = (server, text) => Kept(
            server.Admin.Api.Post(Records, Body(new { data = new Dictionary<string, string> { ["x-" + text] = text, ["a"] = "kept" } })),
            made => made.GetProperty("data").GetProperty("a"),
            "kept"),
        ["key within a value"] = (server, text) => Kept(
            server.Admin.Api.Post(Records, Body(new { data = new { d = new Dictionary<string, object> { [text] = new[] { text } } } })),
            made => made.GetProperty("data").GetProperty("d").GetProperty(text)[0]),
        ["id"] = async (server, text) =>
        {
            var path = $"{Records}/{Uri.EscapeDataString(text)}";
            Refused(await server.Admin.Api.Get(path));
            Refused(await server.Admin.Api.Patch(path, "{\"data\": {}}"));
            Refused(await server.Admin.Api.Delete(path));
            return null;
        },
        ["filter"] = async (server, text) =>
        {
            var id = (await server.Admin.Api.Post(Records, Body(new { data = new { a = text } }))).Expect(201).Id;
            foreach (var filter in new[] { "filter[a]", "filter[a][in]", "filter[a][contains]", "filter[a][starts]", "filter[a][gte]" })
            {
                var value = Uri.EscapeDataString(filter == "filter[a][in]" ? Body(new[] { text }) : text);
                var found = (await server.Admin.Api.Get($"{Records}?limit=1000&{filter}={value}")).Expect(200);
                found.Json.GetProperty("records").EnumerateArray().Select(record => record.GetProperty("id").GetString()).ShouldContain(id, filter);
                if (filter != "filter[a]") continue;
                found.Json.GetProperty("records").EnumerateArray().ShouldAllBe(record => record.GetProperty("data").GetProperty("a").GetString() == text);
            }

            return text;
        },
        ["filter of a number"] = (server, text) => Query(server, "filter[n][gt]", text),
        ["field of a filter"] = (server, text) => Query(server, $"filter[{text}]", "x"),
        ["operator of a filter"] = (server, text) => Query(server, $"filter[a][{text}]", "x"),
        ["sort_by"] = (server, text) => Query(server, "sort_by", text),
        ["sort_order"] = (server, text) => Query(server, "sort_order", text),
        ["fields"] = (server, text) => Query(server, "fields", text),
        ["after"] = (server, text) => Query(server, "after", text),
        ["limit"] = (server, text) => Query(server, "limit", text),
        ["dry_run"] = async (server, text) =>
        {
            Refused(await server.Admin.Api.Patch($"/api/collections/victim?dry_run={Uri.EscapeDataString(text)}", "{}"));
            return null;
        },
        ["credentials"] = async (server, text) =>
        {
            Refused(await server.Anonymous.Post("/api/auth/login", Body(new { email = text, password = text })));
            Refused(await server.Anonymous.Post("/api/auth/login", Body(new { email = $"a{text}@example.com", password = text })));
            Refused(await server.WithToken(text.Any(letter => letter is < ' ' or > '~') ? "'" : text).Get("/api/auth/me"));
            return null;
        },
        ["name of a token"] = (server, text) => Kept(
            server.Admin.Api.Post("/api/admin/application-tokens", Body(new { name = text })), made => made.GetProperty("token").GetProperty("name")),
    };

    public static TheoryData<string> Places => [.. All.Keys];

    private const string Records = "/api/collections/victim/records";

    [Theory]
    [MemberData(nameof(Places))]
    public async Task What_looks_like_sql_is_refused_or_kept_as_it_is(string place)
    {
        var before = own.Tables();

        foreach (var text in Hostile)
        {
            if (await All[place](own.Server, text) is { } kept) kept.ShouldBe(text);
        }

        own.Tables().Where(table => !table.StartsWith("things_", StringComparison.Ordinal)).ShouldBe(
            before.Where(table => !table.StartsWith("things_", StringComparison.Ordinal)));
        own.Query("PRAGMA integrity_check").ShouldBe(["ok"]);
        own.Query("SELECT count(*) FROM victim WHERE a = 'first'").ShouldBe(["1"]);
        own.Server.Logs.Lines.ShouldNotContain(line => line.StartsWith("Error", StringComparison.Ordinal));
    }

    private static string Body(object body) =>
        JsonSerializer.Serialize(body, Unescaped);

    private static object Schema(object field) => new { schema = new { fields = new[] { field } } };

    private static void Refused(Answer answer) => answer.Status.ShouldBeInRange(400, 499, answer.Text);

    private static Task<Answer> Change(TestServer server, object change) => server.Admin.Api.Patch("/api/collections/changed", Body(change));

    private static Task<Answer> New(TestServer server, object field) => server.Admin.Api.Post(
        "/api/collections", Body(new { name = TestServer.NewName("things"), label = "L", schema = new { fields = new[] { field } } }));

    private static async Task<string?> Query(TestServer server, string key, string value)
    {
        var answer = await server.Admin.Api.Get($"{Records}?{Uri.EscapeDataString(key)}={Uri.EscapeDataString(value)}");
        answer.Status.ShouldBeOneOf([200, 400, 422], answer.Text);
        return null;
    }

    private static Task<string?> Kept(Task<Answer> sent, Func<JsonElement, JsonElement> read, string? instead = null) =>
        KeptOrRefused(sent, view => Task.FromResult(read(view)), instead);

    /// <summary>What an answer gives back. With <paramref name="instead"/> it is another text that has to be there.</summary>
    private static async Task<string?> KeptOrRefused(Task<Answer> sent, Func<JsonElement, Task<JsonElement>> read, string? instead = null)
    {
        var answer = await sent;
        answer.Status.ShouldBeOneOf([200, 201, 400, 422], answer.Text);
        if (answer.Status >= 400) return null;
        var kept = await read(answer.Json);
        if (instead is not null) kept.GetString().ShouldBe(instead);
        return instead is null && kept.ValueKind == JsonValueKind.String ? kept.GetString() : null;
    }

    /// <summary>What a new collection with a field keeps of a value, also when it comes as the default of a later field.</summary>
    private static async Task<string?> KeptValue(TestServer server, object field, string name, string text)
    {
        var made = await New(server, field);
        if (made.Status != 201) return await Kept(Task.FromResult(made), _ => default);
        var path = $"/api/collections/{made.Json.GetProperty("name").GetString()}/records";
        var body = Body(new { data = new Dictionary<string, string> { [name] = text } });
        var record = (await server.Admin.Api.Post(path, body)).Expect(201);
        (await server.Admin.Api.Post(path, body)).Expect(400).Problems.ShouldBe([$"unique @ body.data.{name}"]);
        return (await server.Admin.Api.Get($"{path}/{record.Id}")).Expect(200).Data.GetProperty(name).GetString();
    }

    /// <summary>What a default gives to a record that is there before and to one that comes later.</summary>
    private static async Task<string?> KeptDefault(TestServer server, object field, Func<JsonElement, JsonElement> read)
    {
        var collection = await server.NewCollection("""{"name": "first"}""");
        var path = $"/api/collections/{collection}";
        var old = (await server.Admin.Api.Post(path + "/records", "{\"data\": {}}")).Expect(201);
        (await server.Admin.Api.Patch(path + "?dry_run=true", Body(Schema(field)))).Expect(200);
        (await server.Admin.Api.Patch(path, Body(Schema(field)))).Expect(200);
        var made = (await server.Admin.Api.Post(path + "/records", "{\"data\": {}}")).Expect(201);
        var kept = read((await server.Admin.Api.Get($"{path}/records/{old.Id}")).Expect(200).Data).GetString();
        read(made.Data).GetString().ShouldBe(kept);
        return kept;
    }

    /// <summary>A server with a collection that hostile texts would like to drop.</summary>
    public sealed class OwnServer : IAsyncLifetime
    {
        public TestServer Server { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            Server = await TestServer.Start();
            const string Fields = """[{"name": "a"}, {"name": "n", "type": "int"}, {"name": "d", "type": "dict"}]""";
            foreach (var name in new[] { "victim", "changed" })
            {
                (await Server.Admin.Api.Post(
                    "/api/collections", $$$"""{"name": "{{{name}}}", "label": "L", "schema": {"fields": {{{Fields}}}}}""")).Expect(201);
            }

            (await Server.Admin.Api.Post(Records, """{"data": {"a": "first"}}""")).Expect(201);
        }

        public ValueTask DisposeAsync() => Server.DisposeAsync();

        public List<string> Tables() => Query("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name");

        public List<string> Query(string sql)
        {
            using var connection = new SqliteConnection($"Data Source={Server.DatabasePath};Pooling=False;Mode=ReadOnly");
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = sql;
            using var reader = command.ExecuteReader();
            var texts = new List<string>();
            while (reader.Read()) texts.Add(Convert.ToString(reader.GetValue(0), System.Globalization.CultureInfo.InvariantCulture)!);
            return texts;
        }
    }
}
