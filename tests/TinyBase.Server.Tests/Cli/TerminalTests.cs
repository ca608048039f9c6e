using System.Text.RegularExpressions;

using Shouldly;

using Xunit;

namespace TinyBase.Server.Tests.Cli;

/// <summary>What somebody at a terminal sees.</summary>
public sealed partial class TerminalTests : IDisposable
{
    private const string Password = "correct horse battery";

    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_password_is_asked_for_twice_and_never_shown()
    {
        await using var terminal = PseudoTerminal.Run(_folder.Path, "tinybase init > init.log && exec tinybase admin add me@example.com");

        await terminal.WaitFor("Password: ");
        terminal.Type("corrrx\u007f\u007fect horse battery" + PseudoTerminal.Enter);
        await terminal.WaitFor("Repeat the password: ");
        terminal.Type(Password + PseudoTerminal.Enter);

        (await terminal.WaitForExit()).ShouldBe(0, terminal.Screen);
        Plain(terminal).ShouldBe("Password: \nRepeat the password: \nCreated admin user: me@example.com\n");
    }

    [Fact]
    public async Task A_password_that_is_mistyped_is_asked_for_again_but_not_for_ever()
    {
        await using var terminal = PseudoTerminal.Run(_folder.Path, "exec tinybase init -e me@example.com");

        for (var attempt = 0; attempt < 3; attempt++)
        {
            terminal.Type(Password + PseudoTerminal.Enter + "something else" + PseudoTerminal.Enter);
        }

        (await terminal.WaitForExit()).ShouldBe(2, terminal.Screen);
        terminal.Screen.ShouldEndWith("The two passwords differ.\nError: No password was set.\n".Replace("Error:", "\e[31mError:\e[0m", StringComparison.Ordinal));
        _folder.Names().ShouldBe(["tinybase"]);
    }

    [Fact]
    public async Task The_admin_of_a_new_folder_gets_the_password_that_is_typed()
    {
        await using var terminal = PseudoTerminal.Run(_folder.Path, "exec tinybase init -e me@example.com");

        await terminal.WaitFor("Password: ");
        terminal.Type(Password + PseudoTerminal.Enter);
        await terminal.WaitFor("Repeat the password: ");
        terminal.Type(Password + PseudoTerminal.Enter);

        (await terminal.WaitForExit()).ShouldBe(0, terminal.Screen);
        terminal.Screen.ShouldContain("Created admin user: me@example.com\n");
        terminal.Screen.ShouldNotContain("horse");
    }

    [Fact]
    public async Task Control_C_at_a_password_ends_the_command_and_gives_the_echo_back()
    {
        await using var terminal = PseudoTerminal.Run(_folder.Path, "trap : INT; tinybase init -e me@example.com; echo code=$?; stty -a");

        await terminal.WaitFor("Password: ");
        terminal.Type("corr" + PseudoTerminal.ControlC);
        await terminal.WaitForExit();

        terminal.Screen.ShouldContain("code=130\n");
        terminal.Screen.ShouldContain(" echo ");
        terminal.Screen.ShouldMatch(@"(?m)^isig icanon ");
        terminal.Screen.ShouldNotContain("corr");
        _folder.Names().ShouldBe(["tinybase"]);
    }

    [Theory]
    [InlineData("n", "Nothing was changed.\n")]
    [InlineData("", "Nothing was changed.\n")]
    [InlineData("y", "Database downgraded to 0\n")]
    public async Task What_drops_data_is_done_once_it_is_confirmed(string answer, string outcome)
    {
        await using var terminal = PseudoTerminal.Run(_folder.Path, "tinybase init > init.log && exec tinybase db downgrade base");

        await terminal.WaitFor("Go on? [y/N] ");
        terminal.Type(answer + PseudoTerminal.Enter);

        (await terminal.WaitForExit()).ShouldBe(0, terminal.Screen);
        Plain(terminal).ShouldContain("  table _user (0 rows)\n");
        Plain(terminal).ShouldEndWith(outcome);
    }

    [Fact]
    public async Task Control_C_at_a_question_ends_the_command()
    {
        await using var terminal = PseudoTerminal.Run(_folder.Path, "trap : INT; tinybase init > init.log; tinybase db downgrade base; echo code=$?; stty -a; tinybase db current");

        await terminal.WaitFor("Go on? [y/N] ");
        terminal.Type(PseudoTerminal.ControlC);
        await terminal.WaitForExit();

        terminal.Screen.ShouldContain("code=130\n");
        terminal.Screen.ShouldContain(" echo ");
        terminal.Screen.ShouldContain("head)\n");
    }

