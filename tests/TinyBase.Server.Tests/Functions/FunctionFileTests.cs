using System.Text.Json;

using Shouldly;

using TinyBase.Server.Tests.Hosting;

using Xunit;

namespace TinyBase.Server.Tests.Functions;

/// <summary>Functions that are files: built, served by processes, and replaced while they run.</summary>
public sealed class FunctionFileTests(FunctionFileTests.Fixture fixture) : IClassFixture<FunctionFileTests.Fixture>
{
    /// <summary>One program for all that a process can do: each build takes seconds.</summary>
    private const string Probe =
        """"
        #:package TinyBase.Sdk@1.0.0
        using System.Text.Json.Nodes;
        using Microsoft.Extensions.Logging;
        using TinyBase;

        return await Function.Run(Act, args);

        [Function("probe", Auth = AuthLevel.Public, TimeoutSeconds = 5)]
        static async Task<object?> Act(FunctionContext ctx, What input)
        {
            switch (input.Do)
            {
                case "version": return 1;
                case "pid": return Environment.ProcessId;
                case "environment": return string.Join(' ', Environment.GetEnvironmentVariables().Keys.Cast<string>());
                case "secret": return ctx.Config["WORD"];
                case "crash": Environment.Exit(7); return null;
                case "sleep": await Task.Delay(Timeout.Infinite, ctx.Cancel); return null;
                case "large": return new string('x', 5000);
                case "endless": return Enumerable.Range(0, int.MaxValue);
                case "print": Console.WriteLine("printed"); ctx.Log.LogWarning("logged"); return null;
                case "create":
                    return (await ctx.Client.Collection(input.With!).CreateAsync(new JsonObject { ["title"] = "from a function" })).Id;
                case "read": return File.ReadAllText(input.With!);
                default: throw new InvalidOperationException("unknown");
            }
        }

        record What(string Do, string? With = null);
        """";

    private TestServer Server => fixture.Server;

    [Fact]
    public async Task Calls_go_to_one_process_that_knows_nothing_of_the_server()
    {
        var first = (await Do("pid")).GetInt32();
        (await Do("pid")).GetInt32().ShouldBe(first);
        first.ShouldNotBe(Environment.ProcessId);

        var names = (await Do("environment")).GetString()!.Split(' ');
        names.ShouldContain("TINYBASE_FN_WORD");
        names.ShouldAllBe(name => name.StartsWith("DOTNET_") || name.StartsWith("TINYBASE_FN_") || name == "PATH" || name == "HOME" || name == "TMPDIR" || name == "LANG");
        (await Do("secret")).GetString().ShouldBe("sesame");
    }

    [Fact]
    public async Task A_crash_fails_the_calls_that_the_process_has_and_the_next_gets_another()
    {
        var before = (await Do("pid")).GetInt32();

        var crashed = await Call("crash");

        crashed.GetProperty("error_type").GetString().ShouldBe("SubprocessError");
        crashed.GetProperty("error_message").GetString()!.ShouldContain("exit code 7");
        (await Do("pid")).GetInt32().ShouldNotBe(before);
    }

    [Theory]
    [InlineData("large")]
    [InlineData("endless")]
    public async Task A_result_that_is_too_large_is_a_failure(string what)
    {
        var answer = await Call(what);

        answer.GetProperty("error_type").GetString().ShouldBe("ResultSizeError");
        answer.GetProperty("error_message").GetString().ShouldBe("Result exceeds maximum size of 4096 bytes");
    }

    [Fact]
    public async Task A_call_beyond_its_time_is_cancelled_and_its_process_goes_on()
    {
        var before = (await Do("pid")).GetInt32();

        (await Call("sleep")).GetProperty("error_type").GetString().ShouldBe("TimeoutError");

        (await Do("pid")).GetInt32().ShouldBe(before);
    }

    [Fact]
    public async Task What_it_prints_and_logs_is_kept_with_the_call()
    {
        var id = (await Call("print")).GetProperty("call_id").GetString();

        var log = (await Server.Admin.Api.Get($"/api/admin/functions/calls/{id}")).Expect(200).Json.GetProperty("log");

        log.EnumerateArray().Select(line => $"{line.GetProperty("level").GetString()} {line.GetProperty("message").GetString()}")
            .ShouldBe(["info printed", "warning logged"], ignoreOrder: true);
    }

