using System.Text.Json.Nodes;
using Shouldly;
using TinyBase.Client;
using Xunit;

namespace TinyBase.Tests.Client;

public sealed class CollectionsClientTests : IDisposable
{
    private const string Movies = """
        {"id":"01890a5d-ac96-774b-bcce-b302099a8057","name":"movies","label":"Movies",
         "schema":{"fields":[{"name":"title","type":"string","required":true,"max_length":200,"x-width":40},
                             {"name":"rating","type":"float","min":0,"max":10,"default":5}],"x-icon":"film"},
         "options":{"access":{"list":"public","create":"auth","update":"owner","delete":"admin"},"x-home":true},
         "created_at":"2026-01-02T03:04:05.000001Z","updated_at":"2026-01-02T03:04:05.000001Z"}
        """;

    private readonly FakeServer _server = new();
    private readonly CancellationToken _cancel = TestContext.Current.CancellationToken;

    public void Dispose() => _server.Dispose();

    [Fact]
    public async Task A_new_collection_is_written_as_the_API_names_it()
    {
        _server.Answer(201, Movies);
        using var client = new TinyBaseClient(_server.Connect());
        var schema = new CollectionSchema(
            new Field("title") { Required = true, MinLength = 1, MaxLength = 200, Pattern = "^[A-Z]", Description = "As released" },
            new Field("rating", FieldType.Float) { Min = 0, Max = 9.5, Default = 5, Index = true },
            new Field("rated", FieldType.Enum) { Values = ["G", "R"] });

        await client.Collections.CreateAsync(
            new NewCollection("movies", "Movies", schema)
            {
                Options = new CollectionOptions
                {
                    Access = new AccessRules
                    {
                        List = AccessRule.Public, Read = AccessRule.Auth, Create = AccessRule.Admin, Update = AccessRule.Owner,
                    },
                },
            },
            _cancel);

        var sent = _server.Requests.ShouldHaveSingleItem();
        sent.Method.ShouldBe("POST");
        sent.Uri.ShouldBe("http://localhost:8000/api/collections");
        JsonNode.DeepEquals(sent.Body, JsonNode.Parse("""
            {"name":"movies","label":"Movies",
             "schema":{"fields":[
                {"name":"title","type":"string","required":true,"min_length":1,"max_length":200,"pattern":"^[A-Z]","description":"As released"},
                {"name":"rating","type":"float","min":0,"max":9.5,"default":5,"index":true},
                {"name":"rated","type":"enum","values":["G","R"]}]},
             "options":{"access":{"list":"public","read":"auth","create":"admin","update":"owner"}}}
            """)).ShouldBeTrue(sent.Body!.ToJsonString());
    }

    [Fact]
    public async Task A_schema_that_was_read_is_written_back_without_loss()
    {
        _server.Answer(200, Movies).Answer(200, Movies);
        using var client = new TinyBaseClient(_server.Connect());

        var movies = await client.Collections.GetAsync("movies", _cancel);
        await client.Collections.UpdateAsync("movies", new CollectionUpdate { Schema = movies.Schema, Options = movies.Options }, _cancel);

        var (sent, read) = (_server.Requests[1], JsonNode.Parse(Movies)!);
        sent.Method.ShouldBe("PATCH");
        sent.Body!.AsObject().Select(member => member.Key).ShouldBe(["schema", "options"]);
        JsonNode.DeepEquals(sent.Body["schema"], read["schema"]).ShouldBeTrue(sent.Body.ToJsonString());
        JsonNode.DeepEquals(sent.Body["options"], read["options"]).ShouldBeTrue(sent.Body.ToJsonString());
    }

    [Fact]
    public async Task What_a_schema_leaves_out_reads_as_the_defaults()
    {
        _server.Answer(200, """
            [{"id":"01890a5d-ac96-774b-bcce-b302099a8057","name":"a","label":"A","schema":{},
              "created_at":"2026-01-02T03:04:05Z","updated_at":"2026-01-02T03:04:05Z"},
             {"id":"01890a5d-ac96-774b-bcce-b302099a8058","name":"b","label":"B","schema":{"fields":[{"name":"x"}]},"options":null,
              "created_at":"2026-01-02T03:04:05Z","updated_at":"2026-01-02T03:04:05Z"}]
            """);
        using var client = new TinyBaseClient(_server.Connect());

        var collections = await client.Collections.ListAsync(_cancel);

        collections[0].Schema.Fields.ShouldBeEmpty();
        collections[0].Options.ShouldBeNull();
        collections[1].Schema.Fields.ShouldBe([new Field("x", FieldType.String)]);
        collections[1].Options.ShouldBeNull();
    }

    [Fact]
    public async Task A_dry_run_is_asked_for_and_read()
    {
        _server.Answer(200, """
            {"dry_run":true,"would_succeed":false,"refusal":"Invalid schema: no","rows":3,
             "changes":[{"action":"convert_field","field":"n","from":"string","to":"int","rows_touched":3,"values_converted":1,"values_lost":2,
               "duplicates":0,"records_breaking_rules":0,"detail":null,
               "records":[{"id":"01890a5d-ac96-774b-bcce-b302099a8057","value":"x","records":1}]}],
             "sql":["ALTER TABLE"]}
            """);
        using var client = new TinyBaseClient(_server.Connect());

        var found = await client.Collections.DryRunUpdateAsync("movies", new CollectionUpdate { PurgeRemoved = true }, _cancel);

        var sent = _server.Requests.ShouldHaveSingleItem();
        (sent.Method, sent.Uri).ShouldBe(("PATCH", "http://localhost:8000/api/collections/movies?dry_run=true"));
        (found.WouldSucceed, found.Refusal, found.Rows).ShouldBe((false, "Invalid schema: no", 3));
        found.Sql.ShouldBe(["ALTER TABLE"]);
        var step = found.Changes.ShouldHaveSingleItem();
        (step.Action, step.Field, step.From, step.To).ShouldBe(("convert_field", "n", "string", "int"));
        (step.RowsTouched, step.ValuesConverted, step.ValuesLost).ShouldBe((3, 1, 2));
        step.Records.ShouldHaveSingleItem().Value!.Value.GetString().ShouldBe("x");
    }

    [Fact]
    public async Task A_collection_is_deleted_by_its_escaped_name()
    {
        _server.Answer(204);
        using var client = new TinyBaseClient(_server.Connect());

        await client.Collections.DeleteAsync("a/b?c d", _cancel);

        _server.Requests.ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            sent => sent.Method.ShouldBe("DELETE"),
            sent => sent.Uri.ShouldBe("http://localhost:8000/api/collections/a%2Fb%3Fc%20d"));
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    public void A_name_that_would_address_something_else_is_refused(string name)
    {
        using var client = new TinyBaseClient(_server.Connect());

        Should.Throw<ArgumentException>(() => client.Collection(name));
        Should.Throw<ArgumentException>(() => { _ = client.Collections.DeleteAsync(name, _cancel); });
    }
}
