using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Serialization;

using Shouldly;

using TinyBase.Sdk.Binding;

using Xunit;

namespace TinyBase.Tests.Sdk;

/// <summary>How inputs and results are described.</summary>
public sealed class FunctionSchemaTests
{
    private enum Size
    {
        Small,
        ExtraLarge,
    }

    [Description("What somebody wants")]
    private sealed record Order(
        [StringLength(10, MinimumLength = 2), Description("Who buys")] string Customer,
        [MinLength(1)] List<Item> Items,
        Size Size,
        [EmailAddress] string? Email = null,
        List<string?>? Notes = null,
        DateOnly? Day = null);

    private sealed record Item([Range(0, 100)] decimal Price, [RegularExpression("[a-z]+")] string Code, [Range(0.5, 2, MaximumIsExclusive = true)] double Weight = 1);

    private sealed class Named
    {
        [Required]
        public string? Name { get; init; }
    }

    private sealed record Stay(
        int Guests = 1,
        [Description("First day")] DateTime From = default,
        [Range(1.0, double.PositiveInfinity)] double Price = double.NaN,
        Size? Room = (Size)7,
        Guid Id = default,
        Since? Next = null);

    private readonly record struct Leaves(List<Leaves> All, string First);

    private sealed record Book(string Title, Leaves Leaves = default);

    private sealed record Since([property: JsonPropertyName("since")] DateOnly Day = default);

    private readonly record struct Seat([Range(1, 40), Description("From the front")] int Row, Letter Letter, string? Note = "window", Size Size = Size.ExtraLarge);

    private readonly record struct Letter([StringLength(1)] string Text)
    {
        [Required]
        public string? Shown { get; init; }
    }

    private sealed record Tree(int Value, List<Tree> Children);

    [Fact]
    public void A_record_is_described_with_its_annotations() => Same(Input([Function("f")] (Order order) => 1), """
        {"description": "What somebody wants", "type": "object", "properties": {
            "customer": {"type": "string", "minLength": 2, "maxLength": 10, "description": "Who buys"},
            "items": {"type": "array", "minItems": 1, "items": {"type": "object", "properties": {
                "price": {"type": "number", "minimum": 0, "maximum": 100},
                "code": {"type": "string", "pattern": "^(?:[a-z]+)?$"},
                "weight": {"type": "number", "default": 1, "minimum": 0.5, "exclusiveMaximum": 2}
            }, "required": ["price", "code"]}},
            "size": {"type": "string", "enum": ["small", "extra_large"]},
            "email": {"type": ["string", "null"], "default": null, "format": "email"},
            "notes": {"type": ["array", "null"], "default": null, "items": {"type": ["string", "null"]}},
            "day": {"type": ["string", "null"], "default": null, "format": "date"}
        }, "required": ["customer", "items", "size"]}
        """);

    [Fact]
    public void Parameters_are_properties() => Same(Input([Function("f")] ([Range(1, 5)] int x, [Description("More")] string? y, long z = 3) => 1), """
        {"type": "object", "properties": {
            "x": {"type": "integer", "format": "int32", "minimum": 1, "maximum": 5},
            "y": {"type": ["string", "null"], "description": "More"},
            "z": {"type": "integer", "format": "int64", "default": 3}
        }, "required": ["x"]}
        """);

    [Fact]
    public void A_default_that_json_has_not_is_left_out()
    {
        Same(Input([Function("f")] (double x = double.NaN, Size size = (Size)7, int y = 1) => 1), """
            {"type": "object", "properties": {
                "x": {"type": "number"},
                "size": {"type": "string", "enum": ["small", "extra_large"]},
                "y": {"type": "integer", "format": "int32", "default": 1}
            }}
            """);
        Same(Input([Function("f")] (Stay stay) => 1), """
            {"type": "object", "properties": {
                "guests": {"type": "integer", "format": "int32", "default": 1},
                "from": {"type": "string", "format": "date-time", "description": "First day"},
                "price": {"type": "number", "minimum": 1},
                "room": {"type": ["string", "null"], "enum": ["small", "extra_large", null]},
                "id": {"type": "string", "format": "uuid"},
                "next": {"type": ["object", "null"], "properties": {
                    "since": {"type": "string", "format": "date"}
                }, "default": null}
            }}
            """);
        Same(Input([Function("f")] (Book book, int n) => 1), """
            {"type": "object", "properties": {
                "book": {"type": "object", "properties": {
                    "title": {"type": "string"},
                    "leaves": {"type": "object", "properties": {
                        "all": {"type": "array", "items": {"$ref": "#/properties/book/properties/leaves"}},
                        "first": {"type": "string"}
                    }, "required": ["all", "first"]}
                }, "required": ["title"]},
                "n": {"type": "integer", "format": "int32"}
            }, "required": ["book", "n"]}
            """);
        Same(Output([Function("f")] () => new Since()), """{"type": "object", "properties": {"since": {"type": "string", "format": "date"}}}""");
    }

