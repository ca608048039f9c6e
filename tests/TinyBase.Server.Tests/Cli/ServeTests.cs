using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Runtime.Versioning;
using System.Text;
using System.Text.Json;

using Shouldly;

using Xunit;

namespace TinyBase.Server.Tests.Cli;

public sealed class ServeTests : IDisposable
{
    private const string Email = "me@example.com";
    private const string Password = "correct horse battery";

    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Serving_an_empty_folder_initializes_it_and_tells_where_it_listens()
    {
        await using var server = await CliProcess.Serve(_folder.Path);
        using var client = server.CreateClient();

        using var answer = await client.GetAsync("/health");

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.Headers.Contains("Server").ShouldBeFalse();
        server.Output.ShouldStartWith($"Initializing TinyBase in {_folder.Path}\n  Created tinybase.toml\n");
        server.Output.ShouldContain("\nStarting TinyBase server on 127.0.0.1:0\nEnvironment: production\nListening on ");
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public async Task The_data_is_readable_by_its_owner_only()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such rights.");

        await using var server = await CliProcess.Serve(_folder.Path);

        string[] names =
        [
            "tinybase.db", "tinybase.db-shm", "tinybase.db-wal", "tinybase.db.control", "tinybase.db.key", "tinybase.db.setup", "tinybase.db.sock",
        ];
        await Hosting.Eventually.Becomes(() => File.Exists(_folder.File("tinybase.db.setup")), true);
        foreach (var name in names)
        {
            File.GetUnixFileMode(_folder.File(name)).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite, name);
        }
    }

    [Fact]
    public async Task A_server_at_rest_has_not_loaded_the_large_libraries_that_only_some_uses_need()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux tells what a process has mapped.");
        await using (var first = await CliProcess.Serve(_folder.Path)) await first.Stop();
        await using var server = await CliProcess.Serve(_folder.Path);
        using var client = server.CreateClient();
        (await client.GetStringAsync("/health")).ShouldNotBeEmpty();
        // What the start leaves to the background is done by then.
        await Task.Delay(TimeSpan.FromSeconds(2), TestContext.Current.CancellationToken);

        var mapped = await File.ReadAllTextAsync($"/proc/{server.Id}/maps", TestContext.Current.CancellationToken);

        mapped.ShouldContain("TinyBase.dll");
        foreach (var library in new[] { "System.Private.Xml", "System.Linq.Expressions", "OpenTelemetry", "Quartz", "MimeKit" })
        {
            mapped.ShouldNotContain($"/{library}.dll", Case.Sensitive, "it takes memory as long as the server runs");
        }
    }

    [Fact]
    public async Task Initializing_does_not_set_an_admin_back_who_is_there()
    {
        var variables = new Dictionary<string, string> { ["TINYBASE_ADMIN_EMAIL"] = Email, ["TINYBASE_ADMIN_PASSWORD"] = Password };
        await CliProcess.Initialize(_folder.Path);
        await CliProcess.Run(_folder.Path, "admin", "add", Email, "a password of my own");

        await using var server = await CliProcess.Serve(_folder.Path, variables);

        (await Login(server, Email, "a password of my own")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Settings_of_other_programs_do_not_count()
    {
        await File.WriteAllTextAsync(_folder.File("appsettings.json"), """{"Kestrel":{"Endpoints":{"Http":{"Url":"http://127.0.0.1:1"}}}}""");
        var variables = new Dictionary<string, string>
        {
            ["ASPNETCORE_URLS"] = "http://127.0.0.1:2",
            ["ASPNETCORE_ENVIRONMENT"] = "Development",
            ["ASPNETCORE_HOSTINGSTARTUPASSEMBLIES"] = "Nowhere",
        };

        await using var server = await CliProcess.Serve(_folder.Path, variables);

        server.Url.Port.ShouldBeGreaterThan(2);
        server.Error.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_port_that_is_taken_is_told_in_one_line()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);

        var result = await CliProcess.Run(_folder.Path, "serve", "--init", "--port", port);

        result.ExitCode.ShouldBe(3);
        result.Error.ShouldBe($"Error: port {port} on 127.0.0.1 is already in use. Stop the other program or use --port.\n");
        result.Output.ShouldNotContain("   at ");
    }

    [Fact]
    public async Task An_address_of_another_machine_is_told_in_one_line()
    {
        var result = await CliProcess.Run(_folder.Path, "serve", "--init", "--port", "0", "--host", "192.0.2.1");

        result.ExitCode.ShouldBe(3);
        result.Error.ShouldBe("Error: 192.0.2.1 is not an address of this machine. Use --host with one that is.\n");
    }

    [Fact]
    public async Task A_second_server_on_a_database_is_refused_and_told_who_has_it()
    {
        await using var server = await CliProcess.Serve(_folder.Path);

        var serve = await CliProcess.Run(_folder.Path, "serve", "--port", "0");

        serve.ExitCode.ShouldBe(3);
        serve.Error.ShouldBe($"Error: {_folder.Database} is in use by process {server.Id}. Stop it first, or set another db_url.\n");
        using var client = server.CreateClient();
        (await client.GetAsync("/health")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_killed_server_leaves_nothing_that_keeps_the_next_one_from_starting()
    {
        await using var first = await CliProcess.Serve(_folder.Path);
        first.Signal(CliSignal.Kill);
        await first.WaitForExit();

        await using var second = await CliProcess.Serve(_folder.Path);

        second.Url.ShouldNotBeNull();
    }

    [Fact]
    public async Task An_admin_who_was_added_can_log_in_and_the_log_keeps_the_secrets_out()
    {
        await CliProcess.Initialize(_folder.Path);
        var added = await CliProcess.Run(_folder.Path, "admin", "add", Email, Password);
        added.ShouldBe(new CliResult(0, $"Created admin user: {Email}\n", ""));

        await using var server = await CliProcess.Serve(_folder.Path);
        using var login = await Login(server, Email, Password);
        var session = await login.Content.ReadFromJsonAsync<JsonElement>();
        var token = session.GetProperty("access_token").GetString()!;
        using var client = server.CreateClient();
        client.DefaultRequestHeaders.Authorization = new("Bearer", token);
        using var me = await client.GetAsync("/api/auth/me?secret=in-the-query");
        using var forged = await client.GetAsync("/a%0A2026-01-01T00:00:00.000Z%20INFO%20%20forged%1B[31m");
        (await server.Stop()).ShouldBe(0);

        session.GetProperty("is_admin").GetBoolean().ShouldBeTrue();
        me.StatusCode.ShouldBe(HttpStatusCode.OK);
        var id = me.Headers.GetValues("X-Request-Id").Single();
        server.Output.ShouldMatch(@"(?m)^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z INFO  GET /api/auth/me 200 \d+\.\d ms \[" + id + @"\]$");
        server.Output.ShouldNotMatch("(?m)^2026-01-01");
        foreach (var secret in (string[])[token, session.GetProperty("refresh_token").GetString()!, Password, "in-the-query", "\e"])
        {
            server.Output.ShouldNotContain(secret);
        }
    }

    [Fact]
    public async Task Told_to_stop_it_answers_what_is_in_flight_and_leaves_one_database_file()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no SIGTERM.");
        await using var server = await CliProcess.Serve(_folder.Path);
        using var socket = new TcpClient(server.Url.Host, server.Url.Port);
        var stream = socket.GetStream();
        var body = $$"""{"email":"{{Email}}","password":"{{Password}}"}""";
        var head = $"POST /api/auth/register HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\nExpect: 100-continue\r\n\r\n";
        await stream.WriteAsync(Encoding.ASCII.GetBytes(head));
        // The server says so once it waits for the body, so the request is in flight from here on.
        (await ReadUntil(stream, "\r\n\r\n")).ShouldStartWith("HTTP/1.1 100 ");

        server.Signal(CliSignal.Terminate);
        await NoLongerListens(server);
        await stream.WriteAsync(Encoding.ASCII.GetBytes(body));

        (await ReadUntil(stream, "}")).ShouldStartWith("HTTP/1.1 201 ");
        (await server.WaitForExit()).ShouldBe(0);
        // The folder is the home folder as well, where NuGet keeps its configuration.
        _folder.Names().ShouldBe([".nuget", ".tinybase", "functions", "tinybase.db", "tinybase.db.key", "tinybase.db.lock", "tinybase.db.requests", "tinybase.toml"]);
        await using var next = await CliProcess.Serve(_folder.Path);
        (await Login(next, Email, Password)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    private static async Task<HttpResponseMessage> Login(CliProcess server, string email, string password)
    {
        using var client = server.CreateClient();
        return await client.PostAsJsonAsync("/api/auth/login", new { email, password });
    }

    private static async Task NoLongerListens(CliProcess server)
    {
        while (true)
        {
            try
            {
                using var probe = new TcpClient();
                await probe.ConnectAsync(server.Url.Host, server.Url.Port);
            }
            catch (SocketException)
            {
                return;
            }

            await Task.Delay(10);
        }
    }

    private static async Task<string> ReadUntil(NetworkStream stream, string end)
    {
        var text = new StringBuilder();
        var buffer = new byte[4096];
        while (!text.ToString().Contains(end, StringComparison.Ordinal))
        {
            var count = await stream.ReadAsync(buffer);
            if (count == 0) break;
            text.Append(Encoding.UTF8.GetString(buffer, 0, count));
        }

        return text.ToString();
    }
}
