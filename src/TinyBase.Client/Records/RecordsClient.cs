using System.Diagnostics.CodeAnalysis;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace TinyBase.Client;

/// <summary>
/// The records of one collection, and the query that finds all of them. Made by <see cref="TinyBaseClient.Collection(string)"/> and its
/// overloads.
/// </summary>
/// <remarks>
/// Every call throws <see cref="TinyBaseException"/>: 404 if there is no such collection, 403 if its access rules deny the
/// operation; and <see cref="UnreadableRecordException"/>, which is a <see cref="JsonException"/>, if the data of a record cannot be read as
/// <typeparamref name="T"/>. A field of type <c>float</c> keeps 15 to 17 digits: a greater <c>decimal</c> is saved rounded, and one of its
/// largest values cannot be read back.
/// </remarks>
/// <typeparam name="T">The type of a record's data.</typeparam>
public sealed class RecordsClient<T> : RecordQuery<T>
{
    private readonly RestTransport _transport;
    private readonly JsonTypeInfo<T> _type;
    private readonly RecordPages<T> _pages;
    private readonly string _path;

    internal RecordsClient(RestTransport transport, string collection, JsonTypeInfo<T> type)
        : this(transport, collection, type, new RecordPages<T>(transport, ApiPath.Records(collection), type))
    {
    }

    private RecordsClient(RestTransport transport, string collection, JsonTypeInfo<T> type, RecordPages<T> pages)
        : base(pages, new ListQuery())
    {
        _transport = transport;
        _type = type;
        _pages = pages;
        _path = ApiPath.Records(collection);
        CollectionName = collection;
    }

    /// <summary>The name of the collection.</summary>
    public string CollectionName { get; }

    /// <summary>One page of the records.</summary>
    /// <param name="query">Which page and in which order; null, the default, means the 100 newest records.</param>
    /// <param name="cancel">Cancels the call.</param>
    /// <exception cref="TinyBaseException">422 if the query is not acceptable.</exception>
    public Task<Page<T>> ListAsync(ListQuery? query = null, CancellationToken cancel = default) => _pages.GetAsync(query, cancel);

    /// <summary>
    /// All records, fetched page by page as they are consumed. They come in the order of their creation unless the query says
    /// otherwise. While others write, no record comes twice and none that is there throughout is missed, unless its place in the order changes.
    /// </summary>
    /// <param name="query">
    /// Where to start, in which order, and with <see cref="ListQuery.Limit"/> how many records to fetch at a time (500 if not given). If
    /// so many are larger than the client accepts, it fetches fewer.
    /// </param>
    /// <param name="cancel">Cancels the enumeration.</param>
    /// <exception cref="HttpRequestException">A record alone is larger than the client accepts.</exception>
    public IAsyncEnumerable<Record<T>> ListAllAsync(ListQuery? query = null, CancellationToken cancel = default) =>
        _pages.WalkAsync(query ?? new ListQuery(), most: null, cancel);

    /// <summary>One record.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="cancel">Cancels the call.</param>
    /// <exception cref="TinyBaseException">404 if there is no such record, or none that the caller may see.</exception>
    public Task<Record<T>> GetAsync(Guid id, CancellationToken cancel = default) =>
        SendAsync(HttpMethod.Get, RecordPath(id), body: null, ifMatch: null, cancel);

    /// <summary>Creates a record, which the caller then owns.</summary>
    /// <param name="data">Its data.</param>
    /// <param name="cancel">Cancels the call.</param>
    /// <exception cref="TinyBaseException">
    /// 400 if the data does not fit the schema, with <see cref="TinyBaseException.Errors"/> naming the fields; 401 without a valid
    /// token.
    /// </exception>
    /// <exception cref="UnreadableRecordException">The record is saved, but what is saved cannot be read as <typeparamref name="T"/>.</exception>
    public Task<Record<T>> CreateAsync(T data, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        return SendAsync(HttpMethod.Post, _path, RecordBody.Wrap(data, _type), ifMatch: null, cancel);
    }

