using System.Net.Http.Headers;
using System.Text;

namespace TinyBase.Server.Tests.Hosting;

/// <summary>Sends requests with one user's token, or with none.</summary>
public sealed class ApiClient(HttpClient http, string? token = null)
{
    public Task<Answer> Get(string path) => Send(HttpMethod.Get, path);

    public Task<Answer> Post(string path, string? json = null) => Send(HttpMethod.Post, path, json);

    public Task<Answer> Patch(string path, string json) => Send(HttpMethod.Patch, path, json);

    public Task<Answer> Delete(string path) => Send(HttpMethod.Delete, path);

    /// <summary>Sends JSON, or no body.</summary>
    public async Task<Answer> Send(HttpMethod method, string path, string? json = null)
    {
        using var request = Request(method, path);
        if (json is not null) request.Content = new StringContent(json, Encoding.UTF8, "application/json");
        return await Send(request);
    }

    /// <summary>Sends bytes as they are, with a content type or without one.</summary>
    public async Task<Answer> Send(HttpMethod method, string path, byte[] body, string? contentType)
    {
        using var request = Request(method, path);
        request.Content = new ByteArrayContent(body);
        if (contentType is not null) request.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        return await Send(request);
    }

    public async Task<Answer> Send(HttpRequestMessage request)
    {
        using var response = await http.SendAsync(request);
        return await Answer.Read(response);
    }

    /// <summary>A request that is still to be filled in.</summary>
    public HttpRequestMessage Request(HttpMethod method, string path)
    {
        // Relative, so that a prefix in the base address counts.
        var request = new HttpRequestMessage(method, new Uri(path.TrimStart('/'), UriKind.Relative));
        if (token is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return request;
    }
}
