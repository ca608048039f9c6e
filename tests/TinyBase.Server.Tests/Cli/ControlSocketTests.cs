using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Runtime.Versioning;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

using Shouldly;

using TinyBase.Server.Tests.Hosting;

using Xunit;

namespace TinyBase.Server.Tests.Cli;

public sealed class ControlSocketTests : IDisposable
{
    private const string Email = "me@example.com";
    private const string Password = "correct horse battery";

    private readonly TestFolder _folder = new();

    private string ControlFile => _folder.File("tinybase.db.control");

    private string SocketFile => _folder.File("tinybase.db.sock");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task An_admin_is_added_while_the_server_runs_just_as_while_it_does_not()
    {
        await using var server = await CliProcess.Serve(_folder.Path);

        var added = await CliProcess.Run(_folder.Path, "admin", "add", "Me@Example.com", "a first password");
        var changed = await CliProcess.Run(_folder.Path, "admin", "add", Email, Password);

        added.ShouldBe(new CliResult(0, "Created admin user: Me@example.com\n", ""));
        changed.ShouldBe(new CliResult(0, $"Updated admin user: {Email}\n", ""));
        using var login = await Login(server, Email, Password);
        login.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await login.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("is_admin").GetBoolean().ShouldBeTrue();
        (await Login(server, Email, "a first password")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        File.Exists(_folder.File("tinybase.db.setup")).ShouldBeFalse();
        (await server.Stop()).ShouldBe(0);
        (await CliProcess.Run(_folder.Path, "admin", "add", Email, Password))
            .ShouldBe(new CliResult(0, $"Updated admin user: {Email}\n", ""));
        server.Output.ShouldNotContain(Password);
    }

    [Fact]
    public async Task Credentials_that_cannot_be_used_are_refused_in_the_same_words_while_the_server_runs()
    {
        await using var server = await CliProcess.Serve(_folder.Path);

        var running = await CliProcess.Run(_folder.Path, "admin", "add", "nobody", "short");
        await server.Stop();
        var stopped = await CliProcess.Run(_folder.Path, "admin", "add", "nobody", "short");

        running.ExitCode.ShouldBe(1);
        running.ShouldBe(stopped);
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public async Task Socket_and_file_are_the_owners_alone_and_gone_when_the_server_stops()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such rights.");
        await using var server = await CliProcess.Serve(_folder.Path);

        foreach (var path in (string[])[ControlFile, SocketFile])
        {
            File.GetUnixFileMode(path).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite, path);
        }

        var secret = (string)Control()["secret"]!;
        Convert.FromBase64String(secret.Replace('-', '+').Replace('_', '/') + "=").Length.ShouldBe(32);
        (await server.Stop()).ShouldBe(0);
        File.Exists(ControlFile).ShouldBeFalse();
        File.Exists(SocketFile).ShouldBeFalse();
        server.Output.ShouldNotContain(secret);
    }

