using System.Text.Json;

namespace TinyBase.Client;

/// <summary>
/// The collections themselves; their records are at <see cref="TinyBaseClient.Collection(string)"/>. Reached as
/// <see cref="TinyBaseClient.Collections"/>.
/// </summary>
public sealed class CollectionsClient
{
    private readonly RestTransport _transport;

    internal CollectionsClient(RestTransport transport) => _transport = transport;

    /// <summary>The collections that the caller may see, in the order of their creation.</summary>
    /// <param name="cancel">Cancels the call.</param>
    public async Task<IReadOnlyList<Collection>> ListAsync(CancellationToken cancel = default) =>
        await _transport
            .SendAsync(HttpMethod.Get, ApiPath.Collections, body: null, WireJson.Default.ListCollection, cancel)
            .ConfigureAwait(false);

    /// <summary>One collection.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="cancel">Cancels the call.</param>
    /// <exception cref="TinyBaseException">404 if there is none of that name.</exception>
    public Task<Collection> GetAsync(string name, CancellationToken cancel = default) =>
        _transport.SendAsync(HttpMethod.Get, ApiPath.Collection(name), body: null, WireJson.Default.Collection, cancel);

    /// <summary>Creates a collection. Only admins may.</summary>
    /// <param name="collection">Its name, label, schema and options.</param>
    /// <param name="cancel">Cancels the call.</param>
    /// <exception cref="TinyBaseException">
    /// 400 if the name is taken or the schema cannot be; 401 or 403 for callers who are not admins; 422 if name or label are not
    /// acceptable.
    /// </exception>
    public Task<Collection> CreateAsync(NewCollection collection, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(collection);
        var body = JsonSerializer.SerializeToUtf8Bytes(collection, WireJson.Default.NewCollection);
        return _transport.SendAsync(HttpMethod.Post, ApiPath.Collections, body, WireJson.Default.Collection, cancel);
    }

    /// <summary>Changes label, schema or options of a collection. Only admins may.</summary>
    /// <param name="name">The name of the collection, which cannot change.</param>
    /// <param name="update">What to change; the schema and the options are replaced whole.</param>
    /// <param name="cancel">Cancels the call.</param>
    /// <exception cref="TinyBaseException">
    /// 400 if the schema cannot be; 401 or 403 for callers who are not admins; 404 if there is no collection of that name.
    /// </exception>
    public Task<Collection> UpdateAsync(string name, CollectionUpdate update, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(update);
        var body = JsonSerializer.SerializeToUtf8Bytes(update, WireJson.Default.CollectionUpdate);
        return _transport.SendAsync(HttpMethod.Patch, ApiPath.Collection(name), body, WireJson.Default.Collection, cancel);
    }

    /// <summary>Says what <see cref="UpdateAsync"/> would do, and changes nothing. Only admins may.</summary>
    /// <param name="name">The name of the collection.</param>
    /// <param name="update">What would be changed.</param>
    /// <param name="cancel">Cancels the call.</param>
    /// <returns>The steps of the change, what they would do to the records, and whether those stand in the way.</returns>
    /// <exception cref="TinyBaseException">
    /// 400 if the schema cannot be whatever the records are, or if looking at them takes too long; 401 or 403 for callers who are not
    /// admins; 404 if there is no collection of that name.
    /// </exception>
    public Task<CollectionDryRun> DryRunUpdateAsync(string name, CollectionUpdate update, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(update);
        var body = JsonSerializer.SerializeToUtf8Bytes(update, WireJson.Default.CollectionUpdate);
        return _transport.SendAsync(
            HttpMethod.Patch, ApiPath.Collection(name) + "?dry_run=true", body, WireJson.Default.CollectionDryRun, cancel);
    }

    /// <summary>Deletes a collection and all its records. Only admins may.</summary>
    /// <param name="name">The name of the collection.</param>
    /// <param name="cancel">Cancels the call.</param>
    /// <exception cref="TinyBaseException">
    /// 401 or 403 for callers who are not admins; 404 if there is no collection of that name.
    /// </exception>
    public Task DeleteAsync(string name, CancellationToken cancel = default) =>
        _transport.DeleteAsync(ApiPath.Collection(name), ifMatch: null, cancel);
}
