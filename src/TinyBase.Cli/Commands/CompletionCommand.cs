using System.CommandLine;

namespace TinyBase.Cli.Commands;

/// <summary><c>tinybase completion</c>: prints the script that lets a shell complete command lines.</summary>
internal sealed class CompletionCommand : Command, IHasExamples
{
    /// <summary>The shells and the files with their scripts.</summary>
    private static readonly Dictionary<string, string> Scripts = new(StringComparer.Ordinal)
    {
        ["bash"] = "completion.bash",
        ["zsh"] = "completion.zsh",
        ["fish"] = "completion.fish",
        ["powershell"] = "completion.ps1",
    };

    private readonly Argument<string> _shell = new("shell") { Description = "The shell: bash, zsh, fish or powershell.", HelpName = "shell" };

    public CompletionCommand()
        : base("completion", "Print a script that lets a shell complete commands, options and values.")
    {
        _shell.AcceptOnlyFromAmong([.. Scripts.Keys]);
        Arguments.Add(_shell);
        SetAction(Run);
    }

    public IReadOnlyList<string> Examples { get; } =
    [
        "source <(tinybase completion bash)",
        "source <(tinybase completion zsh)",
        "tinybase completion fish > ~/.config/fish/completions/tinybase.fish",
        "tinybase completion powershell | Out-String | Invoke-Expression",
    ];

    private int Run(ParseResult given)
    {
        var name = Scripts[given.GetValue(_shell)!];
        using var script = new StreamReader(typeof(CompletionCommand).Assembly.GetManifestResourceStream(name)!);
        given.InvocationConfiguration.Output.Write(script.ReadToEnd());
        return ExitCode.Ok;
    }
}
