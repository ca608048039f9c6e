using System.Text.Json.Nodes;

using Microsoft.OpenApi;

using TinyBase.Collections;
using TinyBase.Hosting.Describing;
using TinyBase.Records;

namespace TinyBase.OpenApi;

/// <summary>The schemas of one collection.</summary>
internal static class CollectionSchemas
{
    /// <summary>Makes one.</summary>
    /// <param name="part">Which.</param>
    /// <param name="collection">The collection.</param>
    /// <param name="refer">Refers to another one of the same collection.</param>
    public static OpenApiSchema Make(RecordPart part, CollectionModel collection, Func<RecordPart, IOpenApiSchema> refer) => part switch
    {
        RecordPart.Data => Data(collection),
        RecordPart.Record => RecordShapes.Record(refer(RecordPart.Data)),
        RecordPart.Page => RecordShapes.Page(refer(RecordPart.Record)),
        RecordPart.Create => Body(collection, FieldUse.Create),
        _ => Body(collection, FieldUse.Update),
    };

    /// <summary>The fields as they are answered: all of them.</summary>
    private static OpenApiSchema Data(CollectionModel collection)
    {
        var schema = FieldSchemas.OfRecord(collection.Schema.Fields, FieldUse.Answer);
        if (collection.Definition.SchemaVersion > 1)
        {
            schema.Description = "A record that is older than the last change of the collection may break rules until its own next change.";
        }

        return schema;
    }

    private static OpenApiSchema Body(CollectionModel collection, FieldUse use)
    {
        var data = FieldSchemas.OfRecord(collection.Schema.Fields, use);
        if (collection.Options.RefuseUnknownFields) data.AdditionalPropertiesAllowed = false;
        var schema = RecordShapes.Body(data);
        if (FieldExamples.OfRecord(collection.Schema.Fields) is { } example) schema.Examples = [new JsonObject { ["data"] = example }];
        return schema;
    }
}
