using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json.Serialization.Metadata;

namespace TinyBase.Client;

/// <summary>Fetches pages of the records of one collection: one, or one after another.</summary>
internal sealed class RecordPages<T>
{
    private const int DefaultSize = 500;

    private readonly RestTransport _transport;
    private readonly string _path;

    public RecordPages(RestTransport transport, string path, JsonTypeInfo<T> type)
    {
        ArgumentNullException.ThrowIfNull(type);
        _transport = transport;
        _path = path;
        Type = type;
    }

    /// <summary>How the data of a record is read and written.</summary>
    public JsonTypeInfo<T> Type { get; }

    public async Task<Page<T>> GetAsync(ListQuery? query, CancellationToken cancel)
    {
        var answer = await SendAsync(query, cancel).ConfigureAwait(false);
        return answer.ToPage(Type);
    }

    /// <summary>What there is to know of the records besides their data, which may be large or unreadable: only one comes, without its fields.</summary>
    public Task<RecordListAnswer> ProbeAsync(ListQuery query, CancellationToken cancel) =>
        SendAsync(query with { Limit = 1, Fields = ["id"] }, cancel);

    /// <summary>
    /// The records of all pages, in the order of their creation unless the query has another, whose <see cref="ListQuery.Limit"/> is the
    /// size of a page.
    /// </summary>
    /// <param name="query">Where to start and in which order.</param>
    /// <param name="most">How many records at most; null for all.</param>
    public async IAsyncEnumerable<Record<T>> WalkAsync(ListQuery query, long? most, [EnumeratorCancellation] CancellationToken cancel = default)
    {
        query = InSomeOrder(query) with { Count = false };
        var size = new PageSize(query.Limit ?? DefaultSize);
        var left = most ?? long.MaxValue;
        while (left > 0)
        {
            var page = await GetFittingAsync(query, size, left, cancel).ConfigureAwait(false);
            foreach (var record in page.Records)
            {
                cancel.ThrowIfCancellationRequested();
                yield return record;
            }

            left -= page.Records.Count;
            if (page.NextCursor is not { } next)
            {
                yield break;
            }

            query = query with { Offset = null, After = next };
        }
    }

    /// <summary>The next page, with fewer records if so many are larger than the client accepts.</summary>
    private async Task<Page<T>> GetFittingAsync(ListQuery query, PageSize size, long left, CancellationToken cancel)
    {
        while (true)
        {
            var limit = (int)Math.Min(size.Current, left);
            try
            {
                var page = await GetAsync(query with { Limit = limit }, cancel).ConfigureAwait(false);
                size.Fetched();
                return page;
            }
            catch (HttpRequestException tooLarge) when (tooLarge.HttpRequestError == HttpRequestError.ConfigurationLimitExceeded)
            {
                if (limit <= 1)
                {
                    throw RecordTooLarge(tooLarge);
                }

                size.TooLarge(limit);
            }
        }
    }

    private HttpRequestException RecordTooLarge(HttpRequestException cause)
    {
        var message = string.Create(CultureInfo.InvariantCulture, $"""
            A record alone makes an answer larger than the client accepts, which is {_transport.MaxAnswerBytes} bytes: leave out fields with ListQuery.Fields, or use an HttpClient with another MaxResponseContentBufferSize.
            """);
        return new HttpRequestException(HttpRequestError.ConfigurationLimitExceeded, message, cause);
    }

    private Task<RecordListAnswer> SendAsync(ListQuery? query, CancellationToken cancel) => _transport.SendAsync(
        HttpMethod.Get, _path + query?.ToQueryString(), body: null, WireJson.Default.RecordListAnswer, cancel);

    private static ListQuery InSomeOrder(ListQuery query) => query.SortBy is null && query.Sort.Count == 0
        ? query with { SortBy = "created_at", SortOrder = query.SortOrder ?? SortOrder.Ascending }
        : query;
}
