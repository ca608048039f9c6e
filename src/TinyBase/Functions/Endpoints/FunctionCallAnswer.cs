using System.Text;
using System.Text.Json;

using Microsoft.AspNetCore.Http;

using TinyBase.Functions.Calls;
using TinyBase.Hosting;
using TinyBase.Sdk.Binding;

namespace TinyBase.Functions.Endpoints;

/// <summary>How a call ended. It is the contract that the API document describes; see <see cref="Write"/> for how it is written.</summary>
internal sealed record FunctionCallAnswer(
    string CallId, string Status, JsonElement? Result, string? ErrorMessage, string? ErrorType, long DurationMs)
{
    /// <summary>Writes it around the result as the function wrote that.</summary>
    public static Task Write(HttpContext context, FunctionCallResult result, FunctionOutcome outcome)
    {
        var failed = outcome as FunctionOutcome.Failed;
        using var buffer = new JsonBuffer();
        buffer.Raw("{\"call_id\":"u8);
        buffer.Plain(Encoding.UTF8.GetBytes(result.CallId));
        buffer.Raw(failed is null ? ",\"status\":\"succeeded\",\"result\":"u8 : ",\"status\":\"failed\",\"result\":"u8);
        buffer.Raw(outcome is FunctionOutcome.Succeeded succeeded ? succeeded.Json.Span : "null"u8);
        buffer.Raw(",\"error_message\":"u8);
        Text(buffer, failed?.ErrorMessage);
        buffer.Raw(",\"error_type\":"u8);
        Text(buffer, failed?.ErrorType);
        buffer.Raw(",\"duration_ms\":"u8);
        buffer.Number(result.DurationMs);
        buffer.Raw("}"u8);
        return Answers.Bytes(context, StatusCodes.Status200OK, buffer.Written.Span);
    }

    private static void Text(JsonBuffer buffer, string? text)
    {
        if (text is null) buffer.Raw("null"u8);
        else buffer.String(Encoding.UTF8.GetBytes(text));
    }
}
