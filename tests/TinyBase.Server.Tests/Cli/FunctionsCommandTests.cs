using System.Text.Json;

using Shouldly;

using Xunit;

namespace TinyBase.Server.Tests.Cli;

/// <summary><c>tinybase functions list, check, run and build</c>, without a server and with one that has no .NET SDK.</summary>
public sealed class FunctionsCommandTests(FunctionsCommandTests.Fixture fixture) : IClassFixture<FunctionsCommandTests.Fixture>
{
    private FunctionsWorkspace Workspace => fixture.Workspace;

    [Fact]
    public async Task A_check_shows_errors_with_their_places_and_fails()
    {
        var result = await Workspace.Run("functions", "check");

        result.ExitCode.ShouldBe(1);
        result.Output.ShouldBe("functions/good.cs: ok\n3 checked, 2 cannot be served.\n");
        result.ErrorLines.ShouldContain(line => line.StartsWith("functions/broken.cs:3:8: error CS0103: "));
        result.ErrorLines.ShouldContain(line => line.StartsWith("functions/not-a-name.cs: error: The name 'not-a-name' must be made of letters"));
    }

    [Fact]
    public async Task A_check_looks_at_the_functions_that_are_named()
    {
        (await Workspace.Run("functions", "check", "good")).ShouldBe(new CliResult(0, "functions/good.cs: ok\n1 checked, 0 cannot be served.\n", ""));
        (await Workspace.Run("functions", "check", "nope")).ShouldBe(new CliResult(1, "", "Error: There is no function 'nope' in functions.\n"));

        var json = JsonElement.Parse((await Workspace.Run("functions", "check", "good", "--json")).Output);
        json[0].GetProperty("file").GetString().ShouldBe("functions/good.cs");
        json[0].GetProperty("ok").GetBoolean().ShouldBeTrue();
    }

    [Fact]
    public async Task The_list_of_a_folder_says_what_is_known_without_building()
    {
        await Workspace.Run("functions", "check", "good");

        var result = await Workspace.Run("functions", "list");
        var json = JsonElement.Parse((await Workspace.Run("functions", "list", "--json")).Output);

        result.ExitCode.ShouldBe(0);
        result.Output.ShouldContain("good        public  ready    Say good\n");
        result.Output.ShouldContain("broken      -       unbuilt\n");
        json.EnumerateArray().Select(function => function.GetProperty("state").GetString()).ShouldBe(["unbuilt", "ready", "failed"]);
    }

    [Fact]
    public async Task A_function_runs_without_a_server_and_its_log_keeps_out_of_the_result()
    {
        await File.WriteAllTextAsync(Workspace.File("input.json"), """{"text": "file"}""");

        var given = await Workspace.Run("functions", "run", "good", """{"text": "hello"}""");
        var fromFile = await Workspace.Run("functions", "run", "good", "@input.json");

        given.ExitCode.ShouldBe(0, given.Error);
        given.Output.ShouldBe("\"hello, world\"\n");
        given.Error.ShouldBe("info: Saying hello\n");
        fromFile.Output.ShouldBe("\"file, world\"\n");
    }

    [Theory]
    [InlineData("good", "{\"text\": 1}", 1, "body.text: ")]
    [InlineData("good", "[]", 2, "Error: The payload must be a JSON object")]
    [InlineData("good", "{", 2, "Error: The payload is no JSON: ")]
    [InlineData("good", "@missing.json", 2, "Error: The payload cannot be read: ")]
    [InlineData("good", "{\"text\": \"fail\"}", 1, "InvalidOperationException: failed")]
    [InlineData("broken", "{}", 1, "functions/broken.cs:3:8: error CS0103")]
    [InlineData("nope", "{}", 1, "Error: There is no function 'nope' in functions.")]
    public async Task A_run_that_fails_says_why(string name, string payload, int exitCode, string error)
    {
        var result = await Workspace.Run("functions", "run", name, payload);

        result.ExitCode.ShouldBe(exitCode, result.Error);
        result.Output.ShouldBeEmpty();
        result.Error.ShouldContain(error);
    }

    [Fact]
    public async Task A_build_writes_nothing_while_a_function_fails_or_over_what_is_not_its_own()
    {
        (await Workspace.Run("functions", "build")).Error.ShouldContain("Error: 2 of 3 functions cannot be served; nothing was written.\n");
        Directory.Exists(Workspace.File("built")).ShouldBeFalse();

        (await Workspace.Run("functions", "build", "-o", ".")).Error.ShouldContain("holds something else. Choose an empty folder");
        (await Workspace.Run("functions", "build", "-o", "functions")).Error.ShouldContain("is the folder of the functions itself");
    }

