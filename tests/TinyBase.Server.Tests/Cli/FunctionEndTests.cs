using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

using Shouldly;

using TinyBase.Server.Tests.Functions;
using TinyBase.Server.Tests.Hosting;

using Xunit;

namespace TinyBase.Server.Tests.Cli;

/// <summary>What becomes of functions when the server itself is killed.</summary>
public sealed class FunctionEndTests(FunctionWorkspace workspace)
{
    [Fact]
    public async Task No_process_outlives_a_server_that_is_killed_and_its_calls_have_failed_at_the_next_start()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Elsewhere functions may outlive a server that is killed.");
        var root = await workspace.Copy();
        int worker, child;
        await using (var server = await CliProcess.Serve(root))
        {
            using var http = server.CreateClient();
            worker = (await Call(http, """{"name":"pid"}""")).GetProperty("result").GetInt32();
            child = (await Call(http, """{"name":"child"}""")).GetProperty("result").GetInt32();
            var refused = await Call(http, JsonSerializer.Serialize(new
            {
                name = "attack",
                deeds = new[] { $"read={root}/tinybase.db.control", $"connect={root}/tinybase.db.sock", $"environ={server.Id}", $"memory={server.Id}" },
            }));
            var running = Call(http, """{"name":"wait","with":"60000"}""");
            await Task.Delay(500);
            server.Signal(CliSignal.Kill);
            await server.WaitForExit();
            await Should.ThrowAsync<HttpRequestException>(() => running);

            refused.GetProperty("result").EnumerateArray().Select(one => one.GetString()).ShouldBe(["refused", "refused", "refused", "refused"]);
        }

        await Eventually.Becomes(() => Process.GetProcesses().Any(process => process.Id == worker || process.Id == child), false);

        await using (var server = await CliProcess.Serve(root))
        {
            (await CliProcess.Run(root, "admin", "add", "me@example.com", "correct horse battery")).ExitCode.ShouldBe(0);
            using var http = server.CreateClient();
            using var login = await http.PostAsJsonAsync("api/auth/login", new { email = "me@example.com", password = "correct horse battery" });
            var token = (await login.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("access_token").GetString();
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
            var failed = (await http.GetFromJsonAsync<JsonElement>("api/admin/functions/calls?status=failed")).GetProperty("calls").EnumerateArray().ShouldHaveSingleItem();
            failed.GetProperty("error_type").GetString().ShouldBe("ServerStopped");
            (await server.Stop()).ShouldBe(0);
        }
    }

    private static async Task<JsonElement> Call(HttpClient http, string body)
    {
        using var answer = await http.PostAsync("api/functions/deeds", new StringContent(body, System.Text.Encoding.UTF8, "application/json"));
        answer.EnsureSuccessStatusCode();
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }
}