    [Fact]
    public async Task What_a_killed_server_left_keeps_neither_commands_nor_the_next_server_out()
    {
        await using var first = await CliProcess.Serve(_folder.Path);
        var left = (string)Control()["secret"]!;
        first.Signal(CliSignal.Kill);
        await first.WaitForExit();
        File.Exists(ControlFile).ShouldBeTrue();
        File.Exists(SocketFile).ShouldBeTrue();

        var added = await CliProcess.Run(_folder.Path, "admin", "add", Email, Password);
        added.ShouldBe(new CliResult(0, $"Created admin user: {Email}\n", ""));

        await using var second = await CliProcess.Serve(_folder.Path);
        ((string)Control()["secret"]!).ShouldNotBe(left);
        (await CliProcess.Run(_folder.Path, "admin", "add", Email, Password)).Output.ShouldBe($"Updated admin user: {Email}\n");
        using var client = Connect(SocketFile);
        (await Put(client, left)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task The_secret_makes_the_operator_on_the_socket_only()
    {
        await using var server = await CliProcess.Serve(_folder.Path);
        var secret = (string)Control()["secret"]!;
        using var overSocket = Connect(SocketFile);
        using var overTcp = server.CreateClient();

        (await Put(overTcp, secret)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await Collections(overTcp, secret)).ShouldBe(HttpStatusCode.Unauthorized);
        (await Collections(overSocket, secret)).ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await Put(overSocket, secret)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Without_the_secret_the_socket_gives_no_more_rights_than_a_port()
    {
        await CliProcess.Initialize(_folder.Path, "-e", Email, "-p", Password);
        await using var server = await CliProcess.Serve(_folder.Path);
        using var login = await Login(server, Email, Password);
        var admin = (await login.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("access_token").GetString()!;
        using var client = Connect(SocketFile);

        (await client.GetAsync("/health")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await Collections(client, null)).ShouldBe(HttpStatusCode.Unauthorized);
        (await Collections(client, "wrong")).ShouldBe(HttpStatusCode.Unauthorized);
        (await Put(client, null)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        // An admin has rights to the data, but not to the server.
        (await Put(client, admin)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        using var other = await client.PostAsync("/api/control/admins", null);
        other.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        other.Content.Headers.Allow.ShouldBeEmpty();
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public async Task A_database_with_a_long_path_has_its_socket_in_the_runtime_folder()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such folder.");
        var app = Directory.CreateDirectory(_folder.File(new string('a', 100))).FullName;
        var runtime = Directory.CreateDirectory(_folder.File("run")).FullName;
        var variables = new Dictionary<string, string> { ["XDG_RUNTIME_DIR"] = runtime };
        await using var server = await CliProcess.Serve(app, variables);

        var socket = (string)Control(app)["socket"]!;
        Path.GetDirectoryName(socket).ShouldBe(runtime);
        // The command finds it by the file alone.
        (await CliProcess.Run(app, "admin", "add", Email, Password)).Output.ShouldBe($"Created admin user: {Email}\n");
        (await server.Stop()).ShouldBe(0);
        Directory.EnumerateFileSystemEntries(runtime).ShouldBeEmpty();
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public async Task Without_a_runtime_folder_a_long_path_gets_a_new_folder_of_the_owner()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such rights.");
        var app = Directory.CreateDirectory(_folder.File(new string('a', 100))).FullName;
        var temporary = Directory.CreateDirectory(_folder.File("tmp")).FullName;
        var variables = new Dictionary<string, string> { ["TMPDIR"] = temporary };
        await using var first = await CliProcess.Serve(app, variables);
        var left = Path.GetDirectoryName((string)Control(app)["socket"]!)!;
        File.GetUnixFileMode(left).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        first.Signal(CliSignal.Kill);
        await first.WaitForExit();

        await using var second = await CliProcess.Serve(app, variables);

        Directory.Exists(left).ShouldBeFalse();
        (await CliProcess.Run(app, "admin", "add", Email, Password)).Output.ShouldBe($"Created admin user: {Email}\n");
        (await second.Stop()).ShouldBe(0);
        Directory.EnumerateDirectories(temporary, "tinybase-*").ShouldBeEmpty();
    }

    [Fact]
    public async Task An_application_that_holds_the_database_is_named()
    {
        await File.WriteAllTextAsync(_folder.Settings, "");
        await using var host = await TestServer.Start(new ServerSetup { Root = _folder.Path });

        var added = await CliProcess.Run(_folder.Path, "admin", "add", Email, Password);

        added.ShouldBe(new CliResult(
            1,
            "",
            $"Error: {_folder.Database} is in use by process {Environment.ProcessId}, an application that takes no commands. Stop it first.\n"));
    }

    [Fact]
    public async Task A_server_of_another_version_is_told()
    {
        await using var server = await CliProcess.Serve(_folder.Path);
        var control = Control();
        control["version"] = "0.9.0";
        await File.WriteAllTextAsync(ControlFile, control.ToJsonString());

        var added = await CliProcess.Run(_folder.Path, "admin", "add", Email, Password);

        added.ShouldBe(new CliResult(
            1,
            "",
            $"Error: The server (process {server.Id}) is TinyBase 0.9.0, this command is {TinyBaseVersion.Current}. Use the same version for both.\n"));
    }

    [Fact]
    public async Task A_server_that_does_not_answer_is_told()
    {
        await using var server = await CliProcess.Serve(_folder.Path);
        File.Delete(SocketFile);

        var added = await CliProcess.Run(_folder.Path, "admin", "add", Email, Password);

        added.ShouldBe(new CliResult(
            1,
            "",
            $"Error: {_folder.Database} is in use by process {server.Id}, which does not answer commands. Try again, or stop it first.\n"));
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public async Task Another_user_of_the_machine_is_refused()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess && File.Exists("/usr/bin/setpriv"), "Only the superuser can become somebody else.");
        File.SetUnixFileMode(_folder.Path, (UnixFileMode)0b111_101_101);
        await using var server = await CliProcess.Serve(_folder.Path);
        File.SetUnixFileMode(_folder.Settings, (UnixFileMode)0b110_100_100);

        var added = await CliProcess.RunUnder(
            ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"], _folder.Path, "admin", "add", Email, Password);

        added.ExitCode.ShouldBe(1);
        added.ErrorLines.ShouldHaveSingleItem().ShouldContain("denied");
        (await Login(server, Email, Password)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    private static async Task<HttpResponseMessage> Login(CliProcess server, string email, string password)
    {
        using var client = server.CreateClient();
        return await client.PostAsJsonAsync("/api/auth/login", new { email, password });
    }

    private static HttpClient Connect(string path) => new(new SocketsHttpHandler
    {
        ConnectCallback = async (_, cancel) =>
        {
            var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancel);
            return new NetworkStream(socket, ownsSocket: true);
        },
    })
    {
        BaseAddress = new Uri("http://localhost"),
    };

    private static Task<HttpResponseMessage> Put(HttpClient client, string? secret) =>
        Send(client, HttpMethod.Put, "/api/control/admins", JsonSerializer.Serialize(new { email = Email, password = Password }), secret);

    /// <summary>How an admin's operation answers; 422 says that the caller may do it.</summary>
    private static async Task<HttpStatusCode> Collections(HttpClient client, string? secret) =>
        (await Send(client, HttpMethod.Post, "/api/collections", "{}", secret)).StatusCode;

    private static async Task<HttpResponseMessage> Send(HttpClient client, HttpMethod method, string path, string body, string? secret)
    {
        using var request = new HttpRequestMessage(method, path) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        if (secret is not null) request.Headers.Authorization = new("Bearer", secret);
        return await client.SendAsync(request);
    }

    private JsonObject Control(string? folder = null) =>
        JsonNode.Parse(File.ReadAllText(Path.Combine(folder ?? _folder.Path, "tinybase.db.control")))!.AsObject();
}
