using System.Text.Json.Nodes;

using Microsoft.OpenApi;

using TinyBase.Hosting.Describing;

namespace TinyBase.Records;

/// <summary>The parameters of a list of records; the counterpart of <see cref="ListQuery.Read"/>.</summary>
internal static class ListParameters
{
    public const string FieldFilter = "FieldFilter";

    private static readonly string[] Operators = ["eq", "ne", "gt", "gte", "lt", "lte", "in", "contains", "starts", "null"];

    public static ParameterDescription Fields { get; } = new(collection => new OpenApiParameter
    {
        In = ParameterLocation.Query,
        Name = "fields",
        Description = "The fields that `data` has, separated by commas. All, if it is absent.",
        Style = ParameterStyle.Form,
        Explode = false,
        Schema = Schemas.List(Names(collection?.Schema.Fields.Select(field => field.Name))),
    });

    public static IReadOnlyList<ParameterDescription> All { get; } =
    [
        ParameterDescription.Query(
            "limit", Schemas.Integer(1, ListQuery.MaxLimit, absent: ListQuery.DefaultLimit), "How many records at most.", "Limit"),
        ParameterDescription.Query("offset", Schemas.Integer(0, int.MaxValue, absent: 0), "How many to pass over; not with `after`.", "Offset"),
        ParameterDescription.Query("after", Schemas.Text(), "The `next_cursor` of the page before.", "After"),
        ParameterDescription.Query(
            "sort_by",
            Schemas.Text(example: "-created_at"),
            "Up to eight fields, separated by commas; a leading `-` means descending. Without it the newest records come first.",
            "SortBy"),
        ParameterDescription.Query(
            "sort_order", Order(), "The direction of the fields in `sort_by` that have none of their own.", "SortOrder"),
        ParameterDescription.Query("count", Schemas.Boolean(absent: true), "Whether `total` is wanted.", "Count"),
        Fields,
        new ParameterDescription(_ => Filter(), "Filter"),
    ];

    /// <summary>The conditions of a filter on one field.</summary>
    public static OpenApiSchema ForFieldFilter() => new()
    {
        Description = "A value that the field must have, or values by operators.",
        AnyOf =
        [
            Schemas.Text(),
            Schemas.Object([.. Operators.Select(name => new BodyField(name, Schemas.Text(), IsRequired: false))]),
        ],
    };

    private static OpenApiSchema Order()
    {
        var order = Schemas.OneOf("asc", "desc");
        order.Default = JsonValue.Create("desc");
        return order;
    }

    private static OpenApiSchema Names(IEnumerable<string>? names)
    {
        var schema = Schemas.Text();
        if (names?.ToArray() is { Length: > 0 } known) schema.Enum = [.. known.Select(name => JsonValue.Create(name))];
        return schema;
    }

    private static OpenApiParameter Filter()
    {
        var schema = Schemas.AnyObject();
        schema.AdditionalProperties = new OpenApiSchemaReference(FieldFilter);
        // Pages that try the API out begin with the example, and would make up fields otherwise.
        schema.Examples = [new JsonObject()];
        return new OpenApiParameter
        {
            In = ParameterLocation.Query,
            Name = "filter",
            Description =
                "`filter[field]=value`, or `filter[field][operator]=value` with one of "
                + $"{string.Join(", ", Operators)}. All conditions must hold; there can be 32. "
                + "Besides the fields of the collection there are id, owner_id, created_at and updated_at.",
            Style = ParameterStyle.DeepObject,
            Explode = true,
            Schema = schema,
        };
    }
}
