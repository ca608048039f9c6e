using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace TinyBase.Tests.Client;

/// <summary>Answers each request with the next of the prepared answers and remembers what was asked.</summary>
internal sealed class FakeServer : HttpMessageHandler
{
    private readonly Queue<HttpResponseMessage> _answers = new();

    public List<Request> Requests { get; } = [];

    public FakeServer Answer(int status, string body = "", string type = "application/json", params (string Name, string Value)[] headers)
    {
        var answer = new HttpResponseMessage((HttpStatusCode)status) { Content = new StringContent(body, Encoding.UTF8, type) };
        foreach (var (name, value) in headers)
        {
            answer.Headers.Add(name, value);
        }

        _answers.Enqueue(answer);
        return this;
    }

    public HttpClient Connect(string address = "http://localhost:8000") => new(this) { BaseAddress = new Uri(address) };

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var body = request.Content is null ? null : await request.Content.ReadAsStringAsync(cancellationToken);
        Requests.Add(new Request(
            request.Method.Method,
            request.RequestUri!.AbsoluteUri,
            request.Headers.Authorization?.ToString(),
            request.Content?.Headers.ContentType?.ToString(),
            body is null ? null : JsonNode.Parse(body),
            request.Headers.TryGetValues("If-Match", out var wanted) ? string.Join(',', wanted) : null));
        return _answers.Dequeue();
    }

    internal sealed record Request(string Method, string Uri, string? Authorization, string? ContentType, JsonNode? Body, string? IfMatch = null);
}
