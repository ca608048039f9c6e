using System.Diagnostics;
using System.Text.Json;

using Shouldly;

using TinyBase.Server.Tests.Hosting;

using Xunit;

namespace TinyBase.Server.Tests.Functions;

/// <summary>What the server notices beside the file of a function itself.</summary>
public sealed class FunctionWatchTests : IAsyncLifetime
{
    private const string Source =
        """
        #:package TinyBase.Sdk@1.0.0
        #:include _late.cs
        using TinyBase;
        return await Function.Run(Go, args);
        [Function("watched", Auth = AuthLevel.Public)]
        #if LATER
        [Schedule("30 6 * * *", Zone = "Asia/Kolkata")]
        #else
        [Schedule("0 9 * * 1-5", Zone = "Europe/Berlin")]
        #endif
        static int Go() => Late.Value;
        """;

    private readonly string _root = SdkFeed.NewWorkspace();
    private TestServer _server = null!;

    public async ValueTask InitializeAsync()
    {
        Write("watched.cs", Source);
        _server = await TestServer.Start(new ServerSetup { Root = _root });
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        Directory.Delete(_root, recursive: true);
    }

    [Fact]
    public async Task A_file_that_cannot_be_read_says_so_and_keeps_no_other_from_being_noticed()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Unix has pipes and links that anybody can make.");
        var functions = Path.Join(_root, "functions");
        File.CreateSymbolicLink(Path.Join(functions, "dangling.cs"), Path.Join(functions, "nowhere.cs"));
        using (var mkfifo = Process.Start("mkfifo", [Path.Join(functions, "pipe.cs")])) await mkfifo.WaitForExitAsync();
        Write("long.cs", $"// {new string('x', 10 * 1024 * 1024)}");
        Write("later.cs", "return 0;");

        foreach (var (name, problem) in new[] { ("dangling", "No such file"), ("pipe", "no file with content"), ("long", "larger than 10 MiB") })
        {
            await Until(() => Told(name).Contains("\"failed\"", StringComparison.Ordinal));
            Told(name).ShouldContain(problem);
        }

        await Until(() => Told("later").Length > 0);
        Write("long.cs", Source.Replace("#:include _late.cs", "static class Late { public const int Value = 1; }", StringComparison.Ordinal));
        await Until(() => !Told("long").Contains("larger than", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Included_files_settings_and_declared_schedules_that_come_later_are_noticed()
    {
        await Until(() => State().GetProperty("state").GetString() == "failed");
        Schedules().ShouldBeEmpty();

        Write("_late.cs", "static class Late {\n#if LATER\npublic static int Value => 5;\n#else\npublic static int Value => 1;\n#endif\n}");
        await Until(() => Answer().Contains("\"result\":1", StringComparison.Ordinal));
        await Until(() => Plans() is ["0 9 * * 1-5 Europe/Berlin"]);
        var id = Schedules()[0].GetProperty("id").GetString();
        (await _server.Admin.Api.Post($"/api/admin/schedules/{id}/run")).Expect(202);
        await Until(() => Calls().GetProperty("total").GetInt32() == 1);
        Calls().GetProperty("calls")[0].GetProperty("status").GetString().ShouldBe("succeeded");

        Write(
            "Directory.Build.props",
            "<Project><PropertyGroup><PublishAot>false</PublishAot><DefineConstants>$(DefineConstants);LATER</DefineConstants></PropertyGroup></Project>");
        await Until(() => Answer().Contains("\"result\":5", StringComparison.Ordinal));
        await Until(() => Plans() is ["30 6 * * * Asia/Kolkata"]);

        File.Delete(Path.Join(_root, "functions", "watched.cs"));
        await Until(() => Schedules().Count == 0);
    }

    private static async Task Until(Func<bool> condition)
    {
        for (var i = 0; i < 1800 && !condition(); i++) await Task.Delay(100);
        condition().ShouldBeTrue();
    }

    private void Write(string name, string content) => File.WriteAllText(Path.Join(_root, "functions", name), content);

    private string Answer() => _server.Anonymous.Post("/api/functions/watched").GetAwaiter().GetResult().Text;

    private IReadOnlyList<JsonElement> Schedules() =>
        [.. _server.Admin.Api.Get("/api/admin/schedules?source=code").GetAwaiter().GetResult().Expect(200).Json.GetProperty("schedules").EnumerateArray()];

    private List<string> Plans() =>
        [.. Schedules().Select(schedule => schedule.GetProperty("schedule")).Select(plan => $"{plan.GetProperty("cron").GetString()} {plan.GetProperty("timezone").GetString()}")];

    private JsonElement Calls() =>
        _server.Admin.Api.Get("/api/admin/functions/calls?function_name=watched&trigger_type=schedule").GetAwaiter().GetResult().Expect(200).Json;

    private JsonElement State() => Find("watched")!.Value;

    /// <summary>All that is said of a function; nothing before it is known.</summary>
    private string Told(string name) => Find(name)?.GetRawText() ?? string.Empty;

    private JsonElement? Find(string name)
    {
        var found = _server.Admin.Api.Get("/api/functions/admin/list").GetAwaiter().GetResult().Expect(200).Json
            .EnumerateArray().Where(function => function.GetProperty("name").GetString() == name).ToList();
        return found.Count == 0 ? null : found[0];
    }
}
