using System.Runtime.CompilerServices;

namespace TinyBase.Client;

/// <summary>
/// Records of a collection in an order: what a <see cref="RecordQuery{T}"/> finds, or a part of it. It never changes, and nothing is fetched
/// before it is enumerated; every enumeration asks the server anew.
/// </summary>
/// <remarks>
/// <para>
/// <c>await foreach</c> fetches page after page by cursor. It is no <see cref="IAsyncEnumerable{T}"/>, so that no LINQ method
/// runs here over all records unnoticed: <see cref="AsAsyncEnumerable"/> asks for just that.
/// </para>
/// <para>Calls that fetch throw what those of <see cref="RecordsClient{T}"/> throw.</para>
/// </remarks>
/// <typeparam name="T">The type of a record's data.</typeparam>
public class RecordSequence<T>
{
    private const int LargestPage = 1000;

    private readonly long? _most;

    internal RecordSequence(RecordPages<T> pages, ListQuery query, long? most)
    {
        Pages = pages;
        Query = query;
        _most = most;
    }

    private protected RecordPages<T> Pages { get; }

    private protected ListQuery Query { get; }

    /// <summary>The first records only.</summary>
    /// <param name="count">How many at most.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is negative.</exception>
    public RecordSequence<T> Take(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        return new RecordSequence<T>(Pages, Query, Math.Min(_most ?? long.MaxValue, count));
    }

    /// <summary>Without the first records. The server passes over them one by one; <c>Where</c> with the last value seen costs less.</summary>
    /// <param name="count">How many to pass over.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is negative.</exception>
    public RecordSequence<T> Skip(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        return new RecordSequence<T>(
            Pages, Query with { Offset = (Query.Offset ?? 0) + count }, _most is { } most ? Math.Max(0, most - count) : null);
    }

    /// <summary>The same records, fetched so many at a time; 500 unless it is given, and fewer where so many are larger than the client accepts.</summary>
    /// <param name="size">How many records a page has at most, 1 to 1000.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="size"/> is less or more.</exception>
    public RecordSequence<T> InPagesOf(int size)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(size, LargestPage);
        return new RecordSequence<T>(Pages, Query with { Limit = size }, _most);
    }

    /// <summary>
    /// The records as they are fetched, for LINQ methods that run in this process. While others write, no record comes twice and none that is
    /// there throughout is missed, unless its place in the order changes.
    /// </summary>
    public IAsyncEnumerable<Record<T>> AsAsyncEnumerable() => Pages.WalkAsync(Query, _most);

    /// <summary>The records as they are fetched, for <c>await foreach</c>.</summary>
    /// <param name="cancel">Cancels the enumeration.</param>
    public IAsyncEnumerator<Record<T>> GetAsyncEnumerator(CancellationToken cancel = default) =>
        AsAsyncEnumerable().GetAsyncEnumerator(cancel);

    /// <summary>The records for an <c>await foreach</c> that can be cancelled.</summary>
    /// <param name="cancel">Cancels the enumeration.</param>
    public ConfiguredCancelableAsyncEnumerable<Record<T>> WithCancellation(CancellationToken cancel) =>
        AsAsyncEnumerable().WithCancellation(cancel);

    /// <summary>All of the records at once, in memory. <see cref="Take"/> limits how many.</summary>
    /// <param name="cancel">Cancels the call.</param>
    public async Task<List<Record<T>>> ToListAsync(CancellationToken cancel = default)
    {
        var records = new List<Record<T>>();
        await foreach (var record in WithCancellation(cancel).ConfigureAwait(false))
        {
            records.Add(record);
        }

        return records;
    }

    /// <summary>The first record; null if there is none.</summary>
    /// <param name="cancel">Cancels the call.</param>
    public async Task<Record<T>?> FirstOrDefaultAsync(CancellationToken cancel = default) =>
        (await Take(1).ToListAsync(cancel).ConfigureAwait(false)).FirstOrDefault();

    /// <summary>The first record.</summary>
    /// <param name="cancel">Cancels the call.</param>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    public async Task<Record<T>> FirstAsync(CancellationToken cancel = default) =>
        (await Take(1).ToListAsync(cancel).ConfigureAwait(false)).First();

    /// <summary>The only record; null if there is none.</summary>
    /// <param name="cancel">Cancels the call.</param>
    /// <exception cref="InvalidOperationException">There are several.</exception>
    public async Task<Record<T>?> SingleOrDefaultAsync(CancellationToken cancel = default) =>
        (await Take(2).ToListAsync(cancel).ConfigureAwait(false)).SingleOrDefault();

    /// <summary>The only record.</summary>
    /// <param name="cancel">Cancels the call.</param>
    /// <exception cref="InvalidOperationException">There is none, or several.</exception>
    public async Task<Record<T>> SingleAsync(CancellationToken cancel = default) =>
        (await Take(2).ToListAsync(cancel).ConfigureAwait(false)).Single();

    /// <summary>Whether there is a record.</summary>
    /// <param name="cancel">Cancels the call.</param>
    public async Task<bool> AnyAsync(CancellationToken cancel = default)
    {
        if (_most is 0)
        {
            return false;
        }

        var answer = await Pages.ProbeAsync(Query with { Sort = [], Count = false }, cancel).ConfigureAwait(false);
        return answer.Records.Count > 0;
    }

    /// <summary>How many records there are, counted by the server.</summary>
    /// <param name="cancel">Cancels the call.</param>
    /// <exception cref="TimeoutException">The server gave up counting what the conditions hold for, which it does after a second.</exception>
    public async Task<long> CountAsync(CancellationToken cancel = default)
    {
        var answer = await Pages.ProbeAsync(Query with { Offset = null, Sort = [] }, cancel).ConfigureAwait(false);
        var total = answer.Total ?? throw new TimeoutException(
            "The server gave up counting the records that the conditions hold for. An index on their fields may help.");
        return Math.Min(_most ?? long.MaxValue, Math.Max(0, total - (Query.Offset ?? 0)));
    }
}
