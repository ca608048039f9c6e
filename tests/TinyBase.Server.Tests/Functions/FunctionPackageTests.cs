using Shouldly;

using TinyBase.Server.Tests.Hosting;

using Xunit;

namespace TinyBase.Server.Tests.Functions;

/// <summary>Packages of functions, restored in the sandbox from the sources that are configured on this machine.</summary>
public sealed class FunctionPackageTests
{
    [Fact]
    public async Task Functions_use_packages_from_the_registry_each_in_its_own_version()
    {
        await RequireRegistry();
        var root = SdkFeed.NewWorkspace();
        // Not only the workspace's own feed.
        File.Delete(Path.Join(root, "nuget.config"));
        Write(root, "newer", "13.0.3");
        Write(root, "older", "12.0.3");
        try
        {
            await using var server = await TestServer.Start(new ServerSetup { Root = root });

            (await Called(server, "newer")).ShouldBe("13.0.0.0");
            (await Called(server, "older")).ShouldBe("12.0.0.0");

            // A build can change the packages that it is built with, so each function has its own.
            var packages = Path.Join(root, ".tinybase", "functions", ".packages");
            Directory.GetDirectories(packages).Select(Path.GetFileName).ShouldBe(["newer", "older"], ignoreOrder: true);
            Directory.Exists(Path.Join(packages, "older", "newtonsoft.json", "13.0.3")).ShouldBeFalse();
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }

    private static void Write(string root, string name, string version) => File.WriteAllText(
        Path.Join(root, "functions", name + ".cs"),
        $$"""
        #:package TinyBase.Sdk@1.0.0
        #:package Newtonsoft.Json@{{version}}
        using Newtonsoft.Json;
        using TinyBase;
        return await Function.Run(Version, args);
        [Function("{{name}}", Auth = AuthLevel.Public)]
        static string Version() => JsonConvert.DeserializeObject<string>($"'{typeof(JsonConvert).Assembly.GetName().Version}'")!;
        """);

    private static async Task<string?> Called(TestServer server, string name)
    {
        Answer answer;
        do answer = await server.Admin.Api.Post($"/api/functions/{name}");
        while (answer.Status == 503 && answer.Detail.Contains("is being built", StringComparison.Ordinal));
        return answer.Expect(200).Json.GetProperty("result").GetString();
    }

    private static async Task RequireRegistry()
    {
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(10) };
        try
        {
            (await http.GetAsync(new Uri("https://api.nuget.org/v3/index.json"))).EnsureSuccessStatusCode();
        }
        catch (Exception error) when (error is HttpRequestException or TaskCanceledException)
        {
            Assert.Skip($"The package registry cannot be reached: {error.Message}");
        }
    }
}
