using Microsoft.OpenApi;

using TinyBase.Collections;
using TinyBase.Hosting.Describing;
using TinyBase.Records;
using TinyBase.Scheduling.Endpoints;

namespace TinyBase.OpenApi;

/// <summary>The schemas that are written by hand, by their names.</summary>
internal static class NamedSchemas
{
    public const string Problem = "Problem";
    public const string ValidationProblem = "ValidationProblem";
    public const string RateLimitProblem = "RateLimitProblem";
    private const string Error = "ValidationError";

    private static readonly Dictionary<string, Func<OpenApiSchema>> ByName = new(StringComparer.Ordinal)
    {
        [Problem] = () => Schemas.Object(Detail("What is wrong")),
        [ValidationProblem] = () => Schemas.Object(new BodyField("detail", Errors("All that is wrong with the request"))),
        [RateLimitProblem] = () => Schemas.Object(
            new BodyField("error", Schemas.Text(text: "The same, where a limit on requests was hit"), IsRequired: false),
            Detail("What is wrong")),
        [RecordShapes.Problem] = () => Schemas.Object(
            Detail("What is wrong"),
            new BodyField("errors", Errors("All that is wrong with the record; absent where a hook gave no place"), IsRequired: false)),
        [RecordShapes.Deleted] = () => RecordShapes.DeletedMany(Errors("All that is wrong, where a hook gave a place")),
        [RecordShapes.Imported] = () => RecordShapes.Import(Errors("All that is wrong with the line")),
        [RecordShapes.Stopped] = () => RecordShapes.Import(Errors("All that is wrong with the line"), Detail("Why it ended")),
        [ScheduleShapes.Plan] = ScheduleShapes.ForPlan,
        [ScheduleShapes.Problem] = () => Schemas.Object(
            Detail("What is wrong"),
            new BodyField("errors", Errors("All that is wrong with the schedule; absent where it is something else"), IsRequired: false)),
        [Error] = () => Schemas.Object(
            new BodyField("type", Schemas.Text(text: "A name for the kind of error that programs can rely on", example: "missing")),
            new BodyField("loc", Schemas.List(
                new OpenApiSchema { Type = JsonSchemaType.String | JsonSchemaType.Integer },
                "Where it is: `body`, `query` or `path`, then names and indices")),
            new BodyField("msg", Schemas.Text(text: "What would be right")),
            new BodyField("input", new OpenApiSchema { Description = "What was given, where it can be repeated" }),
            new BodyField("ctx", Schemas.AnyObject("The limits that were broken"), IsRequired: false)),
        [CollectionShapes.Schema] = CollectionShapes.ForSchema,
        [CollectionShapes.Field] = CollectionShapes.ForField,
        [CollectionShapes.Options] = CollectionShapes.ForOptions,
        [ListParameters.FieldFilter] = ListParameters.ForFieldFilter,
        [SchemaNames.OfAny(RecordPart.Record)] = () =>
            RecordShapes.Record(Schemas.AnyObject("The fields")),
        [SchemaNames.OfAny(RecordPart.Page)] = () =>
            RecordShapes.Page(new OpenApiSchemaReference(SchemaNames.OfAny(RecordPart.Record))),
        [SchemaNames.OfAny(RecordPart.Create)] = () => RecordShapes.Body(Schemas.AnyObject("The fields")),
    };

    /// <summary>Makes the schema, or that of the contract, with a name.</summary>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    public static OpenApiSchema Make(string name) =>
        ByName.TryGetValue(name, out var make) ? make()
        : ContractSchemas.Find(name) is { } contract ? ContractSchemas.Of(contract)
        : throw new InvalidOperationException($"There is no schema '{name}'.");

    private static BodyField Detail(string text) => new("detail", Schemas.Text(text: text));

    private static OpenApiSchema Errors(string text) => Schemas.List(new OpenApiSchemaReference(Error), text);
}
