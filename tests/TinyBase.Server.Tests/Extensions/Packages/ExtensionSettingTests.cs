using System.Text;
using System.Text.Json;

using Shouldly;

using TinyBase.Server.Tests.Hosting;

using Xunit;

namespace TinyBase.Server.Tests.Extensions.Packages;

/// <summary>The settings of extensions: where their values come from, and how they are changed.</summary>
public sealed class ExtensionSettingTests
{
    private const string Settings = "/api/admin/extensions/full/settings";

    [Fact]
    public async Task A_saved_value_counts_at_once_and_more_than_the_file()
    {
        var root = Directory.CreateTempSubdirectory("tinybase-test-").FullName;
        try
        {
            await File.WriteAllTextAsync(Path.Join(root, "tinybase.toml"), "[extensions.settings.full]\ngreeting = \"Good day\"\nloud = true\n");
            await using var server = await TestServer.Start(new ServerSetup { Root = root });
            var api = server.Admin.Api;
            (await api.Install(TestPackage.Full())).Expect(201);
            (await Hello(server)).ShouldBe("Good day, world!");
            Setting(await api.Extension("full"), "greeting").GetProperty("source").GetString().ShouldBe("file");

            var changed = (await api.Patch(Settings, """{"greeting": "Moin"}""")).Expect(200);
            changed.State().ShouldBe("running");
            Setting(changed, "greeting").GetProperty("value").GetString().ShouldBe("Moin");
            Setting(changed, "greeting").GetProperty("source").GetString().ShouldBe("saved");
            (await Hello(server)).ShouldBe("Moin, world!");

            (await api.Patch(Settings, """{"greeting": null, "loud": false}""")).Expect(200);
            (await Hello(server)).ShouldBe("Good day, world.");
            (await api.Get("/api/admin/audit?action=extension.settings")).Json.GetProperty("total").GetInt32().ShouldBe(2);
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }

    [Fact]
    public async Task A_secret_is_shown_to_nobody_and_lies_encrypted_in_the_database()
    {
        const string secret = "the very secret key";
        await using var server = await TestServer.Start();
        var api = server.Admin.Api;
        (await api.Install(TestPackage.Full())).Expect(201);

        var changed = (await api.Patch(Settings, $$"""{"api_key": "{{secret}}"}""")).Expect(200);

        changed.Text.ShouldNotContain(secret);
        Setting(changed, "api_key").GetProperty("has_value").GetBoolean().ShouldBeTrue();
        Setting(changed, "api_key").GetProperty("value").ValueKind.ShouldBe(JsonValueKind.Null);
        (await api.Get("/api/ext/full/secret")).Expect(200).Text.ShouldContain(secret, customMessage: "the extension itself has it");
        (await api.Get("/api/admin/audit")).Text.ShouldNotContain(secret);
        server.Logs.Lines.ShouldAllBe(line => !line.Contains(secret, StringComparison.Ordinal));
        server.Sql("PRAGMA wal_checkpoint(FULL)");
        (await File.ReadAllBytesAsync(server.DatabasePath)).AsSpan().IndexOf(Encoding.UTF8.GetBytes(secret)).ShouldBe(-1);
    }

    [Fact]
    public async Task The_environment_pins_a_setting()
    {
        const string variable = "TINYBASE_EXT_PINNED_MODE";
        Environment.SetEnvironmentVariable(variable, "none");
        try
        {
            await using var server = await TestServer.Start();
            var installed = (await server.Admin.Api.Install(TestPackage.Faulty("throws", "pinned"))).Expect(201);

            installed.State().ShouldBe("running", "the variable counts more than the default");
            Setting(installed, "mode").GetProperty("pinned").GetBoolean().ShouldBeTrue();
            Setting(installed, "mode").GetProperty("variable").GetString().ShouldBe(variable);
            (await server.Admin.Api.Patch("/api/admin/extensions/pinned/settings", """{"mode": "throws"}""")).Expect(200).State().ShouldBe("running");
            server.Logs.Lines.ShouldAllBe(line => !line.Contains($"{variable}: unknown variable", StringComparison.Ordinal));
        }
        finally
        {
            Environment.SetEnvironmentVariable(variable, null);
        }
    }

    [Fact]
    public async Task Values_of_another_type_and_settings_that_there_are_not_are_refused()
    {
        await using var server = await TestServer.Start();
        var api = server.Admin.Api;
        (await api.Install(TestPackage.Full())).Expect(201);

        (await api.Patch(Settings, """{"loud": "very", "volume": 11, "greeting": 5, "api_key": 7}""")).Expect(422).Problems.ShouldBe(
            ["value_error @ body.loud", "extra_forbidden @ body.volume", "value_error @ body.greeting", "value_error @ body.api_key"]);
        (await api.Patch(Settings, "[]")).Expect(422);
        (await api.Patch("/api/admin/extensions/none/settings", "{}")).Expect(404);
        (await Hello(server)).ShouldBe("Hello, world.");
    }

    [Fact]
    public async Task A_wrong_value_in_the_file_is_a_reason_with_its_place()
    {
        var root = Directory.CreateTempSubdirectory("tinybase-test-").FullName;
        try
        {
            await File.WriteAllTextAsync(Path.Join(root, "tinybase.toml"), "[extensions.settings.full]\nloud = \"very\"\n");
            await using var server = await TestServer.Start(new ServerSetup { Root = root });

            (await server.Admin.Api.Install(TestPackage.Full())).Expect(201).Reason().ShouldBe("tinybase.toml:2:1: loud must be true or false.");
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }

    private static async Task<string?> Hello(TestServer server) => (await server.Anonymous.Get("/api/ext/full/hello")).Expect(200).Json.GetProperty("text").GetString();

    private static JsonElement Setting(Answer extension, string key) =>
        extension.Json.GetProperty("settings").EnumerateArray().Single(setting => setting.GetProperty("key").GetString() == key);
}
