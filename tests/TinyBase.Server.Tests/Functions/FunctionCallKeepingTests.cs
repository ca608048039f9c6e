using Microsoft.Extensions.DependencyInjection;

using Shouldly;

using TinyBase.Hosting;
using TinyBase.Server.Tests.Hosting;

using Xunit;

namespace TinyBase.Server.Tests.Functions;

/// <summary>How long calls are remembered, and names that are taken.</summary>
public sealed class FunctionCallKeepingTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("tinybase-test-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public async Task Calls_are_forgotten_by_number_and_age_and_those_of_a_server_that_died_have_failed()
    {
        await using (var server = await Serve())
        {
            for (var i = 0; i < 5; i++) (await server.Anonymous.Post("/api/functions/own_add", """{"x":1,"y":2}""")).Expect(200);
            server.Sql("UPDATE _function_call SET status = 'running', finished_at = NULL WHERE id = (SELECT max(id) FROM _function_call)").ShouldBe(1);
        }

        await using (var server = await Serve(keep: 3))
        {
            await CleanNow(server);
            await Eventually.Becomes(() => Total(server), 3);
            var newest = (await server.Admin.Api.Get("/api/admin/functions/calls")).Json.GetProperty("calls")[0];
            newest.GetProperty("status").GetString().ShouldBe("failed");
            newest.GetProperty("error_type").GetString().ShouldBe("ServerStopped");
            newest.GetProperty("finished_at").GetString().ShouldNotBeNull();
        }

        var clock = new TestClock();
        clock.Advance(TimeSpan.FromDays(31));
        await using (var server = await Serve(clock: clock)) await Eventually.Becomes(() => Total(server), 0);
    }

    [Fact]
    public async Task A_file_cannot_take_the_name_of_a_function_of_the_app_nor_one_that_differs_in_case_only()
    {
        var functions = Directory.CreateDirectory(Path.Join(_root, "functions")).FullName;
        foreach (var name in new[] { "own_add", "Twin", "twin" }) File.WriteAllText(Path.Join(functions, name + ".cs"), "return 0;");
        Assert.SkipUnless(Directory.GetFiles(functions, "*win.cs").Length == 2, "This file system does not tell case apart.");
        await using var server = await Serve();

        (await server.Anonymous.Post("/api/functions/own_add", """{"x":1,"y":2}""")).Expect(200);
        server.Logs.Lines.ShouldContain(line => line.Contains("own_add.cs: The app has a function 'own_add' already. Rename either of them", StringComparison.Ordinal));
        Errors(server, "twin").ShouldContain("There is a function 'Twin' already, whose name differs in upper and lower case only");

        // Once the name is free it is taken.
        File.Delete(Path.Join(functions, "Twin.cs"));
        await Eventually.Becomes(() => Errors(server, "twin").Contains("upper and lower case", StringComparison.Ordinal), false);
    }

    private static string Errors(TestServer server, string name) =>
        server.Admin.Api.Get("/api/functions/admin/list").GetAwaiter().GetResult().Expect(200).Json.EnumerateArray()
            .Single(function => function.GetProperty("name").GetString() == name).GetProperty("errors").GetRawText();

    private static async Task CleanNow(TestServer server)
    {
        var job = (await server.Admin.Api.Get("/api/admin/schedules")).Expect(200).Json.GetProperty("schedules").EnumerateArray()
            .Single(schedule => schedule.GetProperty("function_name").GetString() == "old_function_calls");
        (await server.Admin.Api.Post($"/api/admin/schedules/{job.GetProperty("id").GetString()}/run")).Expect(202);
    }

    private static long Total(TestServer server) =>
        server.Admin.Api.Get("/api/admin/functions/calls?function_name=own_add").GetAwaiter().GetResult().Expect(200).Json.GetProperty("total").GetInt64();

    private Task<TestServer> Serve(int keep = 100, TimeProvider? clock = null) => TestServer.Start(new ServerSetup
    {
        Root = _root,
        Options = options => options.Functions.KeepCalls = keep,
        Services = builder => builder.Services.AddSingleton(new Gate()).AddSingleton(clock ?? TimeProvider.System),
        Extend = tinyBase => tinyBase.AddFunctions(typeof(OwnFunctions).Assembly),
    });
}