    [Theory]
    [InlineData("tinybase bogus", "", "\e[31mError:\e[0m ")]
    [InlineData("tinybase config", "", "\e[1mSETTING")]
    [InlineData("tinybase bogus", "NO_COLOR=1", "Error: ")]
    [InlineData("tinybase config", "NO_COLOR=1", "SETTING")]
    [InlineData("tinybase bogus", "TERM=dumb", "Error: ")]
    [InlineData("tinybase bogus 2>&1 | cat", "", "Error: ")]
    [InlineData("tinybase config 2> config.log | cat", "", "SETTING")]
    public async Task Colours_are_for_terminals_that_want_them(string line, string setting, string start)
    {
        await using var terminal = PseudoTerminal.Run(_folder.Path, "touch tinybase.toml; " + line, [.. setting.Length > 0 ? (ReadOnlySpan<(string, string)>)[(setting.Split('=')[0], setting.Split('=')[1])] : []]);

        await terminal.WaitForExit();

        // What .NET itself sends a terminal once: the keypad is to send key codes.
        var screen = terminal.Screen.Replace("\e[?1h\e=", "", StringComparison.Ordinal);
        screen.ShouldStartWith(start, Case.Sensitive);
        screen.Contains('\e', StringComparison.Ordinal).ShouldBe(start.Contains('\e', StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("serve --init --port 0")]
    [InlineData("serve --init --port 0 --reload")]
    public async Task Control_C_stops_a_server(string arguments)
    {
        await using var terminal = PseudoTerminal.Run(_folder.Path, $"trap : INT; tinybase {arguments}; echo code=$?; stty -a");

        await terminal.WaitFor("/health");
        terminal.Type(PseudoTerminal.ControlC);
        await terminal.WaitForExit();

        terminal.Screen.ShouldContain("code=0\n");
        terminal.Screen.ShouldContain(" echo ");
        _folder.Names().ShouldNotContain("tinybase.db-wal");
    }

    [Fact]
    public async Task A_password_can_be_piped_in()
    {
        ShellTool.Require("bash");
        ShellTool.Install(_folder.Path);

        var init = await ShellTool.Run(_folder.Path, "bash", "-c", $"echo '{Password}' | tinybase init -e me@example.com --password-stdin");
        var add = await ShellTool.Run(_folder.Path, "bash", "-c", $"echo '{Password}' | tinybase admin add you@example.com --password-stdin");
        var twice = await ShellTool.Run(_folder.Path, "bash", "-c", $"echo '{Password}' | tinybase admin add you@example.com other-password --password-stdin");
        var none = await ShellTool.Run(_folder.Path, "bash", "-c", "tinybase admin add you@example.com < /dev/null");

        init.Output.ShouldContain("Created admin user: me@example.com\n");
        add.ShouldBe(new CliResult(0, "Created admin user: you@example.com\n", ""));
        twice.ShouldBe(new CliResult(2, "", "Error: The password is given on the command line and with --password-stdin. Give it once.\n"));
        none.ShouldBe(new CliResult(2, "", "Error: The password is missing, and there is no terminal to ask for it. Use --password-stdin or TINYBASE_ADMIN_PASSWORD.\n"));
    }

    [Fact]
    public async Task A_password_can_stand_in_the_environment()
    {
        var variables = new Dictionary<string, string> { ["TINYBASE_ADMIN_PASSWORD"] = Password };
        await CliProcess.Initialize(_folder.Path);

        var added = await CliProcess.Run(_folder.Path, variables, "admin", "add", "me@example.com");
        var given = await CliProcess.Run(_folder.Path, variables, "admin", "add", "me@example.com", "short");

        added.ShouldBe(new CliResult(0, "Created admin user: me@example.com\n", ""));
        given.ExitCode.ShouldBe(1);
    }

    [Fact]
    public async Task A_reader_that_has_enough_is_no_error()
    {
        ShellTool.Require("bash");
        ShellTool.Install(_folder.Path);

        var result = await ShellTool.Run(_folder.Path, "bash", "-c", "set -o pipefail; tinybase config 2> /dev/null | head -n 1; tinybase config --json 2> /dev/null | true");

        result.ExitCode.ShouldBe(0);
        result.Error.ShouldBeEmpty();
        result.Output.ShouldStartWith("SETTING");
    }

    /// <summary>The screen without what steers the terminal.</summary>
    private static string Plain(PseudoTerminal terminal) => Steering().Replace(terminal.Screen, "");

    [GeneratedRegex(@"\e(\[[?0-9;]*[a-zA-Z]|[=>])", RegexOptions.ExplicitCapture)]
    private static partial Regex Steering();
}
