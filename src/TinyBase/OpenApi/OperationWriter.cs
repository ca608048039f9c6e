using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

using Microsoft.OpenApi;

using TinyBase.Collections;
using TinyBase.Hosting;
using TinyBase.Hosting.Describing;

namespace TinyBase.OpenApi;

/// <summary>Writes the description of one operation, with what follows from the operation itself.</summary>
internal sealed partial class OperationWriter(
    DocumentComponents components, Operation operation, OperationDescription description, CollectionModel? collection)
{
    /// <summary>Who may call an operation, in words of our own.</summary>
    private const string Access = "x-access";

    private static readonly AnswerDescription Unauthorized = new(401, "Nobody is logged in") { Component = "Unauthorized" };
    private static readonly AnswerDescription NotAnAdmin = new(403, "The caller is no admin") { Component = "NotAnAdmin" };
    private static readonly AnswerDescription NotAUser = new(403, "The caller is a program, not a user") { Component = "NotAUser" };
    private static readonly AnswerDescription TooLarge = new(413, "The body is too large") { Component = "TooLarge" };

    private static readonly AnswerDescription Unprocessable =
        new(422, "The body, a parameter or an id cannot be read", Shape.Named(NamedSchemas.ValidationProblem)) { Component = "Unprocessable" };

    private static readonly AnswerDescription TooMany =
        new(429, "Too many requests; `Retry-After` says how long to wait", Shape.Named(NamedSchemas.RateLimitProblem)) { Component = "TooMany" };

    public OpenApiOperation Write(string path) => new()
    {
        Summary = description.Summary,
        Description = description.Details,
        Parameters = Parameters(path),
        RequestBody = Body(),
        Responses = Responses(),
        Security = Security(),
        Extensions = new Dictionary<string, IOpenApiExtension> { [Access] = new JsonNodeExtension(JsonValue.Create(Who())) },
    };

    [GeneratedRegex(@"\{(\w+)\}")]
    private static partial Regex PathParameter { get; }

    private List<IOpenApiParameter>? Parameters(string path)
    {
        List<IOpenApiParameter> all =
        [
            .. PathParameter.Matches(path).Select(match => components.Parameter(InPath(match.Groups[1].Value), collection)),
            .. description.Parameters.Select(parameter => components.Parameter(parameter, collection)),
        ];
        return all.Count > 0 ? all : null;
    }

    private static ParameterDescription InPath(string name) => name switch
    {
        "id" => new(_ => ParameterDescription.InPath(name, Schemas.Id(), "The id."), "Id"),
        "name" => new(_ => ParameterDescription.InPath(name, Schemas.Text(), "The name of the collection."), "Collection"),
        "function_name" => new(_ => ParameterDescription.InPath(name, Schemas.Text(), "The name of the function."), "Function"),
        "call_id" => new(_ => ParameterDescription.InPath(name, Schemas.Id(), "The id of the call."), "Call"),
        _ => new(_ => ParameterDescription.InPath(name, Schemas.Text(), string.Empty)),
    };

    private OpenApiRequestBody? Body() => description.Body is { } body ? new() { Required = true, Content = Content(body) } : null;

    private Dictionary<string, OpenApiMediaType> Content(Shape shape) =>
        new() { [shape.MediaType] = new OpenApiMediaType { Schema = components.Schema(shape, collection) } };

    private OpenApiResponses Responses()
    {
        var responses = new OpenApiResponses();
        foreach (var answer in description.Answers.Concat(Implied()).DistinctBy(answer => answer.Status).OrderBy(answer => answer.Status))
        {
            responses[answer.Status.ToString(CultureInfo.InvariantCulture)] = components.Response(answer.Component, () => Response(answer));
        }

        responses["default"] = components.Response(
            "Failure", () => Response(new AnswerDescription(500, "Any other failure, such as 503 while the server is too busy")));
        return responses;
    }

    /// <summary>The answers that come before or without the endpoint, or with what it reads.</summary>
    private IEnumerable<AnswerDescription> Implied()
    {
        if (operation.Access is Hosting.Access.User or Hosting.Access.Admin) yield return Unauthorized;
        if (operation.Access == Hosting.Access.User) yield return NotAUser;
        if (operation.Access == Hosting.Access.Admin) yield return NotAnAdmin;
        if (description.Body is not null) yield return TooLarge;
        if (description.Body is not null || description.Parameters.Any(IsInQuery) || operation.Pattern.Contains("id}", StringComparison.Ordinal))
        {
            yield return Unprocessable;
        }

        if (operation.RateLimit is not null) yield return TooMany;
    }

    private bool IsInQuery(ParameterDescription parameter) => parameter.For(collection).In == ParameterLocation.Query;

    private OpenApiResponse Response(AnswerDescription answer)
    {
        var shape = answer.Shape ?? (answer.Status >= 400 ? Shape.Named(NamedSchemas.Problem) : null);
        var headers = new Dictionary<string, IOpenApiHeader>();
        if (answer.HasETag) headers["ETag"] = new OpenApiHeader { Schema = Schemas.Text(), Description = "The version." };
        if (answer.Status == 429) headers["Retry-After"] = new OpenApiHeader { Schema = Schemas.Integer(1), Description = "Seconds." };
        return new OpenApiResponse
        {
            Description = answer.Text,
            Content = shape is null ? null : Content(shape),
            Headers = headers.Count > 0 ? headers : null,
        };
    }

    /// <summary>Whether a token must, can or need not be there.</summary>
    private List<OpenApiSecurityRequirement> Security()
    {
        var token = new OpenApiSecurityRequirement { [components.Token] = [] };
        return Who() switch
        {
            _ when description.ReadsToken => [token],
            "anybody" => [],
            "anybody, a token tells who" or "by the rules of the collection" => [[], token],
            _ => [token],
        };
    }

    private string Who()
    {
        if (description.Rule is { } rule && collection is not null) return Rule(rule(collection.Access));
        return operation.Access switch
        {
            _ when description.Callers is { } callers => callers,
            _ when description.Rule is not null => "by the rules of the collection",
            Hosting.Access.Public => "anybody",
            Hosting.Access.Optional => "anybody, a token tells who",
            Hosting.Access.User => "users",
            _ => "admins",
        };
    }

    private string Rule(AccessRule rule) => rule switch
    {
        AccessRule.Public => "anybody, a token tells who",
        AccessRule.Auth => "users",
        AccessRule.Owner when operation.Pattern.Contains("{id}", StringComparison.Ordinal) => "owners",
        AccessRule.Owner => "users",
        _ => "admins",
    };
}
