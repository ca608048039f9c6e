using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace TinyBase.Client;

/// <summary>Sends requests to one server with the current token and reads JSON or throws what the server refused.</summary>
internal sealed class RestTransport
{
    private readonly HttpClient _http;
    private readonly HttpClient _streaming;
    private readonly Uri _base;

    /// <param name="http">Sends requests.</param>
    /// <param name="baseAddress">The address of the server.</param>
    /// <param name="streaming">Sends those that take as long as their bodies are; the same if null.</param>
    public RestTransport(HttpClient http, Uri baseAddress, HttpClient? streaming = null)
    {
        ArgumentNullException.ThrowIfNull(baseAddress);
        if (!baseAddress.IsAbsoluteUri || baseAddress.Scheme is not ("http" or "https"))
        {
            throw new ArgumentException($"The address of the server must be an absolute http or https address, not '{baseAddress}'.", nameof(baseAddress));
        }

        _http = http;
        _streaming = streaming ?? http;
        // Without the slash at its end the last part of a path prefix would be replaced instead of extended.
        _base = new Uri(baseAddress.GetLeftPart(UriPartial.Path).TrimEnd('/') + "/");
    }

    public string? AccessToken { get; set; }

    /// <summary>How large an answer may be.</summary>
    public long MaxAnswerBytes => _http.MaxResponseContentBufferSize;

    /// <summary>Deletes what is there, which the server answers with no content.</summary>
    /// <param name="path">What to delete.</param>
    /// <param name="ifMatch">The version that it must have; null for any.</param>
    /// <param name="cancel">Cancels the call.</param>
    public async Task DeleteAsync(string path, string? ifMatch, CancellationToken cancel)
    {
        using var request = NewRequest(HttpMethod.Delete, path, body: null);
        AddIfMatch(request, ifMatch);
        using var response = await SendAsync(request, cancel).ConfigureAwait(false);
        // Whatever stands at a wrong address answers 200 to everything: nothing would have been deleted.
        if (response.StatusCode != HttpStatusCode.NoContent)
        {
            throw ErrorAnswer.Unreadable(request, response, new JsonException("204 without content was expected."));
        }
    }

    /// <summary>Posts what the server answers with a message alone.</summary>
    public Task PostAsync(string path, byte[]? body, CancellationToken cancel) =>
        SendAsync(HttpMethod.Post, path, body, WireJson.Default.MessageAnswer, cancel);

    public async Task<TAnswer> SendAsync<TAnswer>(
        HttpMethod method, string path, byte[]? body, JsonTypeInfo<TAnswer> type, CancellationToken cancel)
    {
        using var request = NewRequest(method, path, body);
        return await SendAsync(request, type, cancel).ConfigureAwait(false);
    }

    /// <summary>Sends a request that the server refuses if the version is not this one; null for any. The answer comes with its version.</summary>
    public async Task<(TAnswer Answer, string? ETag)> SendIfMatchAsync<TAnswer>(
        HttpMethod method, string path, byte[]? body, string? ifMatch, JsonTypeInfo<TAnswer> type, CancellationToken cancel)
    {
        using var request = NewRequest(method, path, body);
        AddIfMatch(request, ifMatch);
        using var response = await SendAsync(request, cancel).ConfigureAwait(false);
        // A proxy that compresses makes the tag weak, which matches nothing in If-Match (RFC 9110 section 13.1.1). The server's tag is the
        // version of the record, not of the bytes, so it is as good without the "W/".
        return (await ReadAsync(request, response, type, cancel).ConfigureAwait(false), response.Headers.ETag?.Tag);
    }

    /// <summary>Posts nothing, with another token than the current one.</summary>
    public async Task<TAnswer> PostWithTokenAsync<TAnswer>(string token, string path, JsonTypeInfo<TAnswer> type, CancellationToken cancel)
    {
        using var request = NewRequest(HttpMethod.Post, path, body: null);
        request.Headers.Authorization = Bearer(token);
        return await SendAsync(request, type, cancel).ConfigureAwait(false);
    }

