using System.Text.Json;

using Microsoft.OpenApi;
using Microsoft.OpenApi.Reader;

using TinyBase.Functions;
using TinyBase.Functions.Endpoints;
using TinyBase.Hosting;
using TinyBase.Hosting.Describing;

namespace TinyBase.OpenApi;

/// <summary>The call of one function, as the operation that calls any function looks for it.</summary>
internal static class FunctionOperation
{
    private const string Name = "{function_name}";

    /// <summary>The operation of its own.</summary>
    public static Operation Of(Operation any, ServedFunction function) => any with
    {
        Pattern = any.Pattern.Replace(Name, function.Name, StringComparison.Ordinal),
        Id = $"{any.Id[..any.Id.LastIndexOf('_')]}_{function.Name}",
        Access = function.Metadata.Auth == AuthLevel.Admin ? Access.Admin : Access.Optional,
    };

    /// <summary>What is said of it.</summary>
    public static OperationDescription Describe(OperationDescription any, ServedFunction function)
    {
        var metadata = function.Metadata;
        return any with
        {
            Summary = metadata.Description is { Length: > 0 } text ? text : $"Call {function.Name}",
            Body = Shape.Inline(Schema(metadata.InputSchema) ?? Schemas.AnyObject("It takes no input")),
            Callers = metadata.Auth == AuthLevel.Auth ? "users and programs" : null,
            Answers =
            [
                new(200, "How the call ended", Shape.Inline(Answer(metadata.OutputSchema))),
                .. any.Answers.Where(answer => answer.Status is not 200 and not 404
                    && !(answer == FunctionAnswers.LoginNeeded && metadata.Auth == AuthLevel.Public)
                    && !(answer == FunctionAnswers.AdminsOnly && metadata.Auth != AuthLevel.Admin)),
            ],
        };
    }

    private static OpenApiSchema Answer(JsonElement? output) => Schemas.Object(
        new BodyField("call_id", Schemas.Id()),
        new BodyField("status", Schemas.OneOf("succeeded", "failed")),
        new BodyField("result", new OpenApiSchema { AnyOf = [Schema(output) ?? new OpenApiSchema(), new OpenApiSchema { Type = JsonSchemaType.Null }] }),
        new BodyField("error_message", Schemas.Text().OrNull()),
        new BodyField("error_type", Schemas.Text().OrNull()),
        new BodyField("duration_ms", Schemas.Integer(0)));

    /// <summary>A schema of a function as one of the document; null for none.</summary>
    private static OpenApiSchema? Schema(JsonElement? given)
    {
        if (given is not { } schema) return null;
        var text = schema.GetRawText();
        // A type that holds itself refers to places in its own schema, which are others in the document.
        if (text.Contains("\"$ref\"", StringComparison.Ordinal)) return new OpenApiSchema();
        try
        {
            return OpenApiModelFactory.Parse<OpenApiSchema>(text, OpenApiSpecVersion.OpenApi3_1, new OpenApiDocument(), out _, "json");
        }
        catch (Exception error) when (error is OpenApiException or JsonException or InvalidOperationException or ArgumentException or FormatException)
        {
            // A program may say anything of itself: the document is not to fail for all others.
            return new OpenApiSchema();
        }
    }
}
