using System.Globalization;
using System.Text.Json;

using Shouldly;

using TinyBase.Server.Tests.Hosting;

using Xunit;

namespace TinyBase.Server.Tests.Functions;

/// <summary>Functions that want what is not theirs, while they are built and while they run.</summary>
public sealed class HostileFunctionTests(FunctionWorkspace workspace) : IAsyncLifetime
{
    private TestServer _server = null!;

    private static string Server => Environment.ProcessId.ToString(CultureInfo.InvariantCulture);

    public async ValueTask InitializeAsync() => _server = await workspace.Serve();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task A_function_that_runs_reaches_nothing_of_the_server_or_of_other_functions()
    {
        RequireLandlock();
        await Result("rogue", "sleep", wait: false);
        var other = await WorkerOf("rogue");
        string In(string path) => Path.Join(_server.Root, path);
        string[] attacks =
        [
            $"read={_server.DatabasePath}", $"read={_server.DatabasePath}-wal", $"read={_server.DatabasePath}.key", $"write={_server.DatabasePath}",
            $"read={_server.DatabasePath}.control", $"list={_server.Root}", $"environ={Server}", $"memory={Server}", $"descriptors={Server}",
            $"trace={Server}", $"read-memory-of={Server}",
            $"read={In("functions/rogue.cs")}", $"write={In("functions/rogue.cs")}", $"write={In("functions/planted.cs")}", $"list={In(".tinybase/functions")}",
            $"list={In(".tinybase/functions/rogue")}", $"list={In(".tinybase/functions/.run")}", "read=/etc/shadow",
            $"environ={other}", $"memory={other}", $"trace={other}", $"read-memory-of={other}",
        ];

        (await Attack(attacks)).ShouldBe(attacks.Select(attack => attack + ": refused"));

        Assert.SkipWhen(Sandbox.Contains("signals to the server are not refused", StringComparison.Ordinal), Sandbox);
        (await Attack($"signal={Server}", $"signal={other}")).ShouldAllBe(answer => answer.EndsWith(": refused", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_build_reaches_nothing_of_the_server_or_of_other_functions()
    {
        RequireLandlock();
        var root = await workspace.Built();
        var report = Directory.GetFiles(Path.Join(root, ".tinybase", "functions", "builder"), "report.txt", SearchOption.AllDirectories)
            .ShouldHaveSingleItem();
        var lines = await File.ReadAllLinesAsync(report);

        foreach (var when in new[] { "before", "after" })
        {
            var tried = lines.Where(line => line.StartsWith(when, StringComparison.Ordinal)).ToList();
            tried.Count.ShouldBeGreaterThan(15);
            tried.ShouldContain($"{when} own-file: done");
            tried.Where(line => line.EndsWith(": done", StringComparison.Ordinal)).ShouldBe([$"{when} own-file: done"]);
            tried.Single(line => line.Contains("variables", StringComparison.Ordinal)).ShouldNotContain("TINYBASE");
        }
    }

    [Fact]
    public async Task Limits_priorities_and_processors_of_other_processes_are_refused()
    {
        RequireFilter();
        await Result("rogue", "sleep", wait: false);
        var other = await WorkerOf("rogue");
        string[] attacks =
        [
            .. new[] { Server, other }.SelectMany(pid => new[]
            {
                $"limits={pid}", $"limit={pid}", $"processors={pid}", $"policy={pid}", $"parameters={pid}", $"priority={pid}", $"priority-of-group={pid}",
                $"priority-of-files={pid}", $"handle={pid}", $"move-memory={pid}",
            }),
            "priority-of-user=0",
        ];

        (await Attack(attacks)).ShouldBe(attacks.Select(attack => attack + ": refused"));

        (await Attack("limits=0", "limit=0", "processors=0", "policy=0", "priority=0")).ShouldAllBe(answer => answer.EndsWith(": done", StringComparison.Ordinal));
        (await Result("deeds", "thread-priority")).GetString().ShouldBe("set");
    }

    [Fact]
    public async Task Memory_that_is_not_counted_and_ports_to_listen_on_are_refused()
    {
        RequireFilter();
        const int stream = 1, datagram = 2, raw = 3, packets = 5, tcp = 6, udp = 17, sctp = 132, mptcp = 262;
        string[] attacks =
        [
            "file-in-memory", "shared-memory", "messages", "semaphores", "listen=2", "listen=10",
            $"socket={stream}:{mptcp}", $"socket={stream}:{sctp}", $"socket={packets}:{sctp}", $"socket={raw}:{tcp}",
        ];

        (await Attack(attacks)).ShouldBe(attacks.Select(attack => attack + ": refused"));

        string[] usual = [$"socket={stream}:0", $"socket={stream}:{tcp}", $"socket={datagram}:0", $"socket={datagram}:{udp}"];
        (await Attack(usual)).ShouldBe(usual.Select(one => one + ": done"));
    }

    [Fact]
    public async Task A_build_that_leaves_a_link_is_refused()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The link is made by a tool that Windows does not have.");
        var state = await workspace.StateOf("thief");

        state.ShouldContain("\"state\":\"failed\"");
        JsonElement.Parse(state).GetProperty("errors")[0].GetProperty("message").GetString().ShouldBe(
            "The build left 'stolen.bin', which is a link or something else that is no file. What is built may hold files and folders only");
        Directory.Exists(Path.Join(await workspace.Built(), ".tinybase", "functions", "thief")).ShouldBeFalse();
    }

    [Fact]
    public async Task A_program_of_another_name_is_told_what_gives_it_that()
    {
        var state = await workspace.StateOf("renamed");

        JsonElement.Parse(state).GetProperty("errors")[0].GetProperty("message").GetString().ShouldBe(
            "The build made no renamed.dll. The program must have the name of the file: remove '#:property AssemblyName', and whatever else gives it another");
    }

    [Fact]
    public async Task The_client_of_a_call_cannot_do_what_the_caller_cannot_and_is_dead_after_it()
    {
        var collection = await _server.NewCollection(options: """{"access": {"list": "auth", "read": "auth", "create": "auth", "update": "owner", "delete": "owner"}}""");
        var user = await _server.NewUser();

        (await Result("deeds", "promote", _server.Admin.AccessToken)).GetString().ShouldBe("401", "An anonymous call used the token of an admin.");
        (await Result("deeds", "promote", _server.Admin.AccessToken, caller: user.Api)).GetString().ShouldBe("403");
        (await Result("deeds", "promote", "none", caller: _server.Admin.Api)).GetString().ShouldBe("200");

        await Result("deeds", "keep-client", caller: _server.Admin.Api);
        (await Result("deeds", "use-kept-client", collection, caller: user.Api)).GetString()!.ShouldStartWith("refused: ");
        (await _server.Admin.Api.Get($"/api/collections/{collection}/records")).Json.GetProperty("total").GetInt64().ShouldBe(0);
    }

    [Fact]
    public async Task A_call_may_have_many_requests_under_way()
    {
        var collection = await _server.NewCollection(options: """{"access": {"create": "public"}}""");

        (await Result("deeds", "many", collection)).GetInt32().ShouldBe(60);
    }

    [Fact]
    public async Task Functions_inside_each_other_go_so_deep_and_no_deeper() =>
        (await Result("deeds", "nest", "0")).GetString().ShouldBe("7: 400");

    [Theory]
    [InlineData("noise", "SubprocessError")]
    [InlineData("huge", "SubprocessError")]
    [InlineData("no-json", "SubprocessError")]
    [InlineData("surrogate", "SubprocessError")]
    [InlineData("requests", "SubprocessError")]
    [InlineData("lines", "SubprocessError")]
    [InlineData("stray", "SubprocessError")]
    public async Task Who_breaks_the_protocol_is_ended(string how, string errorType)
    {
        var answer = await Call("rogue", how);

        answer.GetProperty("error_type").GetString().ShouldBe(errorType);
        answer.GetProperty("error_message").GetString().ShouldBe("The process of the function wrote something else than it should and was ended");
    }

    [Theory]
    [InlineData("deeds")]
    [InlineData("rogue")]
    public async Task An_error_is_cut_to_a_length_that_can_be_kept(string function)
    {
        var answer = await Call(function, "long-error");

        answer.GetProperty("status").GetString().ShouldBe("failed");
        answer.GetProperty("error_message").GetString()!.Length.ShouldBeInRange(1000, 11_000);
        answer.GetProperty("error_type").GetString()!.Length.ShouldBeLessThan(300);
        (await _server.Admin.Api.Get($"/api/admin/functions/calls/{answer.GetProperty("call_id").GetString()}")).Text.Length.ShouldBeLessThan(200_000);
    }

    [Fact]
    public async Task What_a_program_says_of_itself_is_checked()
    {
        var boastful = await workspace.StateOf("boastful");
        boastful.ShouldContain("\"state\":\"failed\"");
        boastful.ShouldContain("TimeoutSeconds must be");
        // Its schema is none; the API document goes on without it.
        (await _server.Anonymous.Get("/openapi.json")).Expect(200).Text.ShouldContain("/api/functions/rogue");
        (await _server.Anonymous.Get("/api/functions")).Expect(200);
    }

    /// <summary>What the server says at its start of the sandbox.</summary>
    private string Sandbox => _server.Logs.Lines.Single(line => line.Contains("TinyBase.Functions.Sandboxing", StringComparison.Ordinal));

    private void RequireFilter() => Assert.SkipWhen(!Sandbox.Contains(", filtered system calls", StringComparison.Ordinal), Sandbox);

    private void RequireLandlock() => Assert.SkipWhen(Sandbox.Contains("no Landlock", StringComparison.Ordinal), Sandbox);

    private async Task<string[]> Attack(params string[] attacks)
    {
        var answer = (await _server.Anonymous.Post("/api/functions/deeds", JsonSerializer.Serialize(new { name = "attack", deeds = attacks }))).Expect(200).Json;
        answer.GetProperty("status").GetString().ShouldBe("succeeded", answer.GetRawText());
        return [.. answer.GetProperty("result").EnumerateArray().Zip(attacks, (result, attack) => $"{attack}: {result.GetString()}")];
    }

    private async Task<JsonElement> Result(string function, string name, string? with = null, ApiClient? caller = null, bool wait = true)
    {
        var call = Call(function, name, with, caller);
        if (!wait) return default;
        var answer = await call;
        answer.GetProperty("status").GetString().ShouldBe("succeeded", answer.GetRawText());
        return answer.GetProperty("result");
    }

    private async Task<JsonElement> Call(string function, string name, string? with = null, ApiClient? caller = null) =>
        (await (caller ?? _server.Anonymous).Post($"/api/functions/{function}", JsonSerializer.Serialize(new { name, with }))).Expect(200).Json;

    /// <summary>The process of a function, as the server's log has it.</summary>
    private async Task<string> WorkerOf(string function)
    {
        string? Find() => _server.Logs.Lines.FirstOrDefault(line => line.Contains($"of function '{function}'", StringComparison.Ordinal) && line.Contains("Started the process", StringComparison.Ordinal));
        await Eventually.Becomes(() => Find() is not null, true);
        return Find()!.Split("Started the process ")[1].Split(' ')[0];
    }
}