    /// <summary>
    /// Posts a body that is made while it is sent, for as long as it takes. A server that does not want it can say so before it is sent.
    /// </summary>
    public async Task<TAnswer> PostStreamAsync<TAnswer>(string path, HttpContent body, JsonTypeInfo<TAnswer> type, CancellationToken cancel)
    {
        using var request = NewRequest(HttpMethod.Post, path, body: null);
        request.Content = body;
        request.Headers.ExpectContinue = true;
        using var response = await SendAsync(_streaming, request, HttpCompletionOption.ResponseHeadersRead, cancel).ConfigureAwait(false);
        return await ReadAsync(request, response, type, cancel).ConfigureAwait(false);
    }

    private static void AddIfMatch(HttpRequestMessage request, string? ifMatch)
    {
        if (ifMatch is not null)
        {
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        }
    }

    private static AuthenticationHeaderValue Bearer(string token) => new("Bearer", token);

    private async Task<TAnswer> SendAsync<TAnswer>(HttpRequestMessage request, JsonTypeInfo<TAnswer> type, CancellationToken cancel)
    {
        using var response = await SendAsync(request, cancel).ConfigureAwait(false);
        return await ReadAsync(request, response, type, cancel).ConfigureAwait(false);
    }

    private static async Task<TAnswer> ReadAsync<TAnswer>(
        HttpRequestMessage request, HttpResponseMessage response, JsonTypeInfo<TAnswer> type, CancellationToken cancel)
    {
        try
        {
            var stream = await response.Content.ReadAsStreamAsync(cancel).ConfigureAwait(false);
            await using (stream.ConfigureAwait(false))
            {
                return await JsonSerializer.DeserializeAsync(stream, type, cancel).ConfigureAwait(false)
                    ?? throw new JsonException("The answer is null.");
            }
        }
        catch (JsonException notTheJsonExpected)
        {
            throw ErrorAnswer.Unreadable(request, response, notTheJsonExpected);
        }
    }

    private HttpRequestMessage NewRequest(HttpMethod method, string path, byte[]? body)
    {
        var request = new HttpRequestMessage(method, new Uri(_base, path));
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        if (AccessToken is { } token)
        {
            request.Headers.Authorization = Bearer(token);
        }

        if (body is not null)
        {
            request.Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
        }

        return request;
    }

    private Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancel) =>
        SendAsync(_http, request, HttpCompletionOption.ResponseContentRead, cancel);

    private static async Task<HttpResponseMessage> SendAsync(
        HttpClient http, HttpRequestMessage request, HttpCompletionOption completion, CancellationToken cancel)
    {
        // A redirect that is followed changes the request itself.
        var (method, asked) = (request.Method, request.RequestUri!);
        var response = await SendAsync(http, request, asked, completion, cancel).ConfigureAwait(false);
        var isElsewhere = response.RequestMessage?.RequestUri is { } answered && !IsSamePlace(asked, answered);
        if (response.IsSuccessStatusCode && !isElsewhere)
        {
            return response;
        }

        using (response)
        {
            throw isElsewhere
                ? ErrorAnswer.FromElsewhere(method, asked, response)
                : await ErrorAnswer.ReadAsync(request, response, cancel).ConfigureAwait(false);
        }
    }

    /// <summary>Sends, and says which limit it was if the answer is too large.</summary>
    private static async Task<HttpResponseMessage> SendAsync(
        HttpClient http, HttpRequestMessage request, Uri asked, HttpCompletionOption completion, CancellationToken cancel)
    {
        try
        {
            return await http.SendAsync(request, completion, cancel).ConfigureAwait(false);
        }
        catch (HttpRequestException tooLarge) when (tooLarge.HttpRequestError == HttpRequestError.ConfigurationLimitExceeded)
        {
            var message = string.Create(CultureInfo.InvariantCulture, $"""
                The answer to {request.Method} {asked.AbsolutePath} is larger than the client accepts, which is {http.MaxResponseContentBufferSize} bytes: ask for less at a time, or use an HttpClient with another MaxResponseContentBufferSize. {tooLarge.Message}
                """);
            throw new HttpRequestException(HttpRequestError.ConfigurationLimitExceeded, message, tooLarge);
        }
    }

    // The query is left out: a handler of the caller may add to it.
    private static bool IsSamePlace(Uri asked, Uri answered) => asked.GetLeftPart(UriPartial.Path) == answered.GetLeftPart(UriPartial.Path);
}
