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

    /// <summary>Answers as if a handler had followed a redirect to this address, which changes the request.</summary>
    public FakeServer AnswerFrom(string address, int status, string body = "", string type = "application/json")
    {
        Answer(status, body, type);
        _answers.Last().RequestMessage = new HttpRequestMessage(HttpMethod.Get, address);
        return this;
    }

    /// <summary>Answers with bytes that need not be text.</summary>
    public FakeServer Answer(int status, ReadOnlySpan<byte> body)
    {
        _answers.Enqueue(new HttpResponseMessage((HttpStatusCode)status) { Content = new ByteArrayContent(body.ToArray()) });
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
        var answer = _answers.Dequeue();
        if (answer.RequestMessage?.RequestUri is { } followed)
        {
            request.RequestUri = followed;
        }

        return answer;
    }

    internal sealed record Request(string Method, string Uri, string? Authorization, string? ContentType, JsonNode? Body, string? IfMatch = null);
}
