using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net;

using TinyBase.Sdk.Frames;

namespace TinyBase.Sdk.Workers;

/// <summary>Sends the HTTP requests of one call as frames, and matches the answers to them.</summary>
internal sealed class CallRequests(long call, BlockingFrameWriter writer) : HttpMessageHandler
{
    private const int NumberSize = 4;

    private readonly ConcurrentDictionary<int, TaskCompletionSource<HttpResponseMessage>> _pending = new();
    private readonly SemaphoreSlim _places = new(FrameFormat.MostRequests);
    private int _last;

    /// <summary>Takes the answer to a request; it may be one that nobody waits for any more.</summary>
    /// <exception cref="FrameException">It is none.</exception>
    public void Complete(ReadOnlyMemory<byte> payload)
    {
        if (payload.Length < NumberSize) throw new FrameException("A response begins with the number of its request");
        if (!_pending.TryRemove(BinaryPrimitives.ReadInt32LittleEndian(payload.Span), out var waiting)) return;
        var head = FrameCodec.ReadHead<ResponseHead>(payload[NumberSize..], out var body);
        var response = new HttpResponseMessage((HttpStatusCode)head.Status) { Content = new ByteArrayContent(body.ToArray()) };
        foreach (var (name, value) in head.Headers)
        {
            if (!response.Headers.TryAddWithoutValidation(name, value)) response.Content.Headers.TryAddWithoutValidation(name, value);
        }

        if (!waiting.TrySetResult(response)) response.Dispose();
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = request.Content is null ? [] : await request.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
        await _places.WaitAsync(cancellationToken).ConfigureAwait(false);
        var number = Interlocked.Increment(ref _last);
        var answer = new TaskCompletionSource<HttpResponseMessage>(TaskCreationOptions.RunContinuationsAsynchronously);
        _pending[number] = answer;
        try
        {
            writer.Write(FrameType.Request, call, Head(number, request), body);
            var response = await answer.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
            response.RequestMessage = request;
            return response;
        }
        catch (FrameException tooLarge)
        {
            throw new HttpRequestException(tooLarge.Message, tooLarge);
        }
        finally
        {
            _pending.TryRemove(number, out _);
            _places.Release();
        }
    }

    private static byte[] Head(int number, HttpRequestMessage request)
    {
        var headers = new Dictionary<string, string>();
        foreach (var (name, values) in request.Headers) headers[name] = string.Join(", ", values);
        foreach (var (name, values) in request.Content?.Headers ?? Enumerable.Empty<KeyValuePair<string, IEnumerable<string>>>()) headers[name] = string.Join(", ", values);
        var json = FrameCodec.WriteHead(new RequestHead(request.Method.Method, request.RequestUri!.PathAndQuery, headers));
        var head = new byte[NumberSize + json.Length];
        BinaryPrimitives.WriteInt32LittleEndian(head, number);
        json.CopyTo(head, NumberSize);
        return head;
    }
}
