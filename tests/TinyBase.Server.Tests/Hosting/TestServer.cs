using System.Net;
using System.Text.Json;

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

using TinyBase.Hosting;

namespace TinyBase.Server.Tests.Hosting;

/// <summary>TinyBase in this process, on a free port of the loopback address and in a folder of its own.</summary>
public sealed class TestServer : IAsyncDisposable
{
    public const string Password = "correct horse";

    private static int _names;

    private readonly WebApplication _app;
    private readonly HttpClient _http;
    private readonly bool _ownsRoot;

    private TestServer(WebApplication app, ServerSetup setup, string root, LogRecorder logs)
    {
        _app = app;
        _ownsRoot = setup.Root is null;
        Root = root;
        Prefix = setup.Prefix;
        Logs = logs;
        BaseAddress = new Uri(app.Urls.Single());
        _http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false, UseCookies = false })
        {
            BaseAddress = new Uri(BaseAddress, setup.Prefix + "/"),
        };
        Anonymous = new ApiClient(_http);
    }

    public Uri BaseAddress { get; }

    /// <summary>Where TinyBase is mapped; empty for the root.</summary>
    public string Prefix { get; }

    /// <summary>The folder with the database.</summary>
    public string Root { get; }

    public string DatabasePath => Path.Combine(Root, "tinybase.db");

    public LogRecorder Logs { get; }

    /// <summary>Calls without a token.</summary>
    public ApiClient Anonymous { get; }

    /// <summary>An admin whom all tests on this server share: none may log out.</summary>
    public TestUser Admin { get; private set; } = null!;

    /// <summary>All mapped endpoints.</summary>
    public IReadOnlyList<RouteEndpoint> Endpoints =>
        [.. _app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()];

    public static async Task<TestServer> Start(ServerSetup? given = null)
    {
        var setup = given ?? new ServerSetup();
        var root = setup.Root ?? Directory.CreateTempSubdirectory("tinybase-test-").FullName;
        var logs = new LogRecorder();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders().AddProvider(logs).SetMinimumLevel(LogLevel.Debug);
        builder.WebHost.UseKestrel().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        setup.Services(builder);
        setup.Extend(builder.AddTinyBase(options =>
        {
            options.Root = root;
            options.Auth.PasswordIterations = 1000;
            // All tests come from one address.
            options.RateLimit.Enabled = false;
            setup.Options(options);
        }));
        var app = builder.Build();
        setup.Map(app);
        await app.StartAsync();
        var server = new TestServer(app, setup, root, logs);
        if (!setup.IsEmpty) server.Admin = await server.NewAdmin();
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
        if (_ownsRoot) Directory.Delete(Root, recursive: true);
    }

    /// <summary>A name that nothing else on any server has: lower-case letters, digits and underscores.</summary>
    public static string NewName(string stem) => $"{stem}_{Interlocked.Increment(ref _names)}";

    public ApiClient WithToken(string token) => new(_http, token);

    /// <summary>Registers a user and logs them in.</summary>
    public async Task<TestUser> NewUser()
    {
        var email = await Register();
        return await Login(email);
    }

    public async Task<TestUser> NewAdmin()
    {
        var email = await Register();
        Sql("UPDATE _user SET is_admin = 1 WHERE email = $email", ("$email", email));
        return await Login(email);
    }

    public async Task<TestUser> Login(string email, string password = Password)
    {
        var answer = (await Anonymous.Post("/api/auth/login", JsonText(("email", email), ("password", password)))).Expect(200).Json;
        string Text(string name) => answer.GetProperty(name).GetString()!;
        var token = Text("access_token");
        return new TestUser(Text("user_id"), email, password, token, Text("refresh_token"), WithToken(token));
    }

    /// <summary>Makes an application token.</summary>
    /// <param name="days">After how many days it expires; null for never.</param>
    /// <param name="name">Its name.</param>
    /// <returns>Its id and its value.</returns>
    public async Task<(string Id, string Value)> NewApplicationToken(int? days = null, string name = "A program")
    {
        var made = (await Admin.Api.Post(
            "/api/admin/application-tokens",
            $$"""{"name": {{JsonSerializer.Serialize(name)}}, "expires_days": {{JsonSerializer.Serialize(days)}}}""")).Expect(201).Json;
        return (made.GetProperty("token").GetProperty("id").GetString()!, made.GetProperty("token_value").GetString()!);
    }

    /// <summary>Makes a collection.</summary>
    /// <param name="fields">The fields as JSON objects, without the brackets.</param>
    /// <param name="options">The options as JSON.</param>
    /// <returns>Its name.</returns>
    public async Task<string> NewCollection(string fields = """{"name": "title"}""", string options = "{}")
    {
        var name = NewName("things");
        (await Admin.Api.Post(
            "/api/collections",
            $$"""{"name": "{{name}}", "label": "Things", "schema": {"fields": [{{fields}}]}, "options": {{options}}}""")).Expect(201);
        return name;
    }

    /// <summary>Runs a statement on the database file, behind the server's back.</summary>
    public int Sql(string statement, params (string Name, object Value)[] parameters)
    {
        using var connection = new SqliteConnection($"Data Source={DatabasePath};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = statement;
        foreach (var (name, value) in parameters) command.Parameters.AddWithValue(name, value);
        var rows = command.ExecuteNonQuery();
        // Readers keep their snapshot until the server itself writes something; a refused write is enough.
        if (Admin is not null) Admin.Api.Delete("/api/collections/no_such_collection").GetAwaiter().GetResult();
        return rows;
    }

    /// <summary>An object of texts as JSON.</summary>
    public static string JsonText(params (string Name, string Value)[] members) =>
        JsonSerializer.Serialize(members.ToDictionary(member => member.Name, member => member.Value));

    private async Task<string> Register()
    {
        var email = $"{NewName("user")}@example.com";
        (await Anonymous.Post("/api/auth/register", JsonText(("email", email), ("password", Password)))).Expect(201);
        return email;
    }
}