    [Fact]
    public async Task Its_client_has_the_rights_of_the_caller()
    {
        var collection = await Server.NewCollection(options: """{"access": {"list": "auth", "read": "auth", "create": "auth", "update": "owner", "delete": "owner"}}""");
        var user = await Server.NewUser();
        var input = $$"""{"do": "create", "with": "{{collection}}"}""";

        var id = (await user.Api.Post("/api/functions/probe", input)).Expect(200).Json.GetProperty("result").GetString();
        var denied = (await Server.Anonymous.Post("/api/functions/probe", input)).Expect(200).Json;

        var record = (await user.Api.Get($"/api/collections/{collection}/records/{id}")).Expect(200).Json;
        record.GetProperty("owner_id").GetString().ShouldBe(user.Id);
        denied.GetProperty("error_type").GetString().ShouldBe("TinyBaseException");
    }

    [Fact]
    public async Task A_file_that_cannot_be_built_says_where_and_one_with_another_name_says_so()
    {
        await Eventually.Becomes(() => State("broken").GetProperty("state").GetString(), "failed");

        var error = State("broken").GetProperty("errors").EnumerateArray().First();
        error.GetProperty("file").GetString().ShouldBe("broken.cs");
        error.GetProperty("line").GetInt32().ShouldBe(3);
        error.GetProperty("code").GetString().ShouldBe("CS0103");
        (await Server.Anonymous.Post("/api/functions/broken")).Expect(404);
        (await Server.Admin.Api.Post("/api/functions/broken")).Expect(503).Detail.ShouldContain("broken.cs:3:");
        State("not-a-name").GetProperty("errors")[0].GetProperty("message").GetString()!.ShouldContain("letters, digits and underscores");
    }

    [Fact]
    public async Task Admins_read_the_file_of_a_function_also_of_one_that_cannot_be_built()
    {
        await Eventually.Becomes(() => Server.Admin.Api.Get("/api/admin/functions/broken/source").GetAwaiter().GetResult().Status, 200);

        var source = (await Server.Admin.Api.Get("/api/admin/functions/broken/source")).Expect(200).Json;

        source.GetProperty("file").GetString().ShouldBe("broken.cs");
        source.GetProperty("source").GetString().ShouldBe(await File.ReadAllTextAsync(Path.Join(Server.Root, "functions", "broken.cs")));
        (await Server.Admin.Api.Get("/api/admin/functions/..%2Ftinybase/source")).Expect(404);
        (await Server.Admin.Api.Get("/api/admin/functions/gone/source")).Expect(404).Detail.ShouldBe("There is no file of a function 'gone'");
    }

    [Fact]
    public async Task A_version_that_is_uploaded_takes_over_and_one_can_go_back()
    {
        var name = "uploaded";
        string Source(int version) => $$"""
            #:package TinyBase.Sdk@1.0.0
            using TinyBase;
            return await Function.Run(Version, args);
            [Function("{{name}}", Auth = AuthLevel.Public)]
            static int Version() => {{version}};
            """;
        Task<Answer> Upload(string content) => Server.Admin.Api.Post(
            "/api/admin/functions/upload", JsonSerializer.Serialize(new { filename = $"{name}.cs", content, notes = "n" }));
        async Task<int> Current() => (await Server.Anonymous.Post($"/api/functions/{name}")).Expect(200).Json.GetProperty("result").GetInt32();

        var first = (await Upload(Source(1))).Expect(200).Json;
        first.GetProperty("is_new_version").GetBoolean().ShouldBeTrue();
        (await Current()).ShouldBe(1);
        (await Upload(Source(1))).Expect(200).Json.GetProperty("message").GetString()!.ShouldStartWith("Function 'uploaded' already at this version");
        (await Upload(Source(2))).Expect(200);
        (await Current()).ShouldBe(2);
        (await Upload("#:package TinyBase.Sdk@1.0.0\nreturn nope;")).Expect(400).Detail.ShouldContain("uploaded.cs:2:8: CS0103");
        (await Current()).ShouldBe(2);

        (await Server.Admin.Api.Post($"/api/admin/functions/{name}/rollback")).Expect(200).Json.GetProperty("version_id").GetString()
            .ShouldBe(first.GetProperty("version_id").GetString());
        (await Current()).ShouldBe(1);
        var versions = (await Server.Admin.Api.Get($"/api/admin/functions/{name}/versions")).Expect(200).Json.EnumerateArray().ToList();
        versions.Count.ShouldBe(2);
        versions[1].GetProperty("execution_count").GetInt64().ShouldBe(2);
        var id = versions[1].GetProperty("id").GetString();
        (await Server.Admin.Api.Get($"/api/admin/functions/{name}/versions/{id}/source")).Expect(200).Json.GetProperty("source").GetString().ShouldBe(Source(1));
    }

