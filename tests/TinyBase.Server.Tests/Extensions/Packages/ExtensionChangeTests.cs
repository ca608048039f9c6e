using Shouldly;

using TinyBase.Hosting;
using TinyBase.Server.Tests.Functions;
using TinyBase.Server.Tests.Hosting;

using Xunit;

namespace TinyBase.Server.Tests.Extensions.Packages;

/// <summary>Extensions that come, change and go while the server runs.</summary>
public sealed class ExtensionChangeTests
{
    [Fact]
    public async Task Disabling_takes_everything_out_at_once_and_enabling_uses_the_loaded_code_again()
    {
        await using var server = await TestServer.Start();
        var api = server.Admin.Api;
        (await api.Install(TestPackage.Full())).Expect(201);
        (await server.Anonymous.Get("/api/ext/full/starts")).Expect(200).Text.ShouldBe("1");
        await Eventually.Becomes(() => HasSchedule(api), true);

        var disabled = (await api.Enable("full", false)).Expect(200);
        disabled.State().ShouldBe("disabled");
        disabled.Reason().ShouldBeNull();
        (await server.Anonymous.Get("/api/ext/full/starts")).Expect(404);
        (await server.Anonymous.Get("/ext/full/")).Expect(404);
        (await api.Post("/api/functions/full_add", """{"x": 1, "y": 2}""")).Expect(404);
        (await api.Get("/api/admin/hooks")).Json.GetProperty("hooks").GetArrayLength().ShouldBe(0);
        await Eventually.Becomes(() => HasSchedule(api), false);
        server.Logs.Lines.ShouldContain(line => line.Contains("full has stopped", StringComparison.Ordinal));
        (await api.Get("/api/admin/extensions?enabled_only=true")).Json.GetProperty("total").GetInt32().ShouldBe(0);

        (await api.Enable("full", true)).Expect(200).State().ShouldBe("running");
        (await server.Anonymous.Get("/api/ext/full/starts")).Expect(200).Text.ShouldBe("2", "static fields keep their values");
        (await api.Post("/api/functions/full_add", """{"x": 1, "y": 2}""")).Expect(200);
        await Eventually.Becomes(() => HasSchedule(api), true);
    }

    [Fact]
    public async Task An_update_takes_the_place_of_the_version_before()
    {
        await using var server = await TestServer.Start();
        var api = server.Admin.Api;
        (await api.Install(TestPackage.Full())).Expect(201);

        (await api.Install(TestPackage.Full())).Expect(400).Detail.ShouldBe("Extension 'full' is already installed. Uninstall it first to reinstall.");
        var manifest = TestPackage.FullManifest("version = \"1.0.0\"\nd", "version = \"1.1.0\"\nd");
        var updated = (await api.Install(TestPackage.Full(manifest, ("wwwroot/new.txt", "new")), replace: true)).Expect(201);

        updated.State().ShouldBe("running", updated.Text);
        updated.Json.GetProperty("version").GetString().ShouldBe("1.1.0");
        (await server.Anonymous.Get("/ext/full/new.txt")).Expect(200).Text.ShouldBe("new");
        (await server.Anonymous.Get("/api/ext/full/starts")).Expect(200).Text.ShouldBe("1", "its code was loaded anew");
        (await api.Post("/api/admin/extensions/full/update")).Expect(400).Detail.ShouldContain("was uploaded");
    }

    [Fact]
    public async Task An_update_that_does_not_run_leaves_the_version_before()
    {
        await using var server = await TestServer.Start();
        var api = server.Admin.Api;
        (await api.Install(TestPackage.Faulty("none"))).Expect(201).State().ShouldBe("running");

        var refused = (await api.Install(TestPackage.Faulty("throws", more: "[extension.tinybase]\nmin_version = \"0.1.0\""), replace: true)).Expect(400);

        refused.Detail.ShouldStartWith("The new version of 'faulty' does not run, so 1.0.0 is back: It failed when it was started: InvalidOperationException");
        (await api.Extension("faulty")).State().ShouldBe("running");
        (await api.Post("/api/functions/own_add", """{"x": 1}""")).Expect(200);
        (await api.Get("/api/admin/audit?action=extension.restore")).Expect(200).Text.ShouldContain("It failed when it was started");
        Directory.Exists(Path.Join(server.Root, "extensions", ".replaced", "faulty")).ShouldBeFalse();
    }

