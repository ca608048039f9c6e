using System.Text.Json;
using System.Text.Json.Nodes;

namespace TinyBase.Client;

/// <summary>
/// Application tokens, which give programs admin rights. Only admins may call. Reached as
/// <see cref="TinyBaseClient.ApplicationTokens"/>.
/// </summary>
public sealed class ApplicationTokensClient
{
    private readonly RestTransport _transport;

    internal ApplicationTokensClient(RestTransport transport) => _transport = transport;

    /// <summary>All tokens, the newest first, also those that do not count any more.</summary>
    /// <param name="cancel">Cancels the call.</param>
    /// <exception cref="TinyBaseException">401 or 403 for callers who are not admins.</exception>
    public async Task<IReadOnlyList<ApplicationToken>> ListAsync(CancellationToken cancel = default)
    {
        var answer = await _transport
            .SendAsync(HttpMethod.Get, ApiPath.ApplicationTokens, body: null, WireJson.Default.ApplicationTokenListAnswer, cancel)
            .ConfigureAwait(false);
        return answer.Tokens;
    }

    /// <summary>One token.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="cancel">Cancels the call.</param>
    /// <exception cref="TinyBaseException">401 or 403 for callers who are not admins, 404 if there is none with that id.</exception>
    public Task<ApplicationToken> GetAsync(Guid id, CancellationToken cancel = default) =>
        _transport.SendAsync(HttpMethod.Get, ApiPath.ApplicationToken(id), body: null, WireJson.Default.ApplicationToken, cancel);

    /// <summary>Makes a token. Only this answer has its value.</summary>
    /// <param name="token">Its name, what it is for, and how long it counts.</param>
    /// <param name="cancel">Cancels the call.</param>
    /// <exception cref="TinyBaseException">
    /// 400 if there are too many, 401 or 403 for callers who are not admins, 422 if something about it is not acceptable.
    /// </exception>
    public Task<CreatedApplicationToken> CreateAsync(NewApplicationToken token, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(token);
        var body = JsonSerializer.SerializeToUtf8Bytes(token, WireJson.Default.NewApplicationToken);
        return _transport.SendAsync(HttpMethod.Post, ApiPath.ApplicationTokens, body, WireJson.Default.CreatedApplicationToken, cancel);
    }

    /// <summary>Changes a token.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="update">What to change.</param>
    /// <param name="cancel">Cancels the call.</param>
    /// <exception cref="ArgumentException">The description is to be set and removed.</exception>
    /// <exception cref="TinyBaseException">
    /// 401 or 403 for callers who are not admins, 404 if there is none with that id, 422 if a text is too long or the scopes are not
    /// acceptable.
    /// </exception>
    public Task<ApplicationToken> UpdateAsync(Guid id, ApplicationTokenUpdate update, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(update);
        if (update is { RemoveDescription: true, Description: not null })
        {
            throw new ArgumentException("A description cannot be set and removed at once.", nameof(update));
        }

        var body = new JsonObject();
        if (update.Name is { } name) body["name"] = name;
        if (update.Description is { } description) body["description"] = description;
        if (update.RemoveDescription) body["description"] = null;
        if (update.IsActive is { } isActive) body["is_active"] = isActive;
        if (update.Scopes is { } scopes) body["scopes"] = JsonSerializer.SerializeToNode(scopes, WireJson.Default.ApplicationTokenScopes);
        var bytes = JsonSerializer.SerializeToUtf8Bytes(body, WireJson.Default.JsonObject);
        return _transport.SendAsync(HttpMethod.Patch, ApiPath.ApplicationToken(id), bytes, WireJson.Default.ApplicationToken, cancel);
    }

    /// <summary>Gives a token another value; the one before counts no more. Only this answer has the new one.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="cancel">Cancels the call.</param>
    /// <exception cref="TinyBaseException">401 or 403 for callers who are not admins, 404 if there is none with that id.</exception>
    public Task<CreatedApplicationToken> RotateAsync(Guid id, CancellationToken cancel = default) => _transport.SendAsync(
        HttpMethod.Post, ApiPath.ApplicationToken(id) + "/rotate", body: null, WireJson.Default.CreatedApplicationToken, cancel);

    /// <summary>Revokes a token, from the answer on. What is known of it stays.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="cancel">Cancels the call.</param>
    /// <exception cref="TinyBaseException">401 or 403 for callers who are not admins, 404 if there is none with that id.</exception>
    public Task RevokeAsync(Guid id, CancellationToken cancel = default) =>
        _transport.DeleteAsync(ApiPath.ApplicationToken(id), ifMatch: null, cancel);
}
