using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

using TinyBase.Auth;
using TinyBase.Auth.Endpoints;
using TinyBase.Hosting;
using TinyBase.Hosting.Control;

namespace TinyBase.Cli.Control;

/// <summary>A running server, reached as its operator over the control socket.</summary>
internal sealed class ControlClient : IAdministration
{
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);

    private readonly HttpClient _http;
    private readonly int _pid;

    private ControlClient(ControlFile file)
    {
        _pid = file.Pid;
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            ConnectCallback = async (_, cancel) => new NetworkStream(await Connect(file.Socket, cancel).ConfigureAwait(false), ownsSocket: true),
            ConnectTimeout = ConnectTimeout,
            UseCookies = false,
            UseProxy = false,
        };
        _http = new HttpClient(handler) { BaseAddress = new Uri("http://localhost"), Timeout = Timeout };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", file.Secret);
    }

    /// <summary>Connects to the server that wrote a file; null if it does not listen.</summary>
    public static async Task<ControlClient?> TryConnect(ControlFile file, CancellationToken cancel)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        patience.CancelAfter(ConnectTimeout);
        try
        {
            (await Connect(file.Socket, patience.Token).ConfigureAwait(false)).Dispose();
            return new ControlClient(file);
        }
        catch (Exception error) when (error is SocketException || (error is OperationCanceledException && !cancel.IsCancellationRequested))
        {
            return null;
        }
    }

    public async Task<UserChange> PutAdmin(AdminCredentials credentials, CancellationToken cancel)
    {
        var body = new AdminToPut(credentials.Email, credentials.Password);
        var answer = await Send(
            HttpMethod.Put, PutControlAdmin.Path, Content(body, CommandJson.Default.AdminToPut), WireJson.Wire.AdminPut, cancel).ConfigureAwait(false);
        return (answer ?? throw NotTaken()).Created ? UserChange.Created : UserChange.Updated;
    }

    public async Task<CreatedApplicationToken> CreateToken(NewApplicationToken wanted, CancellationToken cancel) =>
        await Send(
            HttpMethod.Post,
            ApplicationTokenAnswers.Path,
            Content(wanted, CommandJson.Default.NewApplicationToken),
            WireJson.Wire.CreatedApplicationToken,
            cancel).ConfigureAwait(false) ?? throw NotTaken();

    public async Task<ApplicationTokenList> ListTokens(CancellationToken cancel) =>
        await Send(HttpMethod.Get, ApplicationTokenAnswers.Path, null, WireJson.Wire.ApplicationTokenList, cancel).ConfigureAwait(false)
        ?? throw NotTaken();

    public Task<ApplicationTokenView?> FindToken(string id, CancellationToken cancel) =>
        Send(HttpMethod.Get, $"{ApplicationTokenAnswers.Path}/{id}", null, WireJson.Wire.ApplicationTokenView, cancel);

    public async Task<bool> RevokeToken(string id, CancellationToken cancel)
    {
        using var response = await Send(HttpMethod.Delete, $"{ApplicationTokenAnswers.Path}/{id}", null, cancel).ConfigureAwait(false);
        return response.StatusCode != HttpStatusCode.NotFound;
    }

    public void Dispose() => _http.Dispose();

    private static async ValueTask<Socket> Connect(string path, CancellationToken cancel)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancel).ConfigureAwait(false);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static ByteArrayContent Content<T>(T body, JsonTypeInfo<T> type) => new(JsonSerializer.SerializeToUtf8Bytes(body, type))
    {
        Headers = { ContentType = new MediaTypeHeaderValue("application/json") },
    };

    /// <summary>Sends a request.</summary>
    /// <returns>The answer, or null for a 404.</returns>
    private async Task<T?> Send<T>(HttpMethod method, string path, HttpContent? body, JsonTypeInfo<T> type, CancellationToken cancel)
        where T : class
    {
        using var response = await Send(method, path, body, cancel).ConfigureAwait(false);
        if (response.StatusCode == HttpStatusCode.NotFound) return null;
        return JsonSerializer.Deserialize(await response.Content.ReadAsByteArrayAsync(cancel).ConfigureAwait(false), type);
    }

    private async Task<HttpResponseMessage> Send(HttpMethod method, string path, HttpContent? body, CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative)) { Content = body };
        HttpResponseMessage response;
        try
        {
            response = await _http.SendAsync(request, cancel).ConfigureAwait(false);
        }
        catch (Exception error) when (error is HttpRequestException || (error is OperationCanceledException && !cancel.IsCancellationRequested))
        {
            throw new AdministrationException($"The server (process {_pid}) did not answer: {error.Message}", error);
        }

        if (response.IsSuccessStatusCode || response.StatusCode == HttpStatusCode.NotFound) return response;
        using (response)
        {
            var text = await response.Content.ReadAsStringAsync(cancel).ConfigureAwait(false);
            throw new AdministrationException($"The server (process {_pid}) refused with {(int)response.StatusCode}: {Detail(text)}");
        }
    }

    /// <summary>What commands ask for is there, so the server took the secret for none of its own.</summary>
    private AdministrationException NotTaken() => new($"The server (process {_pid}) does not take commands from here. Is it just restarting? Try again.");

    /// <summary>What an answer says was wrong.</summary>
    private static string Detail(string text)
    {
        try
        {
            return JsonElement.Parse(text) is { ValueKind: JsonValueKind.Object } answer
                && answer.TryGetProperty("detail", out var detail)
                && detail.ValueKind == JsonValueKind.String
                ? detail.GetString()!
                : text;
        }
        catch (JsonException)
        {
            return text;
        }
    }
}
