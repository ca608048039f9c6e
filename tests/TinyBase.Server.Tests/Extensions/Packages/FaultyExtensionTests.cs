using Shouldly;

using TinyBase.Server.Tests.Hosting;

using Xunit;

namespace TinyBase.Server.Tests.Extensions.Packages;

/// <summary>Extensions that cannot be installed or started: the server says why, and goes on.</summary>
public sealed class FaultyExtensionTests
{
    private const string Manifest = "extension.toml";

    [Fact]
    public async Task One_that_cannot_start_is_disabled_with_its_reason_and_works_once_it_can()
    {
        await using var server = await TestServer.Start(new ServerSetup { Options = options => options.Extensions.StartTimeoutSeconds = 2 });
        var api = server.Admin.Api;
        foreach (var (mode, reason) in (IEnumerable<(string, string)>)[
            ("throws", "It failed when it was started: InvalidOperationException: It cannot work like this"),
            ("hangs", "It took longer than 2 s to start."),
            ("startup_throws", "FaultyHooks.Start: InvalidOperationException: The hook cannot start"),
            ("startup_hangs", "It took longer than 2 s to start."),
            ("same_route", "Two of its endpoints answer GET /twice."),
            ("authorize", "The endpoint /x uses authorization or CORS of ASP.NET Core, which extensions do not have."),
            ("hosted_throws", "It failed when it was started: InvalidOperationException: The service cannot start"),
        ])
        {
            var installed = (await api.Install(TestPackage.Faulty(mode), replace: true)).Expect(201);
            installed.State().ShouldBe("failed", mode);
            installed.Reason()!.ShouldStartWith(reason);
            installed.Json.GetProperty("is_enabled").GetBoolean().ShouldBeFalse();
            (await api.Post("/api/functions/own_add", """{"x": 1}""")).Expect(404);
            (await api.Get("/api/admin/hooks")).Json.GetProperty("hooks").GetArrayLength().ShouldBe(0);
            (await api.Enable("faulty", true)).Expect(200).State().ShouldBe("failed", "it is tried, and disabled again");
        }

        (await api.Install(TestPackage.Faulty("none"), replace: true)).Expect(201).State().ShouldBe("running", "another version gets another chance");
        (await api.Post("/api/functions/own_add", """{"x": 1}""")).Expect(200);
        (await api.Patch("/api/admin/extensions/faulty/settings", """{"mode": "throws"}""")).Expect(200).State().ShouldBe("failed");
        (await api.Get("/api/admin/audit?action=extension.disable")).Text.ShouldContain("It cannot work like this");
    }

