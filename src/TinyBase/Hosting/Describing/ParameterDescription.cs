using Microsoft.OpenApi;

using TinyBase.Collections;

namespace TinyBase.Hosting.Describing;

/// <summary>A parameter of an operation.</summary>
/// <param name="For">Makes it for a collection, or with null for all.</param>
/// <param name="Component">The name under which several operations share it; null where it is an operation's own.</param>
internal sealed record ParameterDescription(Func<CollectionModel?, OpenApiParameter> For, string? Component = null)
{
    public static ParameterDescription IfNoneMatch { get; } =
        Header("If-None-Match", "Versions (`ETag`) that the client has.", "IfNoneMatch");

    /// <summary>A parameter of the query.</summary>
    public static ParameterDescription Query(string name, OpenApiSchema schema, string text, string? component = null) =>
        new(_ => Make(ParameterLocation.Query, name, schema, text), component);

    /// <summary>A header of the request.</summary>
    public static ParameterDescription Header(string name, string text, string component) =>
        new(_ => Make(ParameterLocation.Header, name, Schemas.Text(), text), component);

    /// <summary>A parameter in the path.</summary>
    public static OpenApiParameter InPath(string name, OpenApiSchema schema, string text) =>
        new() { In = ParameterLocation.Path, Name = name, Required = true, Schema = schema, Description = text };

    private static OpenApiParameter Make(ParameterLocation place, string name, OpenApiSchema schema, string text) =>
        new() { In = place, Name = name, Schema = schema, Description = text };
}
