using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace TinyBase.Client;

/// <summary>Writes records as lines of JSON while they are sent, so that no more than one of them is held.</summary>
internal sealed class LinesContent<T> : HttpContent
{
    private readonly IAsyncEnumerable<T> _records;
    private readonly JsonTypeInfo<T> _type;

    public LinesContent(IAsyncEnumerable<T> records, JsonTypeInfo<T> type)
    {
        _records = records;
        _type = type;
        Headers.ContentType = new MediaTypeHeaderValue(MediaTypes.Lines);
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        var buffered = new BufferedStream(stream, 64 * 1024);
        var records = _records.GetAsyncEnumerator(cancellationToken);
        await using (records.ConfigureAwait(false))
        {
            while (await MoveNext(records, buffered, cancellationToken).ConfigureAwait(false))
            {
                var record = records.Current ?? throw new JsonException("A record to import is null.");
                await buffered.WriteAsync(RecordBody.WrapLine(record, _type), cancellationToken).ConfigureAwait(false);
            }
        }

        await buffered.FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Goes to the next record. Those before it are not held back if it takes its time.</summary>
    private static async ValueTask<bool> MoveNext(IAsyncEnumerator<T> records, Stream buffered, CancellationToken cancel)
    {
        var next = records.MoveNextAsync();
        if (!next.IsCompleted)
        {
            // Whoever makes the records may be waiting for those before it to arrive.
            await buffered.FlushAsync(cancel).ConfigureAwait(false);
        }

        return await next.ConfigureAwait(false);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}

/// <summary>Media types of bodies.</summary>
internal static class MediaTypes
{
    public const string Lines = "application/x-ndjson";
}
