using Shouldly;

using Xunit;

namespace TinyBase.Server.Tests.Cli;

public sealed class CommandTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("version")]
    [InlineData("--version")]
    public async Task The_version_is_shown(string argument)
    {
        var result = await CliProcess.Run(_folder.Path, argument);

        result.ShouldBe(new CliResult(0, $"TinyBase v{TinyBaseVersion.Current}\n", ""));
    }

    [Theory]
    [InlineData("", "Error: Required command was not provided.", "Try 'tinybase --help'.")]
    [InlineData("admin", "Error: Required command was not provided.", "Try 'tinybase admin --help'.")]
    [InlineData("bogus", "Error: There is no command 'bogus'.", "Try 'tinybase --help'.")]
    [InlineData("admin add", "Error: Required argument missing for command: 'add'.", "Try 'tinybase admin add --help'.")]
    [InlineData("serve --bogus", "Error: Unrecognized command or argument '--bogus'.", "Try 'tinybase serve --help'.")]
    [InlineData("serve --port 65536", "Error: --port must be a number from 0 to 65535, not '65536'.", "Try 'tinybase serve --help'.")]
    [InlineData("admin token create -n x -e abc", "Error: --expires-days must be a whole number, not 'abc'.", "Try 'tinybase admin token create --help'.")]
    [InlineData("serve --port web", "Error: --port must be a number from 0 to 65535, not 'web'.", "Try 'tinybase serve --help'.")]
    public async Task A_wrong_command_line_is_refused_with_a_way_on(string line, string error, string hint)
    {
        var result = await CliProcess.Run(_folder.Path, line.Split(' ', StringSplitOptions.RemoveEmptyEntries));

        result.ExitCode.ShouldBe(2);
        result.ErrorLines.ShouldBe([error, hint]);
        result.Output.ShouldBeEmpty();
        _folder.Names().ShouldBeEmpty();
    }

    [Fact]
    public async Task Help_names_every_option_and_shows_examples()
    {
        var result = await CliProcess.Run(_folder.Path, "serve", "--help");

        result.ExitCode.ShouldBe(0);
        result.Error.ShouldBeEmpty();
        foreach (var part in (string[])["-h, --host", "-p, --port", "--init", "-?, --help", "tinybase serve --host 0.0.0.0 --port 8080"])
        {
            result.Output.ShouldContain(part);
        }
    }

    [Theory]
    [InlineData("serve")]
    [InlineData("admin", "add", "a@example.com", "a long one")]
    public async Task A_folder_that_is_not_initialized_is_left_alone(params string[] arguments)
    {
        var result = await CliProcess.Run(_folder.Path, arguments);

        result.ExitCode.ShouldBe(1);
        result.ErrorLines.ShouldHaveSingleItem().ShouldEndWith("Run 'tinybase init' first.");
        _folder.Names().ShouldBeEmpty();
    }

    [Theory]
    [InlineData("serve")]
    [InlineData("init")]
    [InlineData("admin", "add", "a@example.com", "a long one")]
    public async Task All_errors_of_the_settings_are_told_at_once_each_with_its_place(params string[] arguments)
    {
        await File.WriteAllTextAsync(_folder.Settings, "[server]\nport = 99999\n");
        var variables = new Dictionary<string, string> { ["TINYBASE_LOG_LEVEL"] = "loud" };

        var result = await CliProcess.Run(_folder.Path, variables, arguments);

        result.ExitCode.ShouldBe(2);
        result.ErrorLines.Length.ShouldBe(2);
        result.ErrorLines[0].ShouldStartWith("Error: tinybase.toml:2:");
        result.ErrorLines[1].ShouldStartWith("Error: TINYBASE_LOG_LEVEL: ");
        _folder.Names().ShouldBe(["tinybase.toml"]);
    }
}
