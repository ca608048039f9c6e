using System.Text.Json;
using System.Text.Json.Nodes;

using Shouldly;

using TinyBase.Collections.Schema;
using TinyBase.OpenApi;

using Xunit;

namespace TinyBase.Tests.OpenApi;

public sealed class FieldSchemasTests
{
    public static TheoryData<string> Types => [.. FieldTypes.Names.Split(", ")];

    [Theory]
    [MemberData(nameof(Types))]
    public void Every_type_has_a_schema_and_an_example(string type)
    {
        var schema = Parse($$"""{"fields": [{"name": "field", "type": "{{type}}", "values": ["a"]}]}""");

        foreach (var use in Enum.GetValues<FieldUse>()) FieldSchemas.OfRecord(schema.Fields, use).Properties!["field"].Type.ShouldNotBeNull();
        FieldExamples.Of(schema.Fields[0]).ShouldNotBeNull();
    }

    [Theory]
    [InlineData("""{"type": "string", "min_length": 12}""")]
    [InlineData("""{"type": "string", "max_length": 2}""")]
    [InlineData("""{"type": "int", "min": 2000}""")]
    [InlineData("""{"type": "float", "max": -0.5}""")]
    [InlineData("""{"type": "date", "max": "1999-12-31"}""")]
    [InlineData("""{"type": "list[int]", "min_length": 3}""")]
    [InlineData("""{"type": "list", "items": {"type": "enum", "values": ["x"]}, "min_length": 2}""")]
    [InlineData("""{"type": "dict", "properties": {"n": {"type": "int", "min": 5, "required": true}}}""")]
    public void An_example_keeps_the_rules(string field)
    {
        var given = JsonNode.Parse(field)!;
        given["name"] = "some_field";
        var definition = Parse(new JsonObject { ["fields"] = new JsonArray(given) }.ToJsonString()).Fields[0];

        var example = FieldExamples.Of(definition).ShouldNotBeNull();

        definition.TryTake(JsonElement.Parse(example.ToJsonString()), new ValueArena(0), out _, out _).ShouldBeTrue();
    }

    [Fact]
    public void Where_no_example_was_found_there_is_none()
    {
        var schema = Parse("""{"fields": [{"name": "plate", "pattern": "^[0-9]{9}$", "required": true}, {"name": "note"}]}""");

        FieldExamples.Of(schema.Fields[0]).ShouldBeNull();
        FieldExamples.OfRecord(schema.Fields).ShouldBeNull();
    }

    private static CollectionSchema Parse(string json)
    {
        CollectionSchema.TryParse(JsonElement.Parse(json), out var schema, out var error).ShouldBeTrue(error);
        return schema!;
    }
}
