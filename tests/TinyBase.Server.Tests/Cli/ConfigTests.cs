using System.Text.Json;

using Shouldly;

using Xunit;

namespace TinyBase.Server.Tests.Cli;

public sealed class ConfigTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Every_setting_is_shown_with_its_value_and_its_origin_in_aligned_columns()
    {
        await Write("[server]\nport = 81\n[admin]\npassword = 'sesame open'\n");
        var variables = new Dictionary<string, string> { ["TINYBASE_LOG_LEVEL"] = "warning" };

        var result = await CliProcess.Run(_folder.Path, variables, "config");

        result.ExitCode.ShouldBe(0);
        result.Error.ShouldBeEmpty();
        var lines = result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        lines[0].ShouldMatch("^SETTING +VALUE +FROM$");
        result.Output.ShouldMatch(@"(?m)^server_host +127\.0\.0\.1 +default$");
        result.Output.ShouldMatch(@"(?m)^server_port +81 +tinybase\.toml:2:8$");
        result.Output.ShouldMatch("(?m)^log_level +warning +TINYBASE_LOG_LEVEL$");
        result.Output.ShouldMatch(@"(?m)^jwt_secret_key +- +default$");
        result.Output.ShouldMatch(@"(?m)^admin_password +\*\*\* +tinybase\.toml:4:12$");
        result.Output.ShouldNotContain("sesame");
        result.Output.ShouldNotContain("storage_enabled");
        var column = lines[0].IndexOf("VALUE", StringComparison.Ordinal);
        lines.ShouldAllBe(line => line[column - 1] == ' ' && line[column] != ' ');
    }

    [Fact]
    public async Task What_is_given_but_has_no_effect_is_shown_as_such()
    {
        await Write("[storage]\nenabled = true\n");

        var result = await CliProcess.Run(_folder.Path, "config");

        result.ErrorLines.ShouldBe(["Warning: tinybase.toml:2:1: storage.enabled has no effect: this version stores no files yet"]);
        result.Output.ShouldMatch(@"(?m)^storage_enabled +true +tinybase\.toml:2:11 \(no effect\)$");
    }

    [Theory]
    [InlineData("server_port")]
    [InlineData("server.port")]
    [InlineData("Server.Port")]
    [InlineData("TINYBASE_SERVER_PORT")]
    public async Task One_value_is_shown_for_any_spelling_of_its_key(string key)
    {
        await Write("server_port = 81");

        (await CliProcess.Run(_folder.Path, "config", key)).ShouldBe(new CliResult(0, "81\n", ""));
    }

    [Fact]
    public async Task A_secret_stays_masked_when_it_is_asked_for()
    {
        await Write("[admin]\npassword = 'sesame open'\n");

        (await CliProcess.Run(_folder.Path, "config", "admin.password")).ShouldBe(new CliResult(0, "***\n", ""));
        (await CliProcess.Run(_folder.Path, "config", "--json")).Output.ShouldNotContain("sesame");
    }

    [Fact]
    public async Task A_setting_that_does_not_exist_is_refused_with_the_nearest_one()
    {
        await Write("");

        var result = await CliProcess.Run(_folder.Path, "config", "server.prot");

        result.ShouldBe(new CliResult(2, "", "Error: There is no setting 'server.prot'. Did you mean server.port?\nTry 'tinybase config' for a list.\n"));
    }

    [Fact]
    public async Task All_errors_are_told_at_once()
    {
        await Write("[server]\nport = 99999\n[server\n");
        var variables = new Dictionary<string, string> { ["TINYBASE_DEBUG"] = "maybe" };

        var result = await CliProcess.Run(_folder.Path, variables, "config", "log_level");

        result.ExitCode.ShouldBe(2);
        result.Output.ShouldBeEmpty();
        result.ErrorLines.Length.ShouldBe(2);
        result.ErrorLines[1].ShouldBe("Error: TINYBASE_DEBUG: must be true or false, not maybe");
    }

    [Fact]
    public async Task Json_is_one_document()
    {
        await Write("[server]\nport = 81\n");

        var all = JsonDocument.Parse((await CliProcess.Run(_folder.Path, "config", "--json")).Output).RootElement;
        var one = JsonDocument.Parse((await CliProcess.Run(_folder.Path, "config", "server_port", "--json")).Output).RootElement;

        all.GetProperty("folder").GetString().ShouldBe(_folder.Path);
        var port = all.GetProperty("settings").EnumerateArray().Single(setting => setting.GetProperty("key").GetString() == "server_port");
        port.GetRawText().ReplaceLineEndings("").Replace(" ", "", StringComparison.Ordinal)
            .ShouldBe("""{"key":"server_port","value":"81","from":"tinybase.toml:2:8","secret":false,"has_effect":true}""");
        one.GetProperty("value").GetString().ShouldBe("81");
    }

    [Fact]
    public async Task Outside_of_a_workspace_the_environment_and_the_defaults_are_shown()
    {
        var result = await CliProcess.Run(_folder.Path, "config", "server_port");

        result.ExitCode.ShouldBe(0);
        result.Output.ShouldBe("8000\n");
        result.ErrorLines.ShouldBe([$"There is no tinybase.toml in {_folder.Path}; these are the environment and the defaults."]);
        _folder.Names().ShouldBeEmpty();
    }

    [Fact]
    public async Task The_version_is_told_to_programs_as_well()
    {
        var result = await CliProcess.Run(_folder.Path, "version", "--json");

        JsonDocument.Parse(result.Output).RootElement.GetProperty("version").GetString().ShouldBe(TinyBaseVersion.Current);
    }

    private Task Write(string toml) => File.WriteAllTextAsync(_folder.Settings, toml);
}