    [Fact]
    public async Task An_edited_file_takes_over_and_a_deleted_one_is_gone()
    {
        var path = Path.Join(Server.Root, "functions", "edited.cs");
        async Task<string> Answered() => (await Server.Admin.Api.Post("/api/functions/edited")).Text;
        await Eventually.Becomes(() => Answered().GetAwaiter().GetResult().Contains("\"result\":1", StringComparison.Ordinal), true);

        File.WriteAllText(path, File.ReadAllText(path).Replace("=> 1", "=> 2", StringComparison.Ordinal));
        await Eventually.Becomes(() => Answered().GetAwaiter().GetResult().Contains("\"result\":2", StringComparison.Ordinal), true);

        File.Delete(path);
        await Eventually.Becomes(() => Answered().GetAwaiter().GetResult().Contains("not found", StringComparison.Ordinal), true);
    }

    private JsonElement State(string name) =>
        Server.Admin.Api.Get("/api/functions/admin/list").GetAwaiter().GetResult().Expect(200).Json
            .EnumerateArray().Single(function => function.GetProperty("name").GetString() == name);

    private async Task<JsonElement> Call(string what) =>
        (await Server.Anonymous.Post("/api/functions/probe", TestServer.JsonText(("do", what)))).Expect(200).Json;

    private async Task<JsonElement> Do(string what)
    {
        var answer = await Call(what);
        answer.GetProperty("status").GetString().ShouldBe("succeeded", answer.GetRawText());
        return answer.GetProperty("result");
    }

    public sealed class Fixture : IAsyncLifetime
    {
        private readonly string _root = SdkFeed.NewWorkspace();

        public TestServer Server { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            Environment.SetEnvironmentVariable("TINYBASE_FN_WORD", "sesame");
            Write("probe.cs", Probe);
            Write("broken.cs", "#:package TinyBase.Sdk@1.0.0\nusing TinyBase;\nreturn nope;");
            Write("not-a-name.cs", "return 0;");
            Write(
                "edited.cs",
                """
                #:package TinyBase.Sdk@1.0.0
                using TinyBase;
                return await Function.Run(Version, args);
                [Function("edited", Auth = AuthLevel.Public)]
                static int Version() => 1;
                """);
            Server = await TestServer.Start(new ServerSetup { Root = _root, Options = options => options.Functions.MaxResultBytes = 4096 });
            // A call waits for the first build for half a minute only, and a busy machine may take longer.
            foreach (var name in new[] { "probe", "edited" }) await Eventually.Becomes(() => State(Server, name), "ready");
        }

        private static string State(TestServer server, string name) =>
            server.Admin.Api.Get("/api/functions/admin/list").GetAwaiter().GetResult().Expect(200).Json.EnumerateArray()
                .Single(function => function.GetProperty("name").GetString() == name).GetProperty("state").GetString()!;

        public async ValueTask DisposeAsync()
        {
            await Server.DisposeAsync();
            Directory.Delete(_root, recursive: true);
        }

        private void Write(string name, string content) => File.WriteAllText(Path.Join(_root, "functions", name), content);
    }
}
