using System.Text.Json;

using Shouldly;

using Xunit;

namespace TinyBase.Server.Tests.Cli;

/// <summary><c>tinybase extensions</c>, without a server and through one that runs.</summary>
public sealed class ExtensionsCommandTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task An_extension_is_written_installed_changed_and_removed_without_a_server()
    {
        await Prepare();
        var created = await Run("new", "greeter", "-d", "Greets \"everybody\"");
        created.ShouldBe(new CliResult(0, "Created extension 'greeter' in ./greeter\nInstall it with: tinybase extensions install ./greeter\n", ""));
        var installed = await Run("install", "./greeter", "--yes");
        installed.ExitCode.ShouldBe(0, installed.Error);
        installed.Output.ShouldBe(
            $"""
            greeter v0.1.0
              Greets "everybody"
              Its settings:
                greeting (string): How it greets.
            Installing extension from: {_folder.File("greeter")}
            ✓ Successfully installed: greeter v0.1.0
            It starts with the server.

            """);
        installed.Error.ShouldBe("Warning: Extensions run inside the server with all its rights. Install only what you trust.\n");
        (await Run("list")).Output.ShouldBe(
            $"""
            Installed extensions:
            ------------------------------------------------------------
            greeter v0.1.0  [✓ enabled]
              Greets "everybody"
              Source: {_folder.File("greeter")}

            """);
        (await Run("install", "greeter", "-y")).ErrorLines[^1].ShouldBe("Error: Extension 'greeter' is already installed. Uninstall it first to reinstall.");

        (await Run("disable", "greeter")).ShouldBe(new CliResult(0, "✓ Disabled extension: greeter\n", ""));
        (await Run("disable", "greeter")).ShouldBe(new CliResult(0, "Extension 'greeter' is already disabled.\n", ""));
        (await Run("list")).Output.ShouldContain("greeter v0.1.0  [○ disabled]");
        (await Run("enable", "greeter")).ShouldBe(new CliResult(0, "✓ Enabled extension: greeter\nIt starts with the server.\n", ""));

        (await Run("check-updates")).Output.ShouldBe("Checking for updates...\ngreeter: 0.1.0 (up to date)\n");
        SetVersion("0.2.0");
        (await Run("check-updates", "greeter")).Output.ShouldBe("Checking for updates...\ngreeter: 0.1.0 → 0.2.0 (update available)\n");
        (await Run("update", "greeter")).ShouldBe(new CliResult(0, "✓ Updated extension: greeter v0.1.0 → v0.2.0\n", ""));

        (await Run("uninstall", "greeter", "--yes")).ShouldBe(new CliResult(0, "✓ Uninstalled extension: greeter\n", ""));
        (await Run("list")).Output.ShouldBe("No extensions installed.\nInstall one with: tinybase extensions install owner/repo\n");
        Directory.Exists(_folder.File("extensions/greeter")).ShouldBeFalse();
    }

    [Fact]
    public async Task A_running_server_takes_up_what_is_installed_at_once()
    {
        await Prepare();
        await Run("new", "greeter");
        await using var server = await CliProcess.Serve(_folder.Path);
        using var http = server.CreateClient();
        var address = new Uri("/api/ext/greeter/greeting", UriKind.Relative);
        ((int)(await http.GetAsync(address)).StatusCode).ShouldBe(404);

        var installed = await Run("install", "./greeter", "--yes");
        installed.ExitCode.ShouldBe(0, installed.Error);
        installed.Output.ShouldEndWith("✓ Successfully installed: greeter v0.1.0\n");
        ((int)(await http.GetAsync(address)).StatusCode).ShouldBe(401);
        http.DefaultRequestHeaders.Authorization = new("Bearer", await NewToken());
        (await http.GetStringAsync(address)).ShouldBe("""{"message":"Hello, world!"}""");

        (await Run("disable", "greeter")).ShouldBe(new CliResult(0, "✓ Disabled extension: greeter\n", ""));
        ((int)(await http.GetAsync(address)).StatusCode).ShouldBe(404);

        // What cannot be built is not run, and the message says where the mistake is.
        File.AppendAllText(_folder.File("greeter/GreeterExtension.cs"), "\nthis is no C#");
        SetVersion("0.2.0");
        (await Run("check-updates", "greeter")).Output.ShouldEndWith("greeter: 0.1.0 → 0.2.0 (update available)\n");
        (await Run("update", "greeter")).ExitCode.ShouldBe(0);
        var enabled = await Run("enable", "greeter");
        enabled.ExitCode.ShouldBe(1);
        enabled.Error.ShouldContain("Error: It does not run: GreeterExtension.cs:19:");
        (await Run("list")).Output.ShouldContain("greeter v0.2.0  [○ disabled]");
        (await Run("uninstall", "greeter", "-y")).Output.ShouldStartWith("✓ Uninstalled extension: greeter\n");
    }

    [Fact]
    public async Task What_cannot_be_done_is_one_clear_line()
    {
        await Prepare();
        Directory.CreateDirectory(_folder.File("empty"));
        foreach (var (error, arguments) in new (string, string[])[]
        {
            ("Invalid extension name 'Greeter'. Must be lowercase alphanumeric with hyphens, starting with a letter.", ["new", "Greeter"]),
            ("./empty already exists.", ["new", "empty"]),
            ("Invalid GitHub URL format: nothing", ["install", "nothing", "--yes"]),
            ("Invalid GitHub URL format: ext::sh -c evil", ["install", "ext::sh -c evil", "--yes"]),
            ("Manifest not found: extension.toml", ["install", "./empty", "--yes"]),
            ($"There is no folder {_folder.File("missing")}", ["install", "./missing", "--yes"]),
            ("Extension 'none' not found.", ["uninstall", "none", "--yes"]),
            ("Extension 'none' not found.", ["enable", "none"]),
            ("Extension 'none' not found.", ["update", "none"]),
        })
        {
            (await Run(arguments)).ShouldBe(new CliResult(1, "", $"Error: {error}\n"));
        }

        await Run("new", "greeter");
        var unasked = await Run("install", "./greeter");
        unasked.ExitCode.ShouldBe(1);
        unasked.ErrorLines[^1].ShouldBe("Error: There is nobody to ask. Give --yes to go on without a question.");
        File.AppendAllText(_folder.Settings, "\n[extensions]\nenabled = false\n");
        (await Run("install", "./greeter", "--yes")).ErrorLines[^1].ShouldBe("Error: Extensions are off: extensions_enabled is false.");
    }

    private async Task Prepare()
    {
        (await CliProcess.Initialize(_folder.Path)).ExitCode.ShouldBe(0);
    }

    private void SetVersion(string version)
    {
        var manifest = _folder.File("greeter/extension.toml");
        File.WriteAllText(manifest, File.ReadAllText(manifest).Replace("\"0.1.0\"", $"\"{version}\"", StringComparison.Ordinal));
    }

    private async Task<string> NewToken()
    {
        var made = await CliProcess.Run(_folder.Path, "admin", "token", "create", "--name", "tests", "--json");
        return JsonElement.Parse(made.Output).GetProperty("token_value").GetString()!;
    }

    private Task<CliResult> Run(params string[] arguments) => CliProcess.Run(_folder.Path, ["extensions", .. arguments]);
}
