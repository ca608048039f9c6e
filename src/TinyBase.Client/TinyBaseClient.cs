using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace TinyBase.Client;

/// <summary>
/// A client of the REST API of one TinyBase server. It is safe to use from several threads, and meant to be kept:
/// one client for one server and one user.
/// </summary>
/// <remarks>
/// Every call throws <see cref="TinyBaseException"/> when the server refuses it, <see cref="HttpRequestException"/> when the
/// server cannot be reached or its answer is larger than the client accepts, and <see cref="OperationCanceledException"/>
/// when it is cancelled or takes longer than the timeout.
/// </remarks>
public sealed class TinyBaseClient : IDisposable
{
    private readonly RestTransport _transport;
    private readonly HttpClient? _owned;
    private readonly HttpClient? _ownedStreaming;

    /// <summary>Makes a client with connections of its own, which <see cref="Dispose"/> closes.</summary>
    /// <param name="baseAddress">
    /// The address of the server, such as <c>http://localhost:8000</c>, with the path prefix if it is mounted under one.
    /// </param>
    /// <exception cref="ArgumentException">The address is not an absolute http or https address.</exception>
    public TinyBaseClient(Uri baseAddress)
    {
        (_owned, _ownedStreaming) = OwnHttpClient.Create();
        _transport = new RestTransport(_owned, baseAddress, _ownedStreaming);
        Auth = new AuthClient(_transport);
        ApplicationTokens = new ApplicationTokensClient(_transport);
        Collections = new CollectionsClient(_transport);
    }

    /// <summary>
    /// Makes a client over an <see cref="HttpClient"/> that the caller owns and disposes of. Its timeout, its limit of the
    /// size of an answer and its default headers hold.
    /// </summary>
    /// <remarks>
    /// Its handler should not follow redirects (<see cref="HttpClientHandler.AllowAutoRedirect"/>, which is on unless it is turned off): a
    /// redirect that is followed drops the token and can turn a POST into a GET. An answer from another address is a <see cref="TinyBaseException"/>.
    /// </remarks>
    /// <param name="http">The client to send with; its <see cref="HttpClient.BaseAddress"/> is the address of the server.</param>
    /// <exception cref="ArgumentException"><paramref name="http"/> has no base address.</exception>
    public TinyBaseClient(HttpClient http)
    {
        ArgumentNullException.ThrowIfNull(http);
        _transport = new RestTransport(
            http,
            http.BaseAddress ?? throw new ArgumentException("The HttpClient needs a BaseAddress: the address of the server.", nameof(http)));
        Auth = new AuthClient(_transport);
        ApplicationTokens = new ApplicationTokensClient(_transport);
        Collections = new CollectionsClient(_transport);
    }

    /// <summary>
    /// The token that every call carries: an access token or an application token. Null, the default, sends none.
    /// <see cref="AuthClient.LoginAsync"/> and <see cref="AuthClient.RefreshAsync"/> set it, a logout clears it.
    /// </summary>
    /// <exception cref="ArgumentException">It has blanks, control characters such as a line feed at its end, or characters outside ASCII.</exception>
    public string? AccessToken
    {
        get => _transport.AccessToken;
        set
        {
            if (value is not null)
            {
                TokenText.Check(value, nameof(value));
            }

            _transport.AccessToken = value;
        }
    }

    /// <summary>Registration, login, sessions and logout.</summary>
    public AuthClient Auth { get; }

    /// <summary>Application tokens, which give programs admin rights.</summary>
    public ApplicationTokensClient ApplicationTokens { get; }

    /// <summary>The collections themselves: their names, schemas and access rules.</summary>
    public CollectionsClient Collections { get; }

    /// <summary>The records of a collection as JSON objects.</summary>
    /// <param name="name">The name of the collection; whether it exists shows at the first call.</param>
    public RecordsClient<JsonObject> Collection(string name) => new(_transport, name, WireJson.Default.JsonObject);

    /// <summary>The records of a collection as <typeparamref name="T"/>, serialized by source-generated metadata.</summary>
    /// <param name="name">The name of the collection; whether it exists shows at the first call.</param>
    /// <param name="type">How <typeparamref name="T"/> is read and written, from a <c>JsonSerializerContext</c>.</param>
    /// <typeparam name="T">The type of a record's data.</typeparam>
    public RecordsClient<T> Collection<T>(string name, JsonTypeInfo<T> type) => new(_transport, name, type);

    /// <summary>
    /// The records of a collection as <typeparamref name="T"/>, serialized by reflection: names in snake_case unless
    /// <c>[JsonPropertyName]</c> says otherwise, enumerations as text in snake_case. Properties that are null are left out when a
    /// record is created, so that the server fills in the default of the field.
    /// </summary>
    /// <param name="name">The name of the collection; whether it exists shows at the first call.</param>
    /// <typeparam name="T">The type of a record's data; <c>JsonElement</c> works too.</typeparam>
    [RequiresUnreferencedCode(ReflectionJson.Trimming)]
    [RequiresDynamicCode(ReflectionJson.Trimming)]
    public RecordsClient<T> Collection<T>(string name) => new(_transport, name, ReflectionJson.Create<T>());

    /// <summary>Closes the connections, unless the client was given its <see cref="HttpClient"/>.</summary>
    public void Dispose()
    {
        _ownedStreaming?.Dispose();
        _owned?.Dispose();
    }
}
