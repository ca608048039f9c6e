using Shouldly;

using Xunit;

namespace TinyBase.Server.Tests.Cli;

/// <summary>What the shells themselves make of the scripts.</summary>
public sealed class CompletionTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>A line, and what may stand at its end.</summary>
    public static TheoryData<string, string[]> Lines => new()
    {
        { "tinybase se", ["serve"] },
        { "tinybase completion ", ["bash", "fish", "powershell", "zsh"] },
        { "tinybase db ", ["current", "downgrade", "history", "upgrade"] },
        { "tinybase serve --in", ["--init"] },
        { "tinybase config server_po", ["server_port"] },
        { "tinybase completion z", ["zsh"] },
    };

    [Theory]
    [MemberData(nameof(Lines))]
    public async Task The_program_says_what_may_follow(string line, string[] expected)
    {
        var result = await CliProcess.Run(_folder.Path, $"[suggest:{line.Length}]", line);

        result.ExitCode.ShouldBe(0);
        result.Error.ShouldBeEmpty();
        Sorted(result.Output).ShouldBe(expected);
    }

    [Theory]
    [InlineData("[suggest]")]
    [InlineData("[suggest:]")]
    [InlineData("[suggest:999]")]
    public async Task A_request_without_a_position_means_the_end_of_the_line(string request) =>
        (await CliProcess.Run(_folder.Path, request, "tinybase ver")).ShouldBe(new CliResult(0, "version\n", ""));

    [Theory]
    [MemberData(nameof(Lines))]
    public Task Bash_completes(string line, string[] expected) => Complete(
        line, expected, "bash", "--norc", "-c",
        """
        source <(tinybase completion bash)
        COMP_LINE=$1; COMP_POINT=${#1}
        read -ra COMP_WORDS <<< "$1"
        [[ $1 == *' ' ]] && COMP_WORDS+=('')
        COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
        [[ $(complete -p tinybase) == *-F\ _tinybase* ]] || exit 9
        _tinybase tinybase
        printf '%s\n' "${COMPREPLY[@]}"
        """,
        "bash");

    [Theory]
    [MemberData(nameof(Lines))]
    public Task Zsh_completes(string line, string[] expected) => Complete(
        line, expected, "zsh", "-f", "-c",
        """
        compdef() { }
        compadd() { print -l -- ${(P)2} }
        _files() { }
        source <(tinybase completion zsh)
        BUFFER=$1 CURSOR=${#1} words=(tinybase)
        _tinybase | grep -- "^${1##* }"
        """,
        "zsh");

    [Theory]
    [MemberData(nameof(Lines))]
    public Task Fish_completes(string line, string[] expected) => Complete(
        line, expected, "fish", "--no-config", "-c", "tinybase completion fish | source; complete --do-complete $argv[1]");

    [Theory]
    [MemberData(nameof(Lines))]
    public Task PowerShell_completes(string line, string[] expected) => Complete(
        "", expected, "pwsh", "-NoProfile", "-Command",
        $"tinybase completion powershell | Out-String | Invoke-Expression; (TabExpansion2 '{line}' {line.Length}).CompletionMatches.CompletionText");

    [Theory]
    [InlineData("bash", "exec bash --norc --noprofile -i", "source <(tinybase completion bash)")]
    [InlineData("zsh", "exec zsh -f -i", "autoload -Uz compinit; compinit -u -d \"$PWD/dump\"; source <(tinybase completion zsh)")]
    [InlineData("fish", "exec fish --no-config -i", "tinybase completion fish | source")]
    public async Task The_tab_key_completes_at_a_prompt(string shell, string start, string load)
    {
        ShellTool.Require(shell);
        await using var terminal = PseudoTerminal.Run(_folder.Path, start);
        terminal.Type($"{load}; echo loa''ded{PseudoTerminal.Enter}");
        await terminal.WaitFor("loaded");

        terminal.Type("tinybase vers\t");
        await terminal.WaitFor("version");
        terminal.Type("--js\t" + PseudoTerminal.Enter);

        await terminal.WaitFor("\"version\": \"");
        terminal.Type("exit" + PseudoTerminal.Enter);
    }

    [Fact]
    public async Task A_shell_that_is_not_known_is_refused_with_those_that_are()
    {
        var result = await CliProcess.Run(_folder.Path, "completion", "tcsh");

        result.ExitCode.ShouldBe(2);
        foreach (var shell in (string[])["tcsh", "bash", "zsh", "fish", "powershell"]) result.Error.ShouldContain(shell);
    }

    private async Task Complete(string line, string[] expected, string shell, params string[] arguments)
    {
        ShellTool.Require(shell);
        ShellTool.Install(_folder.Path);

        var result = await ShellTool.Run(_folder.Path, shell, [.. arguments, .. line.Length > 0 ? (string[])[line] : []]);

        result.Error.ShouldBeEmpty();
        result.ExitCode.ShouldBe(0);
        Sorted(result.Output).ShouldBe(expected);
    }

    private static string[] Sorted(string output) =>
        [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Order(StringComparer.Ordinal)];
}