    [Fact]
    public async Task Uninstalling_ends_it_at_once_and_keeps_its_tables()
    {
        await using var server = await TestServer.Start();
        var api = server.Admin.Api;
        (await api.Install(TestPackage.Full())).Expect(201);

        (await api.Delete("/api/admin/extensions/full")).Expect(204);

        (await api.Get("/api/admin/extensions/full")).Expect(404).Detail.ShouldBe("Extension 'full' not found");
        (await api.Delete("/api/admin/extensions/full")).Expect(404);
        (await api.Enable("full", true)).Expect(404);
        (await server.Anonymous.Get("/api/ext/full/hello")).Expect(404);
        Directory.Exists(Path.Join(server.Root, "extensions", "full")).ShouldBeFalse();
        server.Sql("UPDATE ext_full_rate SET rate = 2").ShouldBe(1);
        (await api.Install(TestPackage.Full())).Expect(201).State().ShouldBe("running", "its migrations are not run again");
    }

    [Fact]
    public async Task It_runs_again_after_a_restart_of_the_server()
    {
        var root = Directory.CreateTempSubdirectory("tinybase-test-").FullName;
        try
        {
            await using (var server = await TestServer.Start(new ServerSetup { Root = root }))
            {
                (await server.Admin.Api.Install(TestPackage.Full())).Expect(201);
            }

            await using (var server = await TestServer.Start(new ServerSetup { Root = root }))
            {
                (await server.Admin.Api.Extension("full")).State().ShouldBe("running");
                (await server.Anonymous.Get("/api/ext/full/hello")).Expect(200);
            }

            await using (var server = await TestServer.Start(new ServerSetup { Root = root, Options = options => options.Extensions.Safe = true }))
            {
                var extension = await server.Admin.Api.Extension("full");
                extension.State().ShouldBe("disabled");
                extension.Reason().ShouldBe("The server was started with --safe, which starts no extension.");
                extension.Json.GetProperty("is_enabled").GetBoolean().ShouldBeTrue();
                (await server.Anonymous.Get("/api/ext/full/hello")).Expect(404);
                (await server.Admin.Api.Enable("full", true)).Expect(200).State().ShouldBe("disabled");
            }

            await using (var server = await TestServer.Start(new ServerSetup { Root = root, Options = options => options.Extensions.Enabled = false }))
            {
                (await server.Admin.Api.Get("/api/admin/extensions")).Json.GetProperty("off").GetString()!.ShouldContain("extensions_enabled is false");
                (await server.Admin.Api.Install(TestPackage.Faulty("none"))).Expect(400).Detail.ShouldContain("extensions_enabled is false");
                (await server.Admin.Api.Post("/api/admin/extensions", """{"repo_url": "owner/repo"}""")).Expect(400).Detail.ShouldContain("extensions_enabled is false");
            }
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }

    [Fact]
    public async Task It_works_below_a_prefix()
    {
        await using var server = await TestServer.Start(new ServerSetup { Prefix = "/backend", Map = app => app.MapTinyBase("/backend") });
        (await server.Admin.Api.Install(TestPackage.Full())).Expect(201);

        (await server.Anonymous.Get("/api/ext/full/path/a")).Expect(200).Json.GetProperty("text").GetString().ShouldBe("/backend/api/ext/full /path/a a");
        (await server.Anonymous.Get("/ext/full/")).Expect(200);
    }

    [Fact]
    public async Task A_function_that_is_there_already_keeps_its_name()
    {
        await using var server = await TestServer.Start(new ServerSetup { Extend = builder => builder.AddFunctions(typeof(OwnFunctions).Assembly) });

        var installed = (await server.Admin.Api.Install(TestPackage.Faulty("none"))).Expect(201);

        installed.State().ShouldBe("failed");
        installed.Reason().ShouldBe("The app has a function 'own_add' already.");
        installed.Json.GetProperty("is_enabled").GetBoolean().ShouldBeFalse();
        (await server.Anonymous.Post("/api/functions/own_add", """{"x": 1, "y": 2}""")).Expect(200).Json.GetProperty("result").GetProperty("total").GetInt32().ShouldBe(3);
    }

    [Fact]
    public async Task Two_extensions_cannot_have_the_same_function()
    {
        await using var server = await TestServer.Start();
        (await server.Admin.Api.Install(TestPackage.Full())).Expect(201);

        var other = (await server.Admin.Api.Install(TestPackage.Full(TestPackage.FullManifest("\"full\"", "\"other\""), ("migrations/0001_rates.sql", ""), ("migrations/0002_source.sql", "")))).Expect(201);

        other.State().ShouldBe("failed");
        other.Reason().ShouldBe("The extension 'full' has a function 'full_add' already.");
        (await server.Anonymous.Get("/api/ext/full/hello")).Expect(200);
    }

    private static async Task<bool> HasSchedule(ApiClient api) =>
        (await api.Get("/api/admin/schedules")).Expect(200).Text.Contains("full_add", StringComparison.Ordinal);
}
