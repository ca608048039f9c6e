using Shouldly;

using TinyBase.Server.Tests.Cli;
using TinyBase.Server.Tests.Durability;
using TinyBase.Server.Tests.Hosting;

using Xunit;

namespace TinyBase.Server.Tests.Extensions.Packages;

/// <summary>Extensions that take the process down: the next start is without them.</summary>
public sealed class ExtensionCrashTests : IAsyncLifetime
{
    private ServerFolder _folder = null!;
    private HttpClient _http = new();

    public async ValueTask InitializeAsync() => _folder = await ServerFolder.Create();

    public ValueTask DisposeAsync()
    {
        _http.Dispose();
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task One_that_ends_the_process_while_it_starts_is_disabled()
    {
        await using (var server = await CliProcess.Serve(_folder.Path))
        {
            var api = Connect(server);
            (await api.Install(TestPackage.Faulty("none"))).Expect(201).State().ShouldBe("running");
            await EndsServer(server, () => api.Patch("/api/admin/extensions/faulty/settings", """{"mode": "fail_fast"}"""));
        }

        await using (var server = await CliProcess.Serve(_folder.Path))
        {
            var extension = await Connect(server).Extension("faulty");
            extension.State().ShouldBe("failed");
            extension.Reason().ShouldBe("The server ended while it was being started.");
        }

        await using (var server = await CliProcess.Serve(_folder.Path, "--safe"))
        {
            (await Connect(server).Extension("faulty")).State().ShouldBe("failed", "it stays disabled");
        }
    }

    [Fact]
    public async Task One_whose_exception_nobody_catches_is_disabled_with_what_it_said()
    {
        await using (var server = await CliProcess.Serve(_folder.Path))
        {
            var api = Connect(server);
            (await api.Install(TestPackage.Faulty("none"))).Expect(201);
            await EndsServer(server, () => api.Post("/api/ext/faulty/crash"));
        }

        await using (var server = await CliProcess.Serve(_folder.Path))
        {
            (await Connect(server).Extension("faulty")).Reason().ShouldBe(
                "It ended the server with an exception that nobody caught: InvalidOperationException: Nobody catches this");
        }
    }

    [Fact]
    public async Task One_on_whose_code_the_process_ends_twice_in_a_row_is_disabled_and_an_innocent_one_never()
    {
        await using (var server = await CliProcess.Serve(_folder.Path))
        {
            var api = Connect(server);
            (await api.Install(TestPackage.Faulty("none"))).Expect(201);
            (await api.Install(TestPackage.Full())).Expect(201);
            (await api.Post("/api/collections", """{"name": "fatal", "label": "Fatal", "schema": {}}""")).Expect(201);
            await EndsServer(server, () => api.Post("/api/collections/fatal/records", "{}"));
        }

        await using (var server = await CliProcess.Serve(_folder.Path))
        {
            var api = Connect(server);
            (await api.Extension("faulty")).State().ShouldBe("running", "once may be chance");
            server.Output.ShouldContain("The server ended while code of the extension 'faulty' ran.");
            await EndsServer(server, () => api.Post("/api/collections/fatal/records", "{}"));
        }

        await using (var server = await CliProcess.Serve(_folder.Path))
        {
            var api = Connect(server);
            (await api.Extension("faulty")).Reason().ShouldBe("The server ended twice within ten minutes while code of the extension ran.");
            (await api.Extension("full")).State().ShouldBe("running");
            (await api.Get("/api/ext/full/hello")).Expect(200);
            await server.Kill(_folder);
        }

        await using (var server = await CliProcess.Serve(_folder.Path))
        {
            (await Connect(server).Extension("full")).State().ShouldBe("running");
            (await server.Stop()).ShouldBe(0);
        }

        await using (var server = await CliProcess.Serve(_folder.Path, "--safe"))
        {
            var extension = await Connect(server).Extension("full");
            extension.State().ShouldBe("disabled");
            extension.Reason()!.ShouldContain("--safe");
        }
    }

    private ApiClient Connect(CliProcess server)
    {
        _http.Dispose();
        _http = server.CreateClient();
        return new ApiClient(_http, _folder.Token);
    }

    private static async Task EndsServer(CliProcess server, Func<Task<Answer>> request)
    {
        try
        {
            await request();
        }
        catch (HttpRequestException)
        {
            // Nobody answers any more.
        }

        (await server.WaitForExit()).ShouldNotBe(0);
    }
}