    [Fact]
    public void A_structure_is_described_by_its_primary_constructor()
    {
        const string Seat = """
            "properties": {
                "row": {"type": "integer", "format": "int32", "minimum": 1, "maximum": 40, "description": "From the front"},
                "letter": {"type": "object", "properties": {
                    "text": {"type": "string", "maxLength": 1},
                    "shown": {"type": ["string", "null"], "minLength": 1}
                }, "required": ["text", "shown"]},
                "note": {"type": ["string", "null"], "default": "window"},
                "size": {"type": "string", "enum": ["small", "extra_large"], "default": "extra_large"}
            }, "required": ["row", "letter"]
            """;
        Same(Input([Function("f")] (Seat seat) => 1), $$"""{"type": "object", {{Seat}}}""");
        Same(Input([Function("f")] (Seat? seat, int n = 1) => 1), $$$"""
            {"type": "object", "properties": {
                "seat": {"type": ["object", "null"], {{{Seat}}}},
                "n": {"type": "integer", "format": "int32", "default": 1}
            }}
            """);
        Same(Output([Function("f")] () => new List<Seat>()), $$$"""{"type": "array", "items": {"type": "object", {{{Seat}}}}}""");
    }

    [Fact]
    public void Required_members_of_classes_are_required() => Same(Input([Function("f")] (Named named) => 1), """
        {"type": "object", "properties": {"name": {"type": ["string", "null"], "minLength": 1}}, "required": ["name"]}
        """);

    [Fact]
    public void A_type_that_holds_itself_is_referred_to_from_where_it_lies() => Same(Input([Function("f")] (Tree tree, int x) => 1), """
        {"type": "object", "properties": {
            "tree": {"type": "object", "properties": {
                "value": {"type": "integer", "format": "int32"},
                "children": {"type": "array", "items": {"$ref": "#/properties/tree"}}
            }, "required": ["value", "children"]},
            "x": {"type": "integer", "format": "int32"}
        }, "required": ["tree", "x"]}
        """);

    [Fact]
    public void Results_are_described_as_what_is_waited_for()
    {
        Same(Output([Function("f")] async () => { await Task.Yield(); return new List<Guid>(); }), """{"type": "array", "items": {"type": "string", "format": "uuid"}}""");
        Same(Output([Function("f")] DateTimeOffset? () => null), """{"type": ["string", "null"], "format": "date-time"}""");
        Same(Output([Function("f")] Task<string?> () => Task.FromResult<string?>(null)), """{"type": ["string", "null"]}""");
        Same(Output([Function("f")] JsonElement () => default), "{}");
    }

    [Fact]
    public void Nothing_has_no_schema()
    {
        var metadata = FunctionBinding.Create([Function("f")] async (FunctionContext ctx, CancellationToken cancel) => await Task.Delay(1, cancel)).Metadata;
        metadata.InputSchema.ShouldBeNull();
        metadata.OutputSchema.ShouldBeNull();
    }

    private static JsonElement Input(Delegate function) => FunctionBinding.Create(function).Metadata.InputSchema.ShouldNotBeNull();

    private static JsonElement Output(Delegate function) => FunctionBinding.Create(function).Metadata.OutputSchema.ShouldNotBeNull();

    private static void Same(JsonElement actual, string expected) =>
        JsonElement.DeepEquals(actual, JsonElement.Parse(expected)).ShouldBeTrue(actual.ToString());
}
