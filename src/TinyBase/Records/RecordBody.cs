using System.Text.Json;

using TinyBase.Collections;
using TinyBase.Collections.Schema;
using TinyBase.Hosting;

namespace TinyBase.Records;

/// <summary>
/// The fields in the body of a record request. Wrapped, <c>{"data": {…}}</c>, wherever there is a key <c>data</c>; flat,
/// <c>{…}</c>, only where there is none.
/// </summary>
internal readonly record struct RecordBody(JsonElement Data, bool IsFlat)
{
    private static readonly RecordOrigin Wrapped = new(["body", "data"], RefuseUnknown: false);
    private static readonly RecordOrigin WrappedStrict = new(["body", "data"], RefuseUnknown: true);
    // A flat body with a field too many is more likely a misspelt wrapped one than a wish to have it dropped.
    private static readonly RecordOrigin Flat = new(["body"], RefuseUnknown: true);

    /// <summary>Finds the fields in a body.</summary>
    /// <returns>Null, or what is wrong with the body's shape.</returns>
    public static ValidationError? Find(JsonElement body, out RecordBody found)
    {
        found = default;
        if (body.ValueKind != JsonValueKind.Object)
        {
            return new ValidationError(
                "model_attributes_type", ["body"], "Input should be a valid dictionary or object to extract fields from", InputEcho.Of(body));
        }

        if (!body.TryGetProperty("data"u8, out var data))
        {
            found = new RecordBody(body, IsFlat: true);
            return null;
        }

        if (data.ValueKind != JsonValueKind.Object)
        {
            return new ValidationError("dict_type", ["body", "data"], "Input should be a valid dictionary", InputEcho.Of(data));
        }

        found = new RecordBody(data, IsFlat: false);
        return null;
    }

    /// <summary>What is wrong with this shape for a collection: a flat body and a field <c>data</c> cannot be told apart.</summary>
    public ValidationError? Check(CollectionModel model) =>
        IsFlat && model.Schema.TryFind("data"u8, out _)
            ? new ValidationError("missing", ["body", "data"], "Field required", InputEcho.Of(Data))
            : null;

    /// <summary>How the validator is to take the fields.</summary>
    public RecordOrigin Origin(CollectionModel model) =>
        IsFlat ? Flat : model.Options.RefuseUnknownFields ? WrappedStrict : Wrapped;
}
