using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

using Microsoft.AspNetCore.Http;

namespace TinyBase.Hosting;

/// <summary>Writes answers.</summary>
internal static class Answers
{
    private const string JsonType = "application/json";

    /// <summary>How JSON is written that no serializer writes.</summary>
    public static readonly JsonWriterOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static Task Json<T>(HttpContext context, int status, T value, JsonTypeInfo<T> type) =>
        Bytes(context, status, JsonSerializer.SerializeToUtf8Bytes(value, type));

    /// <summary>JSON that is written already, and need not last longer than the call. The server sends it when the request ends.</summary>
    public static Task Bytes(HttpContext context, int status, ReadOnlySpan<byte> json)
    {
        var response = context.Response;
        response.StatusCode = status;
        response.ContentType = JsonType;
        response.ContentLength = json.Length;
        // Otherwise the server holds what is written aside, in memory of its own, until it has written the headers.
        var started = response.StartAsync(CancellationToken.None);
        if (!started.IsCompletedSuccessfully) return WriteOnceStarted(response, started, json.ToArray());
        response.BodyWriter.Write(json);
        return Task.CompletedTask;
    }

    private static async Task WriteOnceStarted(HttpResponse response, Task started, byte[] json)
    {
        await started.ConfigureAwait(false);
        response.BodyWriter.Write(json);
    }

    public static Task NoContent(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }

    /// <summary>An error with its text in <c>detail</c>.</summary>
    public static Task Problem(HttpContext context, int status, string detail)
    {
        using var buffer = new JsonBuffer();
        buffer.Raw("{\"detail\":"u8);
        buffer.String(Encoding.UTF8.GetBytes(detail));
        buffer.Raw("}"u8);
        return Bytes(context, status, buffer.Written.Span);
    }

    public static Task NotAuthenticated(HttpContext context, string detail = "Not authenticated")
    {
        context.Response.Headers.WWWAuthenticate = "Bearer";
        return Problem(context, StatusCodes.Status401Unauthorized, detail);
    }

    /// <summary>The server cannot take the request now; trying again is right.</summary>
    public static Task Busy(HttpContext context, string detail, TimeSpan wait)
    {
        RetryAfter(context, wait);
        return Problem(context, StatusCodes.Status503ServiceUnavailable, detail);
    }

    /// <summary>The caller has to wait.</summary>
    public static Task TooManyRequests(HttpContext context, string detail, TimeSpan wait)
    {
        RetryAfter(context, wait);
        return Problem(context, StatusCodes.Status429TooManyRequests, detail);
    }

    /// <summary>The same for a limit on requests, whose text clients of the wire format look for in <c>error</c>.</summary>
    public static Task RateLimited(HttpContext context, string text, TimeSpan wait)
    {
        RetryAfter(context, wait);
        return Json(context, StatusCodes.Status429TooManyRequests, new RateLimited(text, text), WireJson.Wire.RateLimited);
    }

    /// <summary>422 with what is wrong with the request.</summary>
    public static Task Unprocessable(HttpContext context, params IReadOnlyList<ValidationError> errors)
    {
        var body = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(body, Compact))
        {
            writer.WriteStartObject();
            WriteErrors(writer, "detail", errors);
            writer.WriteEndObject();
        }

        return Bytes(context, StatusCodes.Status422UnprocessableEntity, body.WrittenSpan);
    }

    /// <summary>400 with a text and, for programs, what is wrong with each field of a record.</summary>
    public static Task InvalidRecord(HttpContext context, IReadOnlyList<ValidationError> errors) => Invalid(context, InvalidRecord(errors), errors);

    /// <summary>400 with a text and, for programs, what is wrong with each field.</summary>
    public static Task Invalid(HttpContext context, string detail, IReadOnlyList<ValidationError> errors)
    {
        var body = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(body, Compact))
        {
            writer.WriteStartObject();
            writer.WriteString("detail", detail);
            WriteErrors(writer, "errors", errors);
            writer.WriteEndObject();
        }

        return Bytes(context, StatusCodes.Status400BadRequest, body.WrittenSpan);
    }

    /// <summary>What is wrong with the fields of a record, in one text.</summary>
    public static string InvalidRecord(IReadOnlyList<ValidationError> errors) => "Validation error: " + string.Join("; ", errors.Select(Describe));

    /// <summary>Writes errors as a member of the object that a writer is in.</summary>
    public static void WriteErrors(Utf8JsonWriter writer, string name, IReadOnlyList<ValidationError> errors)
    {
        writer.WriteStartArray(name);
        foreach (var error in errors)
        {
            writer.WriteStartObject();
            writer.WriteString("type", error.Type);
            writer.WriteStartArray("loc");
            foreach (var part in error.Location) WriteScalar(writer, part);
            writer.WriteEndArray();
            writer.WriteString("msg", error.Message);
            writer.WritePropertyName("input");
            WriteInput(writer, error.Input);
            if (error.Context is not null) WriteContext(writer, error.Context);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    /// <summary>In whole seconds (RFC 9110, section 10.2.3), never fewer than it takes.</summary>
    private static void RetryAfter(HttpContext context, TimeSpan wait) =>
        context.Response.Headers.RetryAfter = Math.Max(1, Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);

    private static string Describe(ValidationError error)
    {
        // Without what every location begins with: "body", and "data" if the record is wrapped.
        var path = error.Location.Skip(error.Location.Count > 2 && error.Location[1] is "data" ? 2 : 1);
        var field = string.Join('.', path.Select(Text));
        return field.Length == 0 ? error.Message : $"{field}: {error.Message}";
    }

    private static string? Text(object part) => Convert.ToString(part, CultureInfo.InvariantCulture);

    private static void WriteInput(Utf8JsonWriter writer, JsonElement? input)
    {
        if (input is { ValueKind: not JsonValueKind.Undefined } given) writer.WriteRawValue(given.GetRawText());
        else writer.WriteNullValue();
    }

    private static void WriteContext(Utf8JsonWriter writer, IReadOnlyDictionary<string, object?> context)
    {
        writer.WriteStartObject("ctx");
        foreach (var (name, value) in context)
        {
            writer.WritePropertyName(name);
            WriteScalar(writer, value);
        }

        writer.WriteEndObject();
    }

    private static void WriteScalar(Utf8JsonWriter writer, object? value)
    {
        switch (value)
        {
            case null: writer.WriteNullValue(); break;
            case int number: writer.WriteNumberValue(number); break;
            case long number: writer.WriteNumberValue(number); break;
            case double number: writer.WriteNumberValue(number); break;
            case IEnumerable<string> texts:
                writer.WriteStartArray();
                foreach (var text in texts) writer.WriteStringValue(text);
                writer.WriteEndArray();
                break;
            case bool flag: writer.WriteBooleanValue(flag); break;
            default: writer.WriteStringValue(Convert.ToString(value, CultureInfo.InvariantCulture)); break;
        }
    }
}
