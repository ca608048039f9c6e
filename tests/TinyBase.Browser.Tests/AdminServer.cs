using System.Net;
using System.Text;
using System.Text.Json;

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

using TinyBase.Client;
using TinyBase.Configuration;
using TinyBase.Examples.LoadData;
using TinyBase.Hosting;
using TinyBase.Server.Tests.Functions;

namespace TinyBase.Browser.Tests;

/// <summary>A real server behind a prefix, on a free port of the loopback address and in a folder of its own.</summary>
internal sealed class AdminServer : IAsyncDisposable
{
    public const string Email = "admin@example.com";
    private const int MaxDeletions = 50;
    public const string Password = "correct horse";

    private const string Prefix = "/backend";

    private readonly WebApplication _app;
    private readonly string _root;

    private AdminServer(WebApplication app, string root)
    {
        _app = app;
        _root = root;
        Url = new Uri(app.Urls.Single() + Prefix);
        Receiver = new Uri(app.Urls.Single() + "/receiver");
        Client = new TinyBaseClient(Url);
    }

    /// <summary>The address of TinyBase, with the prefix.</summary>
    public Uri Url { get; }

    /// <summary>What webhooks can be sent to; a status has to be added, which it answers.</summary>
    public Uri Receiver { get; }

    /// <summary>The address of the admin UI, with a slash at its end.</summary>
    public string Admin => $"{Url}/admin/";

    /// <summary>The link that makes the first admin.</summary>
    public string SetupLink => File.ReadAllText(Path.Combine(_root, "tinybase.db.setup")).TrimEnd();

    /// <summary>The admin, once there is one.</summary>
    public TinyBaseClient Client { get; }

    /// <summary>Where e-mail lies that no mail server takes.</summary>
    public string Mail => Path.Combine(_root, ".tinybase", "mail");

    /// <summary>Starts a server without users.</summary>
    /// <param name="configure">Sets what it has that the usual one has not; null for nothing.</param>
    public static async Task<AdminServer> StartEmpty(Action<TinyBaseOptions>? configure = null)
    {
        var root = SdkFeed.NewWorkspace();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrel().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.AddTinyBase(options =>
        {
            options.Root = root;
            // All tests come from one address.
            options.RateLimit.Enabled = false;
            options.Hooks.AllowPrivateAddresses = true;
            options.Telemetry.RequestSamplePercent = 100;
            configure?.Invoke(options);
        }).AddFunctions(typeof(SampleFunctions).Assembly).AddHooks<SampleHooks>();
        var app = builder.Build();
        app.MapTinyBase(Prefix);
        SampleWebhooks.MapReceiver(app);
        SampleApp.Map(app);
        await app.StartAsync();
        return new AdminServer(app, root);
    }

    /// <summary>Starts a server with an admin and the real data.</summary>
    public static async Task<AdminServer> StartWithData(string folder)
    {
        var server = await StartEmpty();
        await server.SetUp();
        await SampleWebhooks.AddTo(server);
        for (var i = 0; i < 3; i++) await server.Call("price_order", """{"lines": [{"sku": "tea", "quantity": 2}], "deliver_on": "2026-01-31"}""");
        await server.Call("always_fails", "{}");
        await SampleSchedules.AddTo(server);
        foreach (var file in await SampleData.ReadAsync(folder)) await new Loader(server.Client).LoadAsync(file);
        return server;
    }

    /// <summary>Makes the admin.</summary>
    public Task SetUp() => Client.Auth.SetUpAsync(SetupLink.Split("#setup=")[1], Email, Password);

    /// <summary>A session of the admin as a browser keeps it.</summary>
    public async Task<string> NewSession()
    {
        var login = await Client.Auth.LoginAsync(Email, Password);
        return JsonSerializer.Serialize(new { access = login.AccessToken, refresh = login.RefreshToken, userId = login.UserId, email = login.Email, isAdmin = true });
    }

    /// <summary>Calls a function as the admin, with an input as JSON.</summary>
    public Task<JsonElement> Call(string function, string input) => Post($"functions/{function}", input);

    /// <summary>Posts JSON to the API as the admin.</summary>
    public async Task<JsonElement> Post(string path, string body) => JsonElement.Parse(await Send(HttpMethod.Post, path, body));

    /// <summary>Reads JSON from the API as the admin.</summary>
    public async Task<JsonElement> Get(string path) => JsonElement.Parse(await GetText(path));

    /// <summary>Reads what the API answers as the admin.</summary>
    public Task<string> GetText(string path) => Send(HttpMethod.Get, path, body: null);

    /// <summary>Sends JSON to the API as the admin.</summary>
    public async Task<string> Send(HttpMethod method, string path, string? body)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(method, $"{Url}/api/{path}");
        request.Headers.Authorization = new("Bearer", Client.AccessToken);
        if (body is not null) request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        var answer = await http.SendAsync(request);
        answer.EnsureSuccessStatusCode();
        return await answer.Content.ReadAsStringAsync();
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
        for (var tries = 1; ; tries++)
        {
            try
            {
                Directory.Delete(_root, recursive: true);
                return;
            }
            catch (IOException) when (tries < MaxDeletions)
            {
                // A build that was ended may still be writing its last file.
                await Task.Delay(100);
            }
        }
    }
}
