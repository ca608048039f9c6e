using Microsoft.OpenApi;

namespace TinyBase.Hosting.Describing;

/// <summary>A field of a request body; the counterpart of what <see cref="BodyFields"/> takes.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Schema">What it holds.</param>
/// <param name="IsRequired">Whether it must be given.</param>
internal sealed record BodyField(string Name, IOpenApiSchema Schema, bool IsRequired = true)
{
    /// <summary>An e-mail address.</summary>
    public static BodyField Email(string name) => new(name, Schemas.Text(format: "email", example: "user@example.com"));

    /// <summary>A password or token, of which no example is given.</summary>
    public static BodyField Secret(string name, int min = 0, int max = int.MaxValue, string? text = null) =>
        new(name, Schemas.Text(min, max, format: "password", text: text));

    public static BodyField Text(string name, int min = 0, int max = int.MaxValue, string? text = null, string? pattern = null)
    {
        var schema = Schemas.Text(min, max, text: text);
        schema.Pattern = pattern;
        return new BodyField(name, schema);
    }

    public static BodyField Integer(string name, long? min = null, long? max = null, string? text = null) =>
        new(name, Schemas.Integer(min, max, text));

    public static BodyField Boolean(string name, string? text = null) => new(name, Schemas.Boolean(text));

    /// <summary>A schema among the components of the document, by its name.</summary>
    public static BodyField Named(string name, string schema) => new(name, new OpenApiSchemaReference(schema));

    /// <summary>The same field where it may be absent or null.</summary>
    public BodyField Optional()
    {
        if (Schema is OpenApiSchema { Type: not null } own) own.Type |= JsonSchemaType.Null;
        return this with { IsRequired = false };
    }
}
