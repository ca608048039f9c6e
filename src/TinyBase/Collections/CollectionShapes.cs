using System.Text.Json.Nodes;

using Microsoft.OpenApi;

using TinyBase.Collections.Schema;
using TinyBase.Hosting.Describing;

namespace TinyBase.Collections;

/// <summary>How collections look, for the API document.</summary>
internal static class CollectionShapes
{
    public const string Schema = "CollectionSchema";
    public const string Options = "CollectionOptions";
    public const string Field = "FieldDefinition";

    public static AnswerDescription NotFound { get; } =
        new(404, "There is no such collection, or the caller may not know of it") { Component = "CollectionNotFound" };

    private static readonly string[] Rules = ["public", "auth", "owner", "admin"];

    public static OpenApiSchema ForSchema()
    {
        var schema = Schemas.Object(new BodyField("fields", Schemas.List(new OpenApiSchemaReference(Field)), IsRequired: false));
        schema.Description = "The fields of a collection, in their order.";
        schema.Examples =
        [
            JsonNode.Parse("""{"fields": [{"name": "title", "type": "string", "required": true, "max_length": 200}, {"name": "stars", "type": "int", "min": 0, "max": 5}]}""")!,
        ];
        return schema;
    }

    public static OpenApiSchema ForField()
    {
        var schema = Schemas.Object(
            new BodyField("name", Schemas.Text(1, SchemaParser.MaxNameLength, text: "A letter, then letters, digits and underscores")),
            new BodyField("type", Schemas.Text(text: $"One of {FieldTypes.Names}. Default: string"), IsRequired: false),
            BodyField.Boolean("required", "Whether it must be given, unless there is a default").Optional(),
            new BodyField("default", new OpenApiSchema { Description = "Fills an absent value" }, IsRequired: false),
            BodyField.Integer("min_length", 0, int.MaxValue, "Of texts, lists and dicts").Optional(),
            BodyField.Integer("max_length", 0, int.MaxValue).Optional(),
            new BodyField("min", new OpenApiSchema { Description = "Of numbers, dates and datetimes; the limit itself is allowed" }, IsRequired: false),
            new BodyField("max", new OpenApiSchema(), IsRequired: false),
            BodyField.Text("pattern", text: "Of texts: a regular expression (.NET) that matches somewhere").Optional(),
            new BodyField("values", Schemas.List(Schemas.Text(), "Of enums: 1 to 1,000 different texts"), IsRequired: false),
            new BodyField("items", new OpenApiSchema { Description = "Of lists: a field without a name" }, IsRequired: false),
            new BodyField("properties", new OpenApiSchema { Description = "Of dicts: fields without a name, by their keys" }, IsRequired: false),
            BodyField.Boolean("additional_properties", "Of dicts: whether other keys are kept. Default: true").Optional(),
            BodyField.Boolean("unique", "Whether no two records have the same value").Optional(),
            BodyField.Boolean("index", "Whether there is an index for sorting and filtering").Optional(),
            BodyField.Text("description", text: "What it is for").Optional(),
            BodyField.Text("renamed_from", text: "In a change: the name that the field had before").Optional());
        schema.Description = "A field. Which rules it can have depends on its type.";
        return schema;
    }

    public static OpenApiSchema ForOptions()
    {
        var access = Schemas.Object(
            Rule("list", "public"), Rule("read", "public"), Rule("create", "auth"), Rule("update", "owner"), Rule("delete", "owner"));
        access.Description = "Who may do what: anybody, users, the user who created the record, or admins.";
        var index = Schemas.Object(
            new BodyField("fields", Schemas.List(Schemas.Text())), new BodyField("unique", Schemas.Boolean(), IsRequired: false));
        var schema = Schemas.Object(
            new BodyField("access", access, IsRequired: false),
            new BodyField("unknown_fields", Schemas.OneOf("ignore", "refuse"), IsRequired: false),
            new BodyField("indexes", Schemas.List(index, "Indexes over several fields"), IsRequired: false));
        schema.Description = "Options of a collection; for those who are no admins an empty object.";
        return schema;
    }

    private static BodyField Rule(string operation, string absent)
    {
        var schema = Schemas.OneOf(Rules);
        schema.Default = JsonValue.Create(absent);
        return new BodyField(operation, schema, IsRequired: false);
    }
}
