using System.Text.Json;

using Shouldly;

using Xunit;

namespace TinyBase.Server.Tests.Cli;

/// <summary><c>tinybase functions deploy</c> to another server, and the commands that ask a server that runs.</summary>
public sealed class FunctionsDeployTests(FunctionsDeployTests.Fixture fixture) : IClassFixture<FunctionsDeployTests.Fixture>
{
    private const string Deep =
        """
        #:package TinyBase.Sdk@1.0.0
        using System.Text.Json.Nodes;
        using TinyBase;

        return await Function.Run(Nest, args);

        [Function("deep", Auth = AuthLevel.Public)]
        static JsonNode Nest(int depth)
        {
            JsonArray whole = [];
            for (var i = 1; i < depth; i++) whole = [whole];
            return whole;
        }
        """;

    private Dictionary<string, string> Token => new() { ["TINYBASE_API_TOKEN"] = fixture.Token };

    [Fact]
    public async Task Functions_are_deployed_with_what_they_include_and_one_that_fails_leaves_the_others_be()
    {
        using var workspace = await NewWorkspace();
        workspace.Write("_words.cs", "static class Words { public static string World => \"world\"; }");
        workspace.WriteFunction("greet", "$\"{text}, {Words.World}\"", "#:include _words.cs");
        workspace.WriteFunction("wrong", "nope");

        var first = await workspace.Run(Token, "functions", "deploy", "--env", "production", "--notes", "first");

        first.ExitCode.ShouldBe(1);
        first.Output.ShouldStartWith($"Deploying 2 functions to {fixture.Server.Url} (production)\ngreet: new version ");
        first.Output.ShouldEndWith("\nwrong: failed\n");
        first.Error.ShouldContain("functions/wrong.cs:8:55: error CS0103: The name 'nope' does not exist");
        first.Error.ShouldEndWith("Error: 1 of 2 functions failed; for those the server keeps what it had.\n");
        (first.Output + first.Error).ShouldNotContain(fixture.Token);

        var again = await workspace.Run(Token, "functions", "deploy", "greet", "--json");
        again.ExitCode.ShouldBe(0, again.Error);
        JsonElement.Parse(again.Output)[0].GetProperty("status").GetString().ShouldBe("unchanged");

        // Asked of the server that runs.
        var list = await fixture.Production.Run("functions", "list");
        list.Output.ShouldContain("greet  public  ready  Say greet\n");
        var run = await fixture.Production.Run("functions", "run", "greet", """{"text": "hello"}""");
        run.ShouldBe(new CliResult(0, "\"hello, world\"\n", ""));
        (await fixture.Production.Run("functions", "run", "greet", "{}")).Error.ShouldStartWith("Error: The input does not fit:\n  body.text: ");
        (await fixture.Production.Run("functions", "run", "nope")).Error.ShouldBe("Error: The server has no function 'nope'.\n");
    }

    [Fact]
    public async Task A_result_of_many_layers_is_shown_whether_the_server_or_the_command_runs_the_function()
    {
        using var alone = await FunctionsWorkspace.Create();
        foreach (var workspace in new[] { fixture.Production, alone }) workspace.Write("deep.cs", Deep);

        foreach (var depth in new[] { 63, 200 })
        {
            foreach (var workspace in new[] { fixture.Production, alone })
            {
                var run = await workspace.Run("functions", "run", "deep", $$"""{"depth": {{depth}}}""");

                run.ExitCode.ShouldBe(0, run.Error);
                string.Concat(run.Output.Where(character => !char.IsWhiteSpace(character))).ShouldBe(new string('[', depth) + new string(']', depth));
            }
        }
    }

    [Fact]
    public async Task What_cannot_be_deployed_says_why_before_anything_is_sent()
    {
        using var workspace = await NewWorkspace();
        workspace.WriteFunction("outside", "text", "#:include ../shared.cs");
        await File.WriteAllTextAsync(workspace.File("shared.cs"), "");
        async Task Refused(int code, string error, Dictionary<string, string> variables, params string[] arguments)
        {
            var result = await workspace.Run(variables, ["functions", "deploy", .. arguments]);
            (result.ExitCode, result.Error.Contains(error, StringComparison.Ordinal)).ShouldBe((code, true), result.Error);
        }

        await Refused(2, "Environment 'staging' not found in tinybase.toml. Available: production.", Token, "--env", "staging");
        await Refused(2, "The application token is missing. Set TINYBASE_API_TOKEN, or use --token-stdin", []);
        await Refused(2, "--notes must have at most 500 characters.", Token, "--notes", new string('x', 501));
        await Refused(2, "TINYBASE_API_URL must be an http or https address", new(Token) { ["TINYBASE_API_URL"] = "nowhere" });
        await Refused(1, "There is no function 'nope' in functions.", Token, "nope");
        await Refused(1, "outside.cs: error: It includes '../shared.cs', which is not in the folder of the functions", Token);
        workspace.WriteFunction("fine", "text");
        await Refused(1, "does not know the token, or it has expired.", new() { ["TINYBASE_API_TOKEN"] = "wrong" }, "fine");
        await Refused(1, "did not answer: ", new(Token) { ["TINYBASE_API_URL"] = "http://127.0.0.1:1" }, "fine");
    }

    private async Task<FunctionsWorkspace> NewWorkspace()
    {
        var workspace = await FunctionsWorkspace.Create();
        await File.AppendAllTextAsync(workspace.File("tinybase.toml"), $"\n[environments.production]\napi_url = \"{fixture.Server.Url}\"\n");
        return workspace;
    }

    public sealed class Fixture : IAsyncLifetime
    {
        internal FunctionsWorkspace Production { get; private set; } = null!;

        internal CliProcess Server { get; private set; } = null!;

        internal string Token { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            Production = await FunctionsWorkspace.Create();
            Server = await CliProcess.Serve(Production.Root);
            var made = await Production.Run("admin", "token", "create", "--name", "ci", "--json");
            Token = JsonElement.Parse(made.Output).GetProperty("token_value").GetString()!;
        }

        public async ValueTask DisposeAsync()
        {
            await Server.DisposeAsync();
            Production.Dispose();
        }
    }
}
