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
        await foreach (var record in _records.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            if (record is null)
            {
                throw new JsonException("A record to import is null.");
            }

            await buffered.WriteAsync(RecordBody.Wrap(record, _type), cancellationToken).ConfigureAwait(false);
            buffered.WriteByte((byte)'\n');
        }

        await buffered.FlushAsync(cancellationToken).ConfigureAwait(false);
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
