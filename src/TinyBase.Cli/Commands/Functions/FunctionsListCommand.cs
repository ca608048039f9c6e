using System.CommandLine;

using TinyBase.Cli.Control;
using TinyBase.Cli.Workspaces;
using TinyBase.Configuration;
using TinyBase.Functions.Endpoints;

namespace TinyBase.Cli.Commands.Functions;

/// <summary><c>tinybase functions list</c>: the functions and how it stands with them, asked of the server if it runs.</summary>
internal sealed class FunctionsListCommand : WorkspaceCommand, IHasExamples
{
    private readonly JsonOption _json = new();

    public FunctionsListCommand()
        : base("list", "List the functions and how it stands with them: with the server if it runs, else in the folder.") => Options.Add(_json);

    public IReadOnlyList<string> Examples { get; } =
    [
        "tinybase functions list",
        "tinybase functions list --json",
    ];

    protected override async Task<int> Run(Workspace workspace, TinyBaseOptions options, ParseResult given, CancellationToken cancel)
    {
        var output = given.InvocationConfiguration.Output;
        using var server = await Administration.FindServer(options, cancel).ConfigureAwait(false);
        IReadOnlyList<ListedFunction> functions = server is null
            ? InFolder(options)
            : [.. (await server.Functions.List(cancel).ConfigureAwait(false)).Select(ListedFunction.Of)];
        if (given.GetValue(_json)) output.WriteJson(functions);
        else if (functions.Count == 0) output.WriteLine("There are no functions. Write one with 'tinybase functions new NAME'.");
        else output.WriteTable([["NAME", "AUTH", "STATE", "DESCRIPTION"], .. functions.Select(function => function.ToRow())]);
        return ExitCode.Ok;
    }

    private static List<ListedFunction> InFolder(TinyBaseOptions options)
    {
        using var functions = LocalFunctions.Open(options);
        return [.. functions.All().Select(function => ListedFunction.Of(function, functions))];
    }

    /// <param name="State">ready, building or failed; without a server also unbuilt. Of the newest content.</param>
    private sealed record ListedFunction(
        string Name,
        string? Description,
        string? Auth,
        IReadOnlyList<string> Tags,
        string? File,
        string State,
        string? VersionId,
        IReadOnlyList<FunctionErrorView> Errors)
    {
        public static ListedFunction Of(FunctionAdminView function) => new(
            function.Name,
            function.Description,
            function.Auth,
            function.Tags,
            function.FilePath,
            function.State,
            function.VersionId,
            function.Errors);

        public static ListedFunction Of(LocalFunction function, LocalFunctions functions)
        {
            var built = functions.Read(function) is { } source ? functions.Cache.Find(source)?.Metadata : null;
            return new ListedFunction(
                function.Name,
                built?.Description,
                built is null ? null : FunctionView.Text(built.Auth),
                built?.Tags ?? [],
                function.Shown,
                function.Problem is not null ? "failed" : built is null ? "unbuilt" : "ready",
                VersionId: null,
                function.Problem is { } problem ? [new FunctionErrorView(problem, Path.GetFileName(function.Path), null, null, null)] : []);
        }

        public string[] ToRow() => [Name, Auth ?? "-", State, Description?.ReplaceLineEndings(" ") ?? ""];
    }
}
