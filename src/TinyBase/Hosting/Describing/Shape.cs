using Microsoft.OpenApi;

namespace TinyBase.Hosting.Describing;

/// <summary>What a body holds.</summary>
internal abstract record Shape
{
    /// <summary>Its media type. Default: JSON.</summary>
    public string MediaType { get; init; } = "application/json";

    /// <summary>What a type of <see cref="WireJson"/> is written as, so that the description cannot drift from the answer.</summary>
    public static Shape Of<T>() => new ContractShape(typeof(T));

    /// <summary>An object with these fields; others are ignored.</summary>
    public static Shape Body(params ReadOnlySpan<BodyField> fields) => new SchemaShape(Schemas.Object(fields));

    /// <summary>One of several, by what was asked for.</summary>
    public static Shape Either(params IReadOnlyList<Shape> choices) => new ChoiceShape(choices);

    /// <summary>Something that is described in place.</summary>
    public static Shape Inline(OpenApiSchema schema) => new SchemaShape(schema);

    /// <summary>A named schema that is written by hand, see <c>NamedSchemas</c>.</summary>
    public static Shape Named(string name) => new NamedShape(name);

    /// <summary>Records, which look different in each collection.</summary>
    public static Shape Records(RecordPart part) => new RecordShape(part);
}

/// <summary>What a contract is written as.</summary>
internal sealed record ContractShape(Type Type) : Shape;

/// <summary>One of several.</summary>
internal sealed record ChoiceShape(IReadOnlyList<Shape> Choices) : Shape;

/// <summary>A schema in place.</summary>
internal sealed record SchemaShape(IOpenApiSchema Schema) : Shape
{
    /// <summary>Schemas that it refers to by their names, and that the document is to have with it.</summary>
    public IReadOnlyDictionary<string, OpenApiSchema> Definitions { get; init; } = new Dictionary<string, OpenApiSchema>();
}

/// <summary>A schema among the components of the document.</summary>
internal sealed record NamedShape(string Name) : Shape;

/// <summary>A schema that depends on the collection.</summary>
internal sealed record RecordShape(RecordPart Part) : Shape;

/// <summary>Parts of requests and answers about records. The names end those of the schemas: <c>MoviesData</c>.</summary>
internal enum RecordPart
{
    /// <summary>The fields of a record, as they are answered.</summary>
    Data,

    /// <summary>A record.</summary>
    Record,

    /// <summary>A page of records.</summary>
    Page,

    /// <summary>The body that makes a record.</summary>
    Create,

    /// <summary>The body that changes one.</summary>
    Update,
}
