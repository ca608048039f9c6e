using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text.Json;

using TinyBase.Auth;
using TinyBase.Auth.Endpoints;
using TinyBase.Client;
using TinyBase.Extensions.Packages;
using TinyBase.Hosting;
using TinyBase.Hosting.Control;
using TinyBase.Scheduling;
using TinyBase.Storage;

using ApplicationToken = TinyBase.Client.ApplicationToken;
using CreatedApplicationToken = TinyBase.Auth.Endpoints.CreatedApplicationToken;
using NewApplicationToken = TinyBase.Auth.NewApplicationToken;

namespace TinyBase.Cli.Control;

/// <summary>A running server, reached as its operator over the control socket.</summary>
internal sealed class ControlClient : IAdministration
{
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);

    private readonly HttpClient _http;
    private readonly HttpClient _patient;
    private readonly TinyBaseClient _client;
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
        _http = NewClient(handler, file, Timeout);
        // A function has a limit of its own; so has fetching and building an extension.
        _patient = NewClient(handler, file, System.Threading.Timeout.InfiniteTimeSpan);
        Functions = new FunctionServer(_patient, $"The server (process {_pid})");
        _client = new TinyBaseClient(_http);
        Schedules = new ServerSchedules(_http, file.Pid);
        Extensions = new ServerExtensions(_patient, file.Pid);
    }

    /// <summary>The functions of the server.</summary>
    public FunctionServer Functions { get; }

    public IScheduleAdministration Schedules { get; }

    public IExtensionAdministration Extensions { get; }

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

    public Task<UserChange> PutAdmin(AdminCredentials credentials, CancellationToken cancel) => Ask(
        async () =>
        {
            var body = JsonSerializer.SerializeToUtf8Bytes(
                new AdminToPut(credentials.Email, credentials.Password), CommandJson.Default.AdminToPut);
            using var content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
            using var response = await _http.PutAsync(new Uri(PutControlAdmin.Path, UriKind.Relative), content, cancel).ConfigureAwait(false);
            var text = await response.Content.ReadAsStringAsync(cancel).ConfigureAwait(false);
            if (!response.IsSuccessStatusCode) throw Refused(response.StatusCode, text);
            return JsonSerializer.Deserialize(text, WireJson.Wire.AdminPut)!.Created ? UserChange.Created : UserChange.Updated;
        },
        cancel);

    public Task<CreatedApplicationToken> CreateToken(NewApplicationToken wanted, CancellationToken cancel) => Ask(
        async () =>
        {
            var token = new Client.NewApplicationToken(wanted.Name)
            {
                Description = wanted.Description,
                ExpiresDays = wanted.ExpiresDays,
                Scopes = wanted.Scopes is { } scopes
                    ? new ApplicationTokenScopes { Admin = scopes.Admin, Collections = scopes.Collections, Functions = scopes.Functions, Metrics = scopes.Metrics }
                    : null,
            };
            var created = await _client.ApplicationTokens.CreateAsync(token, cancel).ConfigureAwait(false);
            return new CreatedApplicationToken(View(created.Token), created.TokenValue);
        },
        cancel);

    public Task<ApplicationTokenList> ListTokens(CancellationToken cancel) => Ask(
        async () =>
        {
            var tokens = await _client.ApplicationTokens.ListAsync(cancel).ConfigureAwait(false);
            return new ApplicationTokenList([.. tokens.Select(View)], tokens.Count, tokens.Count, 0);
        },
        cancel);

    public Task<ApplicationTokenView?> FindToken(string id, CancellationToken cancel) => Ask<ApplicationTokenView?>(
        async () =>
        {
            try
            {
                return View(await _client.ApplicationTokens.GetAsync(Guid.Parse(id), cancel).ConfigureAwait(false));
            }
            catch (TinyBaseException error) when (error.StatusCode == HttpStatusCode.NotFound)
            {
                return null;
            }
        },
        cancel);

    public Task<bool> RevokeToken(string id, CancellationToken cancel) => Ask(
        async () =>
        {
            try
            {
                await _client.ApplicationTokens.RevokeAsync(Guid.Parse(id), cancel).ConfigureAwait(false);
                return true;
            }
            catch (TinyBaseException error) when (error.StatusCode == HttpStatusCode.NotFound)
            {
                return false;
            }
        },
        cancel);

    public void Dispose()
    {
        _client.Dispose();
        _http.Dispose();
        _patient.Dispose();
    }

    private static HttpClient NewClient(SocketsHttpHandler handler, ControlFile file, TimeSpan timeout) => new(handler)
    {
        BaseAddress = new Uri("http://localhost"),
        Timeout = timeout,
        DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", file.Secret) },
    };

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

    private static ApplicationTokenView View(ApplicationToken token) => new(
        token.Id.ToString(),
        token.Name,
        token.Description,
        Timestamps.ToText(token.CreatedAt),
        token.LastUsedAt is { } used ? Timestamps.ToText(used) : null,
        token.ExpiresAt is { } expires ? Timestamps.ToText(expires) : null,
        token.IsActive,
        token.IsValid,
        token.Prefix,
        token.Scopes is { } scopes ? new TokenScopes(scopes.Admin, scopes.Collections, scopes.Functions, scopes.Metrics) : null);

    /// <summary>Asks the server, and says in a line why there is no answer, or what it refused.</summary>
    private async Task<T> Ask<T>(Func<Task<T>> question, CancellationToken cancel)
    {
        try
        {
            return await question().ConfigureAwait(false);
        }
        catch (TinyBaseException error)
        {
            throw new AdministrationException($"The server (process {_pid}) refused: {error.Detail}", error);
        }
        catch (Exception error) when (error is HttpRequestException || (error is OperationCanceledException && !cancel.IsCancellationRequested))
        {
            throw new AdministrationException($"The server (process {_pid}) did not answer: {error.Message}", error);
        }
    }

    private AdministrationException Refused(HttpStatusCode status, string answer) =>
        new($"The server (process {_pid}) refused with {(int)status}: {answer}");
}
