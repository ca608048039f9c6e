using System.Net;

using TinyBase.Functions.Callbacks;
using TinyBase.Functions.Calls;

namespace TinyBase.Functions.InProcess;

/// <summary>Brings the requests of a call of the embedding app's function to the endpoints, without a connection.</summary>
internal sealed class CallbackHandler(CallbackRequests callbacks, FunctionRun run) : HttpMessageHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = request.Content is { } content ? await content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false) : [];
        var headers = request.Headers
            .Concat(request.Content?.Headers ?? Enumerable.Empty<KeyValuePair<string, IEnumerable<string>>>())
            .ToDictionary(header => header.Key, header => string.Join(", ", header.Value), StringComparer.OrdinalIgnoreCase);
        var answer = await callbacks.Send(
            new CallbackRequest(request.Method.Method, request.RequestUri!.PathAndQuery, headers, body), run, cancellationToken).ConfigureAwait(false);
        var response = new HttpResponseMessage((HttpStatusCode)answer.Status)
        {
            RequestMessage = request,
            Content = new ReadOnlyMemoryContent(answer.Body),
        };
        foreach (var (name, value) in answer.Headers)
        {
            if (!response.Headers.TryAddWithoutValidation(name, value)) response.Content.Headers.TryAddWithoutValidation(name, value);
        }

        return response;
    }
}
