using System.CommandLine;

using TinyBase.Cli.Workspaces;
using TinyBase.Configuration;
using TinyBase.Functions.Building;
using TinyBase.Functions.Endpoints;

namespace TinyBase.Cli.Commands.Functions;

/// <summary><c>tinybase functions check</c>: builds functions as the server would and says what is wrong with them.</summary>
internal sealed class FunctionsCheckCommand : WorkspaceCommand, IHasExamples
{
    private readonly FunctionNamesArgument _names = new("The functions to check. Default: all.");

    private readonly JsonOption _json = new();

    public FunctionsCheckCommand()
        : base("check", "Build functions as the server would and show what is wrong with them. Fails if one cannot be served.")
    {
        Arguments.Add(_names);
        Options.Add(_json);
    }

    public IReadOnlyList<string> Examples { get; } =
    [
        "tinybase functions check",
        "tinybase functions check add_prices",
        "tinybase functions check --json",
    ];

    protected override async Task<int> Run(Workspace workspace, TinyBaseOptions options, ParseResult given, CancellationToken cancel)
    {
        var (output, error) = (given.InvocationConfiguration.Output, given.InvocationConfiguration.Error);
        using var functions = LocalFunctions.Open(options);
        if (functions.Find(given.GetValue(_names) ?? [], error) is not { } found) return ExitCode.Failure;
        var results = await Task.WhenAll(found.Select(function => functions.Build(function, cancel))).ConfigureAwait(false);
        var failed = results.Count(result => result.Build is null);
        if (given.GetValue(_json)) output.WriteJson(found.Zip(results, CheckedFunction.Of));
        else
        {
            foreach (var (function, result) in found.Zip(results)) Write(function, result, functions.Shown, output, error);
            output.WriteLine($"{found.Count} checked, {failed} cannot be served.");
        }

        return failed == 0 ? ExitCode.Ok : ExitCode.Failure;
    }

    private static void Write(LocalFunction function, BuildResult result, string folder, TextWriter output, TextWriter error)
    {
        foreach (var problem in result.Problems) error.WriteLine(ProblemText.Of(problem, folder));
        if (result.Build is not { Metadata: var metadata }) return;
        output.WriteLine($"{function.Shown}: ok");
        if (metadata is { Auth: AuthLevel.Public, RunAs: RunAs.System })
        {
            error.WriteWarning($"{function.Shown}: it runs with the rights of an admin and may be called by anybody.");
        }
    }

    private sealed record CheckedFunction(string Name, string File, bool Ok, IReadOnlyList<FunctionErrorView> Errors)
    {
        public static CheckedFunction Of(LocalFunction function, BuildResult result) =>
            new(function.Name, function.Shown, result.Build is not null, [.. result.Problems.Select(FunctionErrorView.Of)]);
    }
}
