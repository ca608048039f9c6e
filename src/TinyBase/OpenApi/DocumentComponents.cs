using Microsoft.OpenApi;

using TinyBase.Collections;
using TinyBase.Hosting.Describing;

namespace TinyBase.OpenApi;

/// <summary>What the operations of a document share. Only what is used gets in.</summary>
internal sealed class DocumentComponents
{
    private const string Bearer = "HTTPBearer";

    private readonly OpenApiDocument _document;
    private readonly Dictionary<string, IOpenApiSchema> _schemas = new(StringComparer.Ordinal);
    private readonly Dictionary<string, IOpenApiParameter> _parameters = new(StringComparer.Ordinal);
    private readonly Dictionary<string, IOpenApiResponse> _responses = new(StringComparer.Ordinal);

    public DocumentComponents(OpenApiDocument document)
    {
        _document = document;
        document.AddComponent(Bearer, new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http,
            Scheme = "bearer",
            Description = "The access token of a login, or an application token.",
        });
        Token = new OpenApiSecuritySchemeReference(Bearer, document);
    }

    /// <summary>How a caller shows a token. The reference is written only where the document has what it refers to.</summary>
    public OpenApiSecuritySchemeReference Token { get; }

    /// <summary>Puts all that was used into the document, in the order of the names.</summary>
    public void Finish()
    {
        var components = _document.Components!;
        components.Schemas = Sorted(_schemas);
        components.Parameters = Sorted(_parameters);
        components.Responses = Sorted(_responses);
    }

    /// <summary>The schema of a body.</summary>
    /// <param name="shape">What it holds.</param>
    /// <param name="collection">The collection, where it depends on one; null for any.</param>
    public IOpenApiSchema Schema(Shape shape, CollectionModel? collection) => shape switch
    {
        ContractShape { Type: var type } when ContractSchemas.IsContract(type) => Named(type.Name),
        ContractShape { Type: var type } => Tracked(ContractSchemas.Of(type)),
        ChoiceShape { Choices: var choices } => new OpenApiSchema { AnyOf = [.. choices.Select(choice => Schema(choice, collection))] },
        SchemaShape shaped => Described(shaped),
        NamedShape { Name: var name } => Named(name),
        RecordShape { Part: var part } when collection is null => Named(SchemaNames.OfAny(part)),
        RecordShape { Part: var part } => Records(part, collection!),
        _ => throw new InvalidOperationException($"A body is described by a {shape.GetType().Name}, which nothing reads."),
    };

    /// <summary>A parameter: a reference if others have it too.</summary>
    public IOpenApiParameter Parameter(ParameterDescription description, CollectionModel? collection)
    {
        if (description.Component is not { } name) return Tracked(description.For(collection));
        if (!_parameters.ContainsKey(name)) _parameters[name] = Tracked(description.For(null));
        return new OpenApiParameterReference(name);
    }

    /// <summary>An answer: a reference if others have it too.</summary>
    public IOpenApiResponse Response(string? component, Func<OpenApiResponse> make)
    {
        if (component is null) return make();
        if (!_responses.ContainsKey(component)) _responses[component] = make();
        return new OpenApiResponseReference(component);
    }

    private static Dictionary<string, T> Sorted<T>(Dictionary<string, T> items) =>
        items.OrderBy(item => item.Key, StringComparer.Ordinal).ToDictionary(item => item.Key, item => item.Value, StringComparer.Ordinal);

    private OpenApiSchemaReference Records(RecordPart part, CollectionModel collection)
    {
        var name = SchemaNames.Of(collection.Definition.Name, part);
        if (_schemas.TryAdd(name, new OpenApiSchema()))
        {
            _schemas[name] = CollectionSchemas.Make(part, collection, needed => Records(needed, collection));
        }

        return new OpenApiSchemaReference(name);
    }

    private OpenApiSchemaReference Named(string name)
    {
        if (_schemas.TryAdd(name, new OpenApiSchema())) _schemas[name] = Tracked(NamedSchemas.Make(name));
        return new OpenApiSchemaReference(name);
    }

    private IOpenApiSchema Described(SchemaShape shape)
    {
        // All of them first: they may refer to each other.
        foreach (var (name, definition) in shape.Definitions) _schemas.TryAdd(name, definition);
        foreach (var definition in shape.Definitions.Values) Track(definition);
        Track(shape.Schema);
        return shape.Schema;
    }

    private OpenApiParameter Tracked(OpenApiParameter parameter)
    {
        Track(parameter.Schema);
        return parameter;
    }

    private OpenApiSchema Tracked(OpenApiSchema schema)
    {
        Track(schema);
        return schema;
    }

    /// <summary>Adds the schemas that one refers to.</summary>
    private void Track(IOpenApiSchema? schema)
    {
        if (schema is OpenApiSchemaReference reference) Named(reference.Reference.Id!);
        if (schema is not OpenApiSchema own) return;
        foreach (var property in own.Properties?.Values ?? []) Track(property);
        foreach (var choice in own.AnyOf ?? []) Track(choice);
        Track(own.Items);
        Track(own.AdditionalProperties);
    }
}
