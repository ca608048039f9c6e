using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace TinyBase.Client;

/// <summary>The records of one collection. Made by <see cref="TinyBaseClient.Collection(string)"/> and its overloads.</summary>
/// <remarks>
/// Every call throws <see cref="TinyBaseException"/>: 404 if there is no such collection, 403 if its access rules deny the
/// operation; and <see cref="System.Text.Json.JsonException"/> if the data of a record cannot be read as <typeparamref name="T"/>.
/// </remarks>
/// <typeparam name="T">The type of a record's data.</typeparam>
public sealed class RecordsClient<T>
{
    private const int PageSize = 500;

    private readonly RestTransport _transport;
    private readonly JsonTypeInfo<T> _type;
    private readonly string _path;

    internal RecordsClient(RestTransport transport, string collection, JsonTypeInfo<T> type)
    {
        ArgumentNullException.ThrowIfNull(type);
        _path = ApiPath.Records(collection);
        _transport = transport;
        _type = type;
        CollectionName = collection;
    }

    /// <summary>The name of the collection.</summary>
    public string CollectionName { get; }

    /// <summary>One page of the records.</summary>
    /// <param name="query">Which page and in which order; null, the default, means the 100 newest records.</param>
    /// <param name="cancel">Cancels the call.</param>
    /// <exception cref="TinyBaseException">422 if the query is not acceptable.</exception>
    public async Task<Page<T>> ListAsync(ListQuery? query = null, CancellationToken cancel = default)
    {
        var path = _path + query?.ToQueryString();
        var answer = await _transport
            .SendAsync(HttpMethod.Get, path, body: null, WireJson.Default.RecordListAnswer, cancel)
            .ConfigureAwait(false);
        return answer.ToPage(_type);
    }

    /// <summary>
    /// All records, fetched page by page as they are consumed. They come in the order of their creation unless the query says
    /// otherwise, so that records created meanwhile come at the end and none comes twice. When records are deleted
    /// meanwhile, others may be missed.
    /// </summary>
    /// <param name="query">
    /// Where to start, in which order, and with <see cref="ListQuery.Limit"/> how many records to fetch at a time (500 if not given).
    /// </param>
    /// <param name="cancel">Cancels the enumeration.</param>
    public async IAsyncEnumerable<Record<T>> ListAllAsync(ListQuery? query = null, [EnumeratorCancellation] CancellationToken cancel = default)
    {
        query ??= new ListQuery();
        if (query.SortBy is null)
        {
            query = query with { SortBy = "created_at", SortOrder = query.SortOrder ?? SortOrder.Ascending };
        }

        query = query with { Limit = query.Limit ?? PageSize, Offset = query.Offset ?? 0, Count = false };
        while (true)
        {
            var page = await ListAsync(query, cancel).ConfigureAwait(false);
            foreach (var record in page.Records)
            {
                yield return record;
            }

            if (page.Records.Count < page.Limit || page.Records.Count == 0)
            {
                yield break;
            }

            query = query with { Offset = query.Offset + page.Records.Count };
        }
    }

    /// <summary>One record.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="cancel">Cancels the call.</param>
    /// <exception cref="TinyBaseException">404 if there is no such record, or none that the caller may see.</exception>
    public Task<Record<T>> GetAsync(Guid id, CancellationToken cancel = default) =>
        SendAsync(HttpMethod.Get, RecordPath(id), body: null, cancel);

    /// <summary>Creates a record, which the caller then owns.</summary>
    /// <param name="data">Its data.</param>
    /// <param name="cancel">Cancels the call.</param>
    /// <exception cref="TinyBaseException">
    /// 400 if the data does not fit the schema, with <see cref="TinyBaseException.Errors"/> naming the fields; 401 without a valid
    /// token.
    /// </exception>
    public Task<Record<T>> CreateAsync(T data, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        return SendAsync(HttpMethod.Post, _path, RecordBody.Wrap(data, _type), cancel);
    }

    /// <summary>Changes the fields of a record that the patch has; the others stay. A null sets a field to null.</summary>
    /// <param name="id">The id of the record.</param>
    /// <param name="patch">The fields to change.</param>
    /// <param name="cancel">Cancels the call.</param>
    /// <exception cref="TinyBaseException">
    /// 400 if the result does not fit the schema, with <see cref="TinyBaseException.Errors"/> naming the fields; 404 if there is no
    /// such record.
    /// </exception>
    public Task<Record<T>> UpdateAsync(Guid id, JsonObject patch, CancellationToken cancel = default) =>
        UpdateAsync(id, patch, WireJson.Default.JsonObject, cancel);

    /// <inheritdoc cref="UpdateAsync(Guid, JsonObject, CancellationToken)"/>
    /// <param name="id">The id of the record.</param>
    /// <param name="patch">The fields to change.</param>
    /// <param name="type">How the patch is written, from a <c>JsonSerializerContext</c>.</param>
    /// <param name="cancel">Cancels the call.</param>
    /// <typeparam name="TPatch">The type of the patch.</typeparam>
    public Task<Record<T>> UpdateAsync<TPatch>(Guid id, TPatch patch, JsonTypeInfo<TPatch> type, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(patch);
        ArgumentNullException.ThrowIfNull(type);
        return SendAsync(HttpMethod.Patch, RecordPath(id), RecordBody.Wrap(patch, type), cancel);
    }

    /// <inheritdoc cref="UpdateAsync(Guid, JsonObject, CancellationToken)"/>
    /// <param name="id">The id of the record.</param>
    /// <param name="patch">
    /// The fields to change: an anonymous object, a dictionary, or any object. Its properties are written by reflection, in snake_case
    /// unless <c>[JsonPropertyName]</c> says otherwise, nulls included.
    /// </param>
    /// <param name="cancel">Cancels the call.</param>
    [RequiresUnreferencedCode(ReflectionJson.Trimming)]
    [RequiresDynamicCode(ReflectionJson.Trimming)]
    public Task<Record<T>> UpdateAsync(Guid id, object patch, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(patch);
        return SendAsync(HttpMethod.Patch, RecordPath(id), RecordBody.Wrap(patch, ReflectionJson.Patch(patch.GetType())), cancel);
    }

    /// <summary>Deletes a record.</summary>
    /// <param name="id">The id of the record.</param>
    /// <param name="cancel">Cancels the call.</param>
    /// <exception cref="TinyBaseException">404 if there is no such record.</exception>
    public Task DeleteAsync(Guid id, CancellationToken cancel = default) =>
        _transport.SendAsync(HttpMethod.Delete, RecordPath(id), cancel);

    private async Task<Record<T>> SendAsync(HttpMethod method, string path, byte[]? body, CancellationToken cancel)
    {
        var answer = await _transport.SendAsync(method, path, body, WireJson.Default.RecordAnswer, cancel).ConfigureAwait(false);
        return answer.ToRecord(_type);
    }

    private string RecordPath(Guid id) => ApiPath.Record(CollectionName, id);
}