    /// <summary>Changes the fields of a record that the patch has; the others stay. A null sets a field to null.</summary>
    /// <param name="id">The id of the record.</param>
    /// <param name="patch">The fields to change.</param>
    /// <param name="cancel">Cancels the call.</param>
    /// <exception cref="TinyBaseException">
    /// 400 if the result does not fit the schema, with <see cref="TinyBaseException.Errors"/> naming the fields; 404 if there is no
    /// such record.
    /// </exception>
    /// <exception cref="UnreadableRecordException">The change is saved, but what is saved cannot be read as <typeparamref name="T"/>.</exception>
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
        return SendAsync(HttpMethod.Patch, RecordPath(id), RecordBody.Wrap(patch, type), ifMatch: null, cancel);
    }

    /// <summary>Changes fields of a record as <see cref="UpdateAsync(Guid, JsonObject, CancellationToken)"/> does, if nobody else changed it since.</summary>
    /// <param name="id">The id of the record.</param>
    /// <param name="patch">The fields to change.</param>
    /// <param name="etag">The <see cref="Record{T}.ETag"/> that the record was read with.</param>
    /// <param name="cancel">Cancels the call.</param>
    /// <exception cref="TinyBaseException">412 if the record has changed since; else as without the condition.</exception>
    public Task<Record<T>> UpdateIfVersionAsync(Guid id, JsonObject patch, string etag, CancellationToken cancel = default) =>
        UpdateIfVersionAsync(id, patch, etag, WireJson.Default.JsonObject, cancel);

    /// <inheritdoc cref="UpdateIfVersionAsync(Guid, JsonObject, string, CancellationToken)"/>
    /// <param name="id">The id of the record.</param>
    /// <param name="patch">The fields to change.</param>
    /// <param name="etag">The <see cref="Record{T}.ETag"/> that the record was read with.</param>
    /// <param name="type">How the patch is written, from a <c>JsonSerializerContext</c>.</param>
    /// <param name="cancel">Cancels the call.</param>
    /// <typeparam name="TPatch">The type of the patch.</typeparam>
    public Task<Record<T>> UpdateIfVersionAsync<TPatch>(
        Guid id, TPatch patch, string etag, JsonTypeInfo<TPatch> type, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(patch);
        ArgumentException.ThrowIfNullOrEmpty(etag);
        ArgumentNullException.ThrowIfNull(type);
        return SendAsync(HttpMethod.Patch, RecordPath(id), RecordBody.Wrap(patch, type), etag, cancel);
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
        return SendAsync(HttpMethod.Patch, RecordPath(id), RecordBody.Wrap(patch, ReflectionJson.Patch(patch.GetType())), ifMatch: null, cancel);
    }

    /// <summary>Deletes a record.</summary>
    /// <param name="id">The id of the record.</param>
    /// <param name="cancel">Cancels the call.</param>
    /// <exception cref="TinyBaseException">404 if there is no such record.</exception>
    public Task DeleteAsync(Guid id, CancellationToken cancel = default) =>
        _transport.DeleteAsync(RecordPath(id), ifMatch: null, cancel);

    /// <summary>Deletes a record, if nobody changed it since it was read.</summary>
    /// <param name="id">The id of the record.</param>
    /// <param name="etag">The <see cref="Record{T}.ETag"/> that the record was read with.</param>
    /// <param name="cancel">Cancels the call.</param>
    /// <exception cref="TinyBaseException">412 if the record has changed since; 404 if there is no such record.</exception>
    public Task DeleteIfVersionAsync(Guid id, string etag, CancellationToken cancel = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(etag);
        return _transport.DeleteAsync(RecordPath(id), etag, cancel);
    }

    /// <summary>
    /// Deletes records, those of them that the caller may delete, in one step. What is refused does not hold up the others.
    /// </summary>
    /// <param name="ids">Their ids, at most 1,000.</param>
    /// <param name="cancel">Cancels the call.</param>
    /// <returns>How many were deleted, and why others were not.</returns>
    public async Task<DeletedRecords> DeleteManyAsync(IEnumerable<Guid> ids, CancellationToken cancel = default)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(new DeleteBody([.. ids]), WireJson.Default.DeleteBody);
        return await _transport
            .SendAsync(HttpMethod.Post, ApiPath.DeleteRecords(CollectionName), body, WireJson.Default.DeletedRecords, cancel)
            .ConfigureAwait(false);
    }

    /// <summary>
    /// Creates a record for each object, which are sent as they are consumed: there can be any number. A record that is refused does
    /// not hold up the others.
    /// </summary>
    /// <param name="records">The data of the records.</param>
    /// <param name="cancel">Cancels the import; what was written so far stays.</param>
    /// <returns>How many were created, and what is wrong with the others.</returns>
    /// <exception cref="TinyBaseException">
    /// The server refuses the import, or ended it early; then <see cref="TinyBaseException.Import"/> says how far it came.
    /// </exception>
    public Task<ImportResult> ImportAsync(IAsyncEnumerable<T> records, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(records);
        return ImportAsync(new LinesContent<T>(records, _type), cancel);
    }

    /// <inheritdoc cref="ImportAsync(IAsyncEnumerable{T}, CancellationToken)"/>
    public Task<ImportResult> ImportAsync(IEnumerable<T> records, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(records);
        return ImportAsync(records.ToAsyncEnumerable(), cancel);
    }

    /// <summary>Creates a record for each line of a stream as <see cref="ImportAsync(IAsyncEnumerable{T}, CancellationToken)"/> does.</summary>
    /// <param name="ndjson">Lines of JSON in UTF-8, each the data of a record, bare or as <c>{"data": …}</c>. It is disposed of.</param>
    /// <param name="cancel">Cancels the import; what was written so far stays.</param>
    public Task<ImportResult> ImportAsync(Stream ndjson, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(ndjson);
        return ImportAsync(new StreamContent(ndjson) { Headers = { ContentType = new MediaTypeHeaderValue(MediaTypes.Lines) } }, cancel);
    }

    private async Task<ImportResult> ImportAsync(HttpContent lines, CancellationToken cancel)
    {
        var answer = await _transport
            .PostStreamAsync(ApiPath.ImportRecords(CollectionName), lines, WireJson.Default.ImportAnswer, cancel)
            .ConfigureAwait(false);
        return answer.ToResult();
    }

    private async Task<Record<T>> SendAsync(HttpMethod method, string path, byte[]? body, string? ifMatch, CancellationToken cancel)
    {
        var (answer, etag) = await _transport.SendIfMatchAsync(method, path, body, ifMatch, WireJson.Default.RecordAnswer, cancel).ConfigureAwait(false);
        return answer.ToRecord(_type, etag, isSaved: method != HttpMethod.Get);
    }

    private string RecordPath(Guid id) => ApiPath.Record(CollectionName, id);
}
