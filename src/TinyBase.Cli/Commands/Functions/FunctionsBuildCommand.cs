using System.CommandLine;

using TinyBase.Cli.Workspaces;
using TinyBase.Configuration;
using TinyBase.Functions.Building;

namespace TinyBase.Cli.Commands.Functions;

/// <summary><c>tinybase functions build</c>: writes a folder of functions that a server without the .NET SDK serves.</summary>
internal sealed class FunctionsBuildCommand : WorkspaceCommand, IHasExamples
{
    private readonly Option<string> _output = new("--output", "-o")
    {
        Description = "The folder to write. It is replaced if it was written so before.",
        DefaultValueFactory = _ => "built/functions",
        HelpName = "folder",
    };

    public FunctionsBuildCommand()
        : base("build", "Write a folder with the functions and their programs, which a server without the .NET SDK serves in the place of its own.") =>
        Options.Add(_output);

    public IReadOnlyList<string> Examples { get; } =
    [
        "tinybase functions build",
        "tinybase functions build --output /srv/app/functions",
    ];

    protected override async Task<int> Run(Workspace workspace, TinyBaseOptions options, ParseResult given, CancellationToken cancel)
    {
        var (output, error) = (given.InvocationConfiguration.Output, given.InvocationConfiguration.Error);
        using var functions = LocalFunctions.Open(options);
        var target = given.GetValue(_output)!;
        var folder = new BuiltFolder(functions.Folder, Path.GetFullPath(target, workspace.Root));
        if (folder.Problem() is { } problem)
        {
            error.WriteError($"{problem}.");
            return ExitCode.Failure;
        }

        var found = functions.All();
        var built = await Task.WhenAll(found.Select(function => Build(functions, function, cancel))).ConfigureAwait(false);
        var problems = built.SelectMany(one => one.Problems).ToList();
        foreach (var one in problems) error.WriteLine(ProblemText.Of(one, functions.Shown));
        if (problems.Count > 0)
        {
            error.WriteError($"{built.Count(one => one.Build is null)} of {found.Count} functions cannot be served; nothing was written.");
            return ExitCode.Failure;
        }

        folder.Write(built.Select(one => (one.Source!, one.Build!)));
        output.WriteLine($"Built {found.Count} functions into {target}");
        output.WriteLine($"Put it in the place of {functions.Shown}/ where the server is; it needs no .NET SDK there.");
        return ExitCode.Ok;
    }

    private static async Task<(FunctionSource? Source, FunctionBuild? Build, IReadOnlyList<FunctionProblem> Problems)> Build(
        LocalFunctions functions, LocalFunction function, CancellationToken cancel)
    {
        var source = functions.Read(function);
        if (source is not null && LocalFunctions.Outside(source) is { } outside) return (source, null, [outside]);
        var result = await functions.Build(function, cancel).ConfigureAwait(false);
        return (source, result.Build, result.Problems);
    }
}
