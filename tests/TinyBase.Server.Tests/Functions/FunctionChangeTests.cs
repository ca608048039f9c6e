using System.Collections.Concurrent;
using System.Text.Json;

using Shouldly;

using TinyBase.Server.Tests.Hosting;

using Xunit;

namespace TinyBase.Server.Tests.Functions;

/// <summary>Files that change, move and go while they are called.</summary>
public sealed class FunctionChangeTests(FunctionWorkspace workspace)
{
    private const int Saves = 10;
    private const int CallsInFlight = 200;

    [Fact]
    public async Task Calls_in_flight_while_the_file_is_saved_moved_and_deleted_are_answered_by_one_whole_version()
    {
        var root = await workspace.Copy();
        var path = Path.Join(root, "functions", "changing.cs");
        File.WriteAllText(path, Source(0));
        await using var server = await TestServer.Start(new ServerSetup { Root = root, Options = options => options.Functions.MaxWaitingCalls = 1000 });
        (await Version(server)).ShouldBe("succeeded 0 0");

        var answers = new ConcurrentBag<string>();
        using var end = new CancellationTokenSource();
        Task[] callers = [.. Enumerable.Range(0, CallsInFlight).Select(_ => KeepCalling(server, answers, end.Token))];
        for (var save = 1; save <= Saves; save++)
        {
            File.WriteAllText(path, Source(save));
            await Task.Delay(400);
        }

        await Becomes(server, $"succeeded {Saves} {Saves}");
        answers.Distinct().ShouldBeSubsetOf(Enumerable.Range(0, Saves + 1).Select(version => $"succeeded {version} {version}"));
        answers.Count.ShouldBeGreaterThan(CallsInFlight);

        // Moved to a name that is not its own, and back; then deleted.
        var moved = Path.Join(root, "functions", "moved.cs");
        File.Move(path, moved);
        await Becomes(server, "404");
        File.Move(moved, path);
        await Becomes(server, $"succeeded {Saves} {Saves}");
        File.Delete(path);
        await Becomes(server, "404");
        await end.CancelAsync();
        await Task.WhenAll(callers);

        answers.Distinct().ShouldBeSubsetOf(Enumerable.Range(0, Saves + 1).Select(version => $"succeeded {version} {version}").Append("404"));
    }

    [Fact]
    public async Task Of_several_files_that_are_uploaded_those_that_can_be_built_are_served()
    {
        await using var server = await workspace.Serve();
        var good = new { filename = "batched.cs", content = """Console.WriteLine("{\"name\":\"batched\",\"auth\":\"public\",\"protocol\":1,\"sdk_version\":\"1.0.0\"}");""", notes = "n" };
        var bad = new { filename = "linked.cs", content = "#:project ../other\nreturn 0;", notes = "n" };
        var broken = new { filename = "../escaped.cs", content = "return 0;", notes = "n" };

        var answers = (await server.Admin.Api.Post("/api/admin/functions/upload-batch", JsonSerializer.Serialize(new { functions = new[] { bad, good, broken } })))
            .Expect(200).Json.EnumerateArray().ToList();

        answers.Select(answer => answer.GetProperty("version_id").GetString() is { Length: > 0 }).ShouldBe([false, true, false]);
        answers[0].GetProperty("message").GetString()!.ShouldContain("'#:project ../other' is not allowed");
        answers[2].GetProperty("message").GetString()!.ShouldContain("path traversal");
        (await server.Anonymous.Get("/api/functions")).Expect(200).Text.ShouldContain("\"batched\"");
        File.Exists(Path.Join(server.Root, "functions", "linked.cs")).ShouldBeFalse();
    }

    [Fact]
    public async Task A_file_that_the_user_of_functions_may_not_read_keeps_none_from_being_built()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess && OperatingSystem.IsLinux(), "Only where the server is root do functions run as another user.");
        var root = await workspace.Copy();
        var path = Path.Join(root, "functions", "changing.cs");
        File.WriteAllText(path, Source(1));
        await using var server = await TestServer.Start(new ServerSetup { Root = root });
        await Becomes(server, "succeeded 1 1");

        var unreadable = Path.Join(root, "functions", "notes.txt");
        File.WriteAllText(unreadable, "mine");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(unreadable, UnixFileMode.UserRead);
        File.WriteAllText(path, Source(2));
        await Becomes(server, "succeeded 2 2");

        File.Delete(unreadable);
        File.WriteAllText(path, Source(3));
        await Becomes(server, "succeeded 3 3");
    }

    private static string Source(int version) =>
        $$"""
        #:package TinyBase.Sdk@1.0.0
        using TinyBase;
        return await Function.Run(Version, args);
        [Function("changing", Auth = AuthLevel.Public)]
        static async Task<int[]> Version()
        {
            var first = {{version}};
            await Task.Delay(100);
            return [first, Rest.Version];
        }

        static class Rest
        {
            public const int Version = {{version}};
        }
        """;

    private static async Task KeepCalling(TestServer server, ConcurrentBag<string> answers, CancellationToken end)
    {
        while (!end.IsCancellationRequested) answers.Add(await Version(server));
    }

    private static async Task Becomes(TestServer server, string expected)
    {
        for (var tries = 0; tries < 600; tries++)
        {
            if (await Version(server) == expected) return;
        }

        (await Version(server)).ShouldBe(expected);
    }

    private static async Task<string> Version(TestServer server)
    {
        var answer = await server.Anonymous.Post("/api/functions/changing");
        if (answer.Status != 200) return answer.Status == 404 ? "404" : $"{answer.Status} {answer.Text}";
        var result = answer.Json.GetProperty("result");
        return $"{answer.Json.GetProperty("status").GetString()} {(result.ValueKind == JsonValueKind.Array ? string.Join(' ', result.EnumerateArray()) : answer.Text)}";
    }
}
