using Microsoft.OpenApi;

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
            Body = metadata.InputSchema is { } input
                ? FunctionSchema.Of(input, $"{function.Name}.Input")
                : Shape.Inline(Schemas.AnyObject("It takes no input")),
            Callers = metadata.Auth == AuthLevel.Auth ? "users and programs" : null,
            Answers =
            [
                new(200, "How the call ended", Answer(function)),
                .. any.Answers.Where(answer => answer.Status is not 200 and not 404
                    && !(answer == FunctionAnswers.LoginNeeded && metadata.Auth == AuthLevel.Public)
                    && !(answer == FunctionAnswers.AdminsOnly && metadata.Auth != AuthLevel.Admin)),
            ],
        };
    }

    private static SchemaShape Answer(ServedFunction function)
    {
        var result = function.Metadata.OutputSchema is { } output
            ? FunctionSchema.Of(output, $"{function.Name}.Result")
            : new SchemaShape(new OpenApiSchema());
        var answer = Schemas.Object(
            new BodyField("call_id", Schemas.Id()),
            new BodyField("status", Schemas.OneOf("succeeded", "failed")),
            new BodyField("result", new OpenApiSchema { AnyOf = [result.Schema, new OpenApiSchema { Type = JsonSchemaType.Null }] }),
            new BodyField("error_message", Schemas.Text().OrNull()),
            new BodyField("error_type", Schemas.Text().OrNull()),
            new BodyField("duration_ms", Schemas.Integer(0)));
        return result with { Schema = answer };
    }
}