    [Fact]
    public async Task A_server_without_the_sdk_serves_what_was_built_and_says_what_was_not()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The runtime without an SDK is made of links and copies that Windows does not have.");
        using var built = await FunctionsWorkspace.Create();
        Fixture.WriteGood(built);
        (await built.Run("functions", "build")).ShouldBe(new CliResult(
            0, "Built 1 functions into built/functions\nPut it in the place of functions/ where the server is; it needs no .NET SDK there.\n", ""));
        using var target = await FunctionsWorkspace.Create();
        Directory.Delete(target.File("functions"), recursive: true);
        Directory.Move(built.File("built/functions"), target.File("functions"));
        target.WriteFunction("late", "text");
        using var runtime = RuntimeWithoutSdk.Make();

        await using (var server = await CliProcess.Serve(target.Root, runtime.Variables))
        {
            (await (await Call(server, "good")).Content.ReadAsStringAsync()).ShouldContain("\"result\":\"hello, world\"");
            await Becomes(server, "Function 'good' was built beforehand; its program is verified and fits its file");
            await Becomes(server, "There is no .NET SDK here: functions are served as 'tinybase functions build' has built them");
            await Becomes(server, "late.cs: It is not built, and there is no .NET SDK here that could build it. Install the .NET 10 SDK; or run 'tinybase functions build'");

            target.WriteFunction("good", "text");
            await Becomes(server, "good.cs: It differs from what was built: its hash is");
            // The version before goes on answering.
            (await Call(server, "good")).IsSuccessStatusCode.ShouldBeTrue();
        }

        Fixture.WriteGood(target);
        Directory.Delete(target.File(".tinybase"), recursive: true);
        await File.AppendAllTextAsync(target.Function(".built/good/program/good.dll"), "x");
        (await target.Run(runtime.Variables, "functions", "check", "good")).Error
            .ShouldContain("functions/good.cs: error: Its program was changed after it was built: good.dll has another hash than its manifest says.");
    }

    [Theory]
    [InlineData("global.json", "functions")]
    [InlineData("backend/api/global.json", "src/app/functions")]
    public async Task A_workspace_deep_in_a_repository_is_built_whatever_the_settings_above_it_say(string toolVersion, string functions)
    {
        using var repository = new TestFolder();
        var workspace = Directory.CreateDirectory(repository.File("backend/api")).FullName;
        await File.WriteAllTextAsync(repository.File(toolVersion), """{"sdk": {"version": "1.0.0", "rollForward": "disable"}}""");
        await File.WriteAllTextAsync(repository.File("nuget.config"), "<configuration />");
        var variables = new Dictionary<string, string> { ["TINYBASE_FUNCTIONS_PATH"] = functions };
        (await CliProcess.Run(workspace, variables, "init")).ExitCode.ShouldBe(0);

        (await CliProcess.Run(workspace, variables, "functions", "check", "hello"))
            .ShouldBe(new CliResult(0, $"{functions}/hello.cs: ok\n1 checked, 0 cannot be served.\n", ""));
    }

    private static async Task<HttpResponseMessage> Call(CliProcess server, string name)
    {
        using var client = server.CreateClient();
        using var input = new StringContent("""{"text": "hello"}""", System.Text.Encoding.UTF8, "application/json");
        return await client.PostAsync(new Uri($"/api/functions/{name}", UriKind.Relative), input);
    }

    private static async Task Becomes(CliProcess server, string line)
    {
        for (var i = 0; i < 1800 && !server.Output.Contains(line, StringComparison.Ordinal); i++) await Task.Delay(100);
        server.Output.ShouldContain(line, Case.Sensitive);
    }

    public sealed class Fixture : IAsyncLifetime
    {
        internal FunctionsWorkspace Workspace { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            Workspace = await FunctionsWorkspace.Create();
            WriteGood(Workspace);
            Workspace.Write("broken.cs", $"#:package TinyBase.Sdk@{TinyBaseVersion.Current}\nusing TinyBase;\nreturn nope;");
            Workspace.Write("not-a-name.cs", "return 0;");
        }

        public ValueTask DisposeAsync()
        {
            Workspace.Dispose();
            return ValueTask.CompletedTask;
        }

        internal static void WriteGood(FunctionsWorkspace workspace)
        {
            workspace.Write("_words.cs", "static class Words { public static string World => \"world\"; }");
            workspace.WriteFunction("good", "Say(ctx, text)", "#:include _words.cs");
            File.AppendAllText(
                workspace.Function("good.cs"),
                """

                static string Say(FunctionContext ctx, string text)
                {
                    if (text == "fail") throw new InvalidOperationException("failed");
                    ctx.Log.LogInformation("Saying {Text}", text);
                    return $"{text}, {Words.World}";
                }
                """);
        }
    }
}
