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

    public Task SendAsync(HttpMethod method, string path, CancellationToken cancel) => SendAsync(method, path, body: null, cancel);

    public async Task SendAsync(HttpMethod method, string path, byte[]? body, CancellationToken cancel)
    {
        using var request = NewRequest(method, path, body);
        using var response = await SendAsync(request, cancel).ConfigureAwait(false);
    }

    public async Task<TAnswer> SendAsync<TAnswer>(
        HttpMethod method, string path, byte[]? body, JsonTypeInfo<TAnswer> type, CancellationToken cancel)
    {
        using var request = NewRequest(method, path, body);
        return await SendAsync(request, type, cancel).ConfigureAwait(false);
    }

    /// <summary>Sends a request that the server refuses if the version is not this one.</summary>
    public async Task SendIfMatchAsync(HttpMethod method, string path, string ifMatch, CancellationToken cancel)
    {
        using var request = NewRequest(method, path, body: null);
        request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        using var response = await SendAsync(request, cancel).ConfigureAwait(false);
    }

    /// <summary>The same where there is an answer, which comes with its version; null for any version.</summary>
    public async Task<(TAnswer Answer, string? ETag)> SendIfMatchAsync<TAnswer>(
        HttpMethod method, string path, byte[]? body, string? ifMatch, JsonTypeInfo<TAnswer> type, CancellationToken cancel)
    {
        using var request = NewRequest(method, path, body);
        if (ifMatch is not null)
        {
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        }

        using var response = await SendAsync(request, cancel).ConfigureAwait(false);
        return (await ReadAsync(request, response, type, cancel).ConfigureAwait(false), response.Headers.ETag?.ToString());
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
        var response = await http.SendAsync(request, completion, cancel).ConfigureAwait(false);
        if (response.IsSuccessStatusCode)
        {
            return response;
        }

        using (response)
        {
            throw await ErrorAnswer.ReadAsync(request, response, cancel).ConfigureAwait(false);
        }
    }
}
