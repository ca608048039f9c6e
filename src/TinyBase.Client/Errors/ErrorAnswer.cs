using System.Net;
using System.Text;
using System.Text.Json;

namespace TinyBase.Client;

/// <summary>Makes exceptions of answers that are not what was asked for.</summary>
internal static class ErrorAnswer
{
    private const int LongestText = 500;

    public static async Task<TinyBaseException> ReadAsync(HttpRequestMessage request, HttpResponseMessage response, CancellationToken cancel)
    {
        var body = await response.Content.ReadAsByteArrayAsync(cancel).ConfigureAwait(false);
        var errors = new List<FieldError>();
        var import = ParseImport(body);
        var detail = ParseJson(body, import is null ? errors : []) ?? PlainText(response, body) ?? Redirect(response) ?? response.ReasonPhrase;
        return New(request.Method, request.RequestUri!, response, string.IsNullOrWhiteSpace(detail) ? response.StatusCode.ToString() : detail, errors, import: import);
    }

    public static TinyBaseException Unreadable(HttpRequestMessage request, HttpResponseMessage response, JsonException cause) =>
        New(request.Method, request.RequestUri!, response, $"The answer is not what a TinyBase server sends; is the address right? {cause.Message}", [], cause);

    /// <summary>The answer to a redirect that was followed, whatever it is: the request did not arrive as it was meant.</summary>
    public static TinyBaseException FromElsewhere(HttpMethod method, Uri asked, HttpResponseMessage response) => New(
        method,
        asked,
        response,
        $"The answer comes from {response.RequestMessage!.RequestUri!.GetLeftPart(UriPartial.Path)}; is the address right? Use the address that it "
        + "redirects to, and an HttpClient whose handler does not follow redirects",
        []);

    private static TinyBaseException New(
        HttpMethod method,
        Uri asked,
        HttpResponseMessage response,
        string detail,
        IReadOnlyList<FieldError> errors,
        JsonException? cause = null,
        ImportResult? import = null)
    {
        var message = $"{method} {asked.AbsolutePath} was answered with {(int)response.StatusCode}: {detail}";
        return new TinyBaseException(message, response.StatusCode, detail, cause)
        {
            Errors = errors,
            Import = import,
            RetryAfter = RetryAfter(response),
            RequestId = response.Headers.TryGetValues("X-Request-Id", out var ids) ? ids.FirstOrDefault() : null,
        };
    }

    private static TimeSpan? RetryAfter(HttpResponseMessage response)
    {
        var wait = response.Headers.RetryAfter switch
        {
            { Delta: { } seconds } => seconds,
            // By the clock of whoever says it, where that is known.
            { Date: { } date } => date - (response.Headers.Date ?? TimeProvider.System.GetUtcNow()),
            _ => (TimeSpan?)null,
        };
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait;
    }

    private static string? ParseJson(byte[] body, List<FieldError> errors)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            return json.RootElement.ValueKind == JsonValueKind.Object ? Detail(json.RootElement, errors) : null;
        }
        catch (Exception error) when (IsMalformed(error))
        {
            return null;
        }
    }

    // A text or a name that is no Unicode is found only when it is read.
    private static bool IsMalformed(Exception error) => error is JsonException or InvalidOperationException;

    private static string? Detail(JsonElement root, List<FieldError> errors)
    {
        root.TryGetProperty("detail", out var detail);
        if (detail.ValueKind == JsonValueKind.Array)
        {
            AddErrors(detail, errors);
            return string.Join("; ", errors);
        }

        if (root.TryGetProperty("errors", out var listed) && listed.ValueKind == JsonValueKind.Array)
        {
            AddErrors(listed, errors);
        }

        // The limiter of requests says "error" where everything else says "detail".
        return Text(detail) ?? (root.TryGetProperty("error", out var error) ? Text(error) : null);
    }

    /// <summary>The errors of fields in a list.</summary>
    public static IReadOnlyList<FieldError> ReadErrors(JsonElement list)
    {
        var errors = new List<FieldError>();
        if (list.ValueKind == JsonValueKind.Array)
        {
            AddErrors(list, errors);
        }

        return errors;
    }

    private static ImportResult? ParseImport(byte[] body)
    {
        try
        {
            return JsonSerializer.Deserialize(body, WireJson.Default.ImportAnswer)?.ToResult();
        }
        catch (Exception error) when (IsMalformed(error))
        {
            return null;
        }
    }

    private static void AddErrors(JsonElement list, List<FieldError> errors)
    {
        foreach (var error in list.EnumerateArray().Where(error => error.ValueKind == JsonValueKind.Object))
        {
            try
            {
                errors.Add(ReadError(error));
            }
            catch (InvalidOperationException)
            {
                // The others may be readable.
            }
        }
    }

    private static FieldError ReadError(JsonElement error) => new()
    {
        Type = Member(error, "type") ?? "",
        Message = Member(error, "msg") ?? "",
        Location = error.TryGetProperty("loc", out var location) && location.ValueKind == JsonValueKind.Array
            ? [.. location.EnumerateArray().Select(part => part.ToString())]
            : [],
        Context = error.TryGetProperty("ctx", out var context) && context.ValueKind == JsonValueKind.Object
            ? context.EnumerateObject().DistinctBy(member => member.Name).ToDictionary(member => member.Name, member => member.Value.Clone())
            : [],
    };

    private static string? Member(JsonElement error, string name) => error.TryGetProperty(name, out var member) ? Text(member) : null;

    private static string? Text(JsonElement value)
    {
        try
        {
            return value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static string? PlainText(HttpResponseMessage response, byte[] body)
    {
        if (body.Length == 0 || response.Content.Headers.ContentType?.MediaType != "text/plain")
        {
            return null;
        }

        var text = Encoding.UTF8.GetString(body).Trim();
        return text.Length > LongestText ? text[..LongestText] + "…" : text;
    }

    private static string? Redirect(HttpResponseMessage response) =>
        response.StatusCode is >= HttpStatusCode.Ambiguous and < HttpStatusCode.BadRequest && response.Headers.Location is { } elsewhere
            ? $"The server redirects to {elsewhere}; use the address that it redirects to"
            : null;
}
