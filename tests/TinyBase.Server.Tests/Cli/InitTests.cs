using Shouldly;

using Xunit;

namespace TinyBase.Server.Tests.Cli;

public sealed class InitTests : IDisposable
{
    private const string Tip = "  Tip: Run 'tinybase admin add <email> <password>' to create an admin user\n";

    private const string Functions =
        "\n  Created functions/ directory\n  Created functions/add_numbers.cs\n  Created functions/hello.cs";

    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_folder_is_made_ready_and_made_ready_again_without_a_loss()
    {
        var first = await CliProcess.Run(_folder.Path, "init", "app", "-e", "Me@Example.com", "-p", "a long one");
        var settings = await File.ReadAllTextAsync(_folder.File("app/tinybase.toml"));
        var second = await CliProcess.Run(_folder.Path, "init", "app", "-e", "me@example.com", "-p", "another long one");
        var third = await CliProcess.Run(_folder.File("app"), "init");

        first.ShouldBe(new CliResult(0, Said("Created tinybase.toml" + Functions, "  Created admin user: Me@example.com\n"), ""));
        second.ShouldBe(new CliResult(0, Said("tinybase.toml already exists", "  Updated admin user: me@example.com\n"), ""));
        third.ShouldBe(new CliResult(0, Said("tinybase.toml already exists", Tip), ""));
        (await File.ReadAllTextAsync(_folder.File("app/tinybase.toml"))).ShouldBe(settings);
        Directory.GetFiles(_folder.File("app")).Select(Path.GetFileName).Order(StringComparer.Ordinal)
            .ShouldBe(["tinybase.db", "tinybase.db.lock", "tinybase.toml"]);
        Directory.GetFiles(_folder.File("app/functions")).Select(Path.GetFileName).Order(StringComparer.Ordinal).ShouldBe(
            ["Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props", "add_numbers.cs", "global.json", "hello.cs", "nuget.config"]);
    }

    [Fact]
    public async Task A_folder_without_a_name_is_refused() =>
        (await CliProcess.Run(_folder.Path, "init", "")).ShouldBe(
            new CliResult(2, "", "Error: The folder has no name. Leave it out for the current one.\nTry 'tinybase init --help'.\n"));

    [Fact]
    public async Task Examples_that_were_deleted_do_not_come_back_and_changed_files_stay()
    {
        await CliProcess.Run(_folder.Path, "init");
        File.Delete(_folder.File("functions/hello.cs"));
        await File.WriteAllTextAsync(_folder.File("functions/nuget.config"), "mine");

        (await CliProcess.Run(_folder.Path, "init")).ExitCode.ShouldBe(0);

        File.Exists(_folder.File("functions/hello.cs")).ShouldBeFalse();
        (await File.ReadAllTextAsync(_folder.File("functions/nuget.config"))).ShouldBe("mine");
    }

    [Theory]
    [InlineData("me@example.com", "short", 1, "Error: A password must have 8 to 1024 characters, not 5.")]
    [InlineData("me@example.com", "Passw0rd2026!", 1, "Error: This password is among the most common ones, which are tried first.")]
    [InlineData("long.name@example.com", "LONG.name", 1, "Error: A password must not be the e-mail address or the part of it before the @-sign.")]
    [InlineData("me.example.com", "a long one", 1, "Error: 'me.example.com' is not an e-mail address. An email address must have an @-sign.")]
    [InlineData("me@example.com", null, 2, "Error: An e-mail address for the admin is given, but no password. Add --admin-password or --password-stdin, or set TINYBASE_ADMIN_PASSWORD.")]
    [InlineData(null, "a long one", 1, "Error: A password for the admin is given, but no e-mail address. Add --admin-email.")]
    public async Task An_admin_who_cannot_be_made_stops_it_before_anything_is_made(string? email, string? password, int code, string error)
    {
        string[] arguments = ["init", "app", .. email is null ? [] : (string[])["-e", email], .. password is null ? [] : (string[])["-p", password]];

        var result = await CliProcess.Run(_folder.Path, arguments);

        result.ShouldBe(new CliResult(code, "", error + "\n"));
        _folder.Names().ShouldBeEmpty();
    }

    [Fact]
    public async Task The_admin_comes_from_the_options_then_the_environment_then_the_settings()
    {
        await File.WriteAllTextAsync(_folder.Settings, "[admin]\nemail = \"toml@example.com\"\npassword = \"a long one\"\n");
        var variables = new Dictionary<string, string> { ["TINYBASE_ADMIN_EMAIL"] = "env@example.com" };

        var fromSettings = await CliProcess.Run(_folder.Path, "init");
        var fromEnvironment = await CliProcess.Run(_folder.Path, variables, "init");
        var fromOptions = await CliProcess.Run(_folder.Path, variables, "init", "--admin-email", "option@example.com");

        fromSettings.Output.ShouldContain("Created admin user: toml@example.com");
        fromEnvironment.Output.ShouldContain("Created admin user: env@example.com");
        fromOptions.Output.ShouldContain("Created admin user: option@example.com");
    }

    [Fact]
    public async Task What_has_no_effect_in_the_settings_is_told()
    {
        await File.WriteAllTextAsync(_folder.Settings, "[server]\nprot = 8000\n");

        var result = await CliProcess.Run(_folder.Path, "init");

        result.ExitCode.ShouldBe(0);
        result.ErrorLines.ShouldHaveSingleItem().ShouldStartWith("Warning: tinybase.toml:2:");
    }

    private string Said(string settings, string admin) =>
        $"""
        Initializing TinyBase in {_folder.File("app")}
          {settings}
          Initializing database...
          Database initialized
        {admin}
        TinyBase initialized successfully!
        Run 'tinybase serve' to start the server.

        """;
}