    [Fact]
    public async Task One_that_hangs_at_its_end_is_stopped_all_the_same()
    {
        await using var server = await TestServer.Start();
        (await server.Admin.Api.Install(TestPackage.Faulty("shutdown_hangs"))).Expect(201).State().ShouldBe("running");

        (await server.Admin.Api.Enable("faulty", false)).Expect(200).State().ShouldBe("disabled");

        (await server.Admin.Api.Post("/api/functions/own_add", """{"x": 1}""")).Expect(404);
        server.Logs.Lines.ShouldContain(line => line.Contains("took longer than 10 s and were given up", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_is_no_package_is_refused_with_the_reason()
    {
        await using var server = await TestServer.Start();
        var api = server.Admin.Api;
        foreach (var (package, reason) in (IEnumerable<(byte[], string)>)[
            ([1, 2, 3], ""),
            (TestPackage.Of(("readme.md", "It is nothing")), "Manifest not found"),
            (TestPackage.Of((Manifest, "[extension\n")), "Failed to parse manifest: extension.toml:1:"),
            (TestPackage.Of((Manifest, "[extension]\nversion = \"1\"")), "Manifest missing required field: name"),
            (TestPackage.Of((Manifest, "[extension]\nname = \"x\"")), "Manifest missing required field: version"),
            (TestPackage.Of((Manifest, "[extension]\nname = \"../x\"\nversion = \"1\"")), "Invalid extension name '../x'."),
            (TestPackage.Of((Manifest, "[extension]\nname = \"webhooks\"\nversion = \"1\"\nentry_point = \"x.dll\"")), "An extension cannot be called 'webhooks'"),
            (TestPackage.Faulty("none", more: "[extension.tinybase]\nmin_version = \"99.0.0\""), "Extension 'faulty' needs TinyBase 99.0.0 or newer"),
            (TestPackage.Faulty("none", files: ("../../escaped.txt", "out")), ""),
        ])
        {
            var refused = (await api.Install(package)).Expect(400);
            refused.Detail.ShouldContain(reason);
        }

        File.Exists(Path.Join(server.Root, "..", "escaped.txt")).ShouldBeFalse();
        (await api.Get("/api/admin/extensions")).Json.GetProperty("total").GetInt32().ShouldBe(0);
        (await api.Post("/api/admin/extensions/upload", "{}")).Expect(422).Problems.ShouldBe(["missing @ body.file"]);
        (await api.Post("/api/admin/extensions", """{"repo_url": "/etc"}""")).Expect(400).Detail.ShouldStartWith("Invalid GitHub URL format");
        (await api.Post("/api/admin/extensions/preview", """{"repo_url": "-x"}""")).Expect(400);
        (await api.Post("/api/admin/extensions", "{}")).Expect(422).Problems.ShouldBe(["missing @ body.repo_url"]);
        Directory.EnumerateFileSystemEntries(Path.Join(server.Root, "extensions", ".staging")).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_damaged_assembly_or_a_missing_one_is_a_reason()
    {
        await using var server = await TestServer.Start();

        var damaged = (await server.Admin.Api.Install(TestPackage.Faulty("none", files: ("bin/Faulty.dll", "no assembly")))).Expect(201);
        damaged.State().ShouldBe("failed");
        damaged.Reason()!.ShouldStartWith("Its assembly Faulty.dll cannot be loaded:");

        var missing = (await server.Admin.Api.Install(TestPackage.Of((Manifest, "[extension]\nname = \"empty\"\nversion = \"1\"\nentry_point = \"bin/My.dll\"")))).Expect(201);
        missing.Reason()!.ShouldContain("There is no bin/My.dll in it");
    }

    [Fact]
    public async Task What_was_changed_behind_the_servers_back_is_a_reason_at_the_next_start()
    {
        var root = Directory.CreateTempSubdirectory("tinybase-test-").FullName;
        var folder = Path.Join(root, "extensions");
        try
        {
            await using (var server = await TestServer.Start(new ServerSetup { Root = root }))
            {
                (await server.Admin.Api.Install(TestPackage.Full())).Expect(201);
                (await server.Admin.Api.Install(TestPackage.Faulty("none"))).Expect(201);
                (await server.Admin.Api.Install(TestPackage.Faulty("none", "gone", files: []))).Expect(201).State().ShouldBe("failed", "its function is taken");
                (await server.Admin.Api.Enable("faulty", false)).Expect(200);
                (await server.Admin.Api.Enable("gone", true)).Expect(200).State().ShouldBe("running");
            }

            File.WriteAllText(Path.Join(folder, "full", "migrations", "0001_rates.sql"), "CREATE TABLE ext_full_other (x INTEGER);");
            Directory.Delete(Path.Join(folder, "gone"), recursive: true);
            await using (var server = await TestServer.Start(new ServerSetup { Root = root }))
            {
                (await server.Admin.Api.Extension("full")).Reason()!.ShouldStartWith("The migration 0001_rates.sql has been run, as rates on ");
                (await server.Admin.Api.Extension("gone")).Reason()!.ShouldStartWith("Manifest not found");
                (await server.Admin.Api.Enable("faulty", true)).Expect(200).State().ShouldBe("running", "the others are not concerned");
                (await server.Admin.Api.Delete("/api/admin/extensions/gone")).Expect(204);
            }
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }

    [Theory]
    [InlineData("CREATE TABLE other (x INTEGER);", "it may only touch tables and indexes whose names begin with ext_faulty_, unlike other")]
    [InlineData("DELETE FROM _user;", "unlike _user")]
    [InlineData("CREATE TABLE ext_faulty_x AS SELECT * FROM _user;", "unlike _user")]
    [InlineData("CREATE TABLE ext_faulty_x (y INTEGER); CREATE TRIGGER ext_faulty_t AFTER INSERT ON _user BEGIN DELETE FROM ext_faulty_x; END;", "ext_faulty_")]
    [InlineData("CREATE TABLE ext_faulty_x (y INTEGER); COMMIT;", "each file is one transaction of its own")]
    [InlineData("ATTACH 'other.db' AS other;", "ext_faulty_")]
    [InlineData("PRAGMA journal_mode = DELETE;", "ext_faulty_")]
    [InlineData("CREATE TABLE ext_faulty_x (y INTEGER); CREATE TABLE ext_faulty_x (y INTEGER);", "already exists")]
    [InlineData("no sql", "syntax error")]
    public async Task A_migration_that_cannot_be_run_changes_nothing(string sql, string problem)
    {
        await using var server = await TestServer.Start();

        var installed = (await server.Admin.Api.Install(TestPackage.Faulty("none", files: ("migrations/0001_first.sql", sql)))).Expect(201);

        installed.State().ShouldBe("failed");
        installed.Reason()!.ShouldStartWith("The migration 0001_first.sql cannot be run: ");
        installed.Reason()!.ShouldContain(problem);
        Should.Throw<Microsoft.Data.Sqlite.SqliteException>(() => server.Sql("DELETE FROM ext_faulty_x")).Message.ShouldContain("no such table");
        (await server.Admin.Api.Get("/api/auth/me")).Expect(200);
    }
}
