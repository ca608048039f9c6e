using System.Text.Json;

using TinyBase.Server.Tests.Hosting;

using Xunit;

namespace TinyBase.Server.Tests.OpenApi;

/// <summary>The tests of the API document, which share a server.</summary>
[CollectionDefinition]
public sealed class OpenApiCollection : ICollectionFixture<OpenApiFixture>;

/// <summary>A server with collections of every type and rule, and the documents of all audiences.</summary>
public sealed class OpenApiFixture : IAsyncLifetime
{
    /// <summary>Every type and every rule that a field can have.</summary>
    public const string AllFields =
        """
        {"name": "title", "type": "string", "required": true, "max_length": 200, "description": "As on the poster"},
        {"name": "notes", "type": "text", "min_length": 30},
        {"name": "year", "type": "int", "min": 1888, "max": 2100, "required": true},
        {"name": "big", "type": "int", "min": -9223372036854775808, "max": 9223372036854775807},
        {"name": "score", "type": "float", "min": 0.5, "max": 9.75, "default": 5},
        {"name": "seen", "type": "bool", "default": false},
        {"name": "released", "type": "date", "min": "2027-01-01", "index": true},
        {"name": "shown_at", "type": "datetime", "max": "2030-01-01T00:00:00Z"},
        {"name": "mail", "type": "email", "unique": true},
        {"name": "site", "type": "url"},
        {"name": "ref", "type": "uuid"},
        {"name": "genre", "type": "enum", "values": ["drama", "comedy"], "default": "drama"},
        {"name": "mood", "type": "enum", "values": ["good", "bad"]},
        {"name": "code", "type": "string", "pattern": "^[A-Z]{3}-\\d+$"},
        {"name": "letters", "type": "string", "pattern": "(?i)^\\p{L}+$"},
        {"name": "tags", "type": "list[string]", "min_length": 1, "max_length": 5},
        {"name": "whole", "type": "list[int]"}, {"name": "real", "type": "list[float]"}, {"name": "flags", "type": "list[bool]"},
        {"name": "anything", "type": "list"},
        {"name": "cast", "type": "list", "items": {"type": "dict", "additional_properties": false, "properties": {
          "name": {"type": "string", "required": true}, "role": {}, "pay": {"type": "float", "default": 1}}}},
        {"name": "extra", "type": "dict", "min_length": 1},
        {"name": "size", "type": "dict", "properties": {"width": {"type": "int", "required": true, "min": 0}, "height": {"type": "int"}}}
        """;

    public TestServer Server { get; private set; } = null!;

    /// <summary>The document of an admin before there was any collection.</summary>
    public JsonElement FixedPart { get; private set; }

    public JsonElement Anonymous { get; private set; }

    public JsonElement User { get; private set; }

    public JsonElement Admin { get; private set; }

    public async ValueTask InitializeAsync()
    {
        Server = await TestServer.Start();
        FixedPart = await Document(Server.Admin.Api);
        await Make("movies", AllFields, """{"list": "public", "read": "public", "create": "auth", "update": "owner", "delete": "admin"}""", "refuse");
        await Make("diaries", """{"name": "text"}""", """{"list": "owner", "read": "owner", "create": "owner", "update": "owner", "delete": "owner"}""");
        await Make("mailbox", """{"name": "text"}""", """{"list": "admin", "read": "owner", "create": "public", "update": "public", "delete": "public"}""");
        await Make("secrets", """{"name": "hidden"}""", """{"list": "admin", "read": "public", "create": "admin", "update": "admin", "delete": "admin"}""");
        await Make("collections", """{"name": "data"}""", "{}");
        await Make("empty", "", "{}");
        await Make("a_1", "", "{}");
        await Make("a1", "", "{}");
        await Make("a__b", "", "{}");
        await Make("a_b", "", "{}");
        await Make("ab", "", "{}");
        await Make("record", "", "{}");
        Anonymous = await Document(Server.Anonymous);
        User = await Document((await Server.NewUser()).Api);
        Admin = await Document(Server.Admin.Api);
    }

    public ValueTask DisposeAsync() => Server.DisposeAsync();

    public static async Task<JsonElement> Document(ApiClient caller) => (await caller.Get("/openapi.json")).Expect(200).Json;

    /// <summary>All operations as <c>GET /path</c>.</summary>
    public static IEnumerable<(string Route, JsonElement Operation)> Operations(JsonElement document) =>
        from path in document.GetProperty("paths").EnumerateObject()
        from operation in path.Value.EnumerateObject()
        select ($"{operation.Name.ToUpperInvariant()} {path.Name}", operation.Value);

    public static IReadOnlyList<string> Routes(JsonElement document) => [.. Operations(document).Select(operation => operation.Route)];

    private async Task Make(string name, string fields, string access, string unknownFields = "ignore") =>
        (await Server.Admin.Api.Post(
            "/api/collections",
            $$"""
            {"name": "{{name}}", "label": "The {{name}}", "schema": {"fields": [{{fields}}]},
             "options": {"access": {{access}}, "unknown_fields": "{{unknownFields}}"} }
            """)).Expect(201);
}
