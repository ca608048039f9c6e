using System.CommandLine;
using System.Net.Http.Headers;

using TinyBase.Cli.Control;
using TinyBase.Cli.Deployment;
using TinyBase.Cli.Workspaces;
using TinyBase.Configuration;
using TinyBase.Functions.Building;
using TinyBase.Functions.Versions;

namespace TinyBase.Cli.Commands.Functions;

/// <summary><c>tinybase functions deploy</c>: uploads functions to a server, which builds them before they take over.</summary>
internal sealed class FunctionsDeployCommand : WorkspaceCommand, IHasExamples
{
    private readonly FunctionNamesArgument _names = new("The functions to deploy. Default: all.");

    private readonly Option<string?> _environment = new("--env", "-e")
    {
        Description = $"The server: api_url in [environments.NAME] of tinybase.toml. Default: {DeploymentTarget.AddressVariable}, else {DeploymentTarget.DefaultName}.",
        HelpName = "name",
    };

    private readonly Option<string?> _notes = new("--notes", "-n") { Description = "What is new, kept with the versions.", HelpName = "text" };

    private readonly Option<bool> _tokenFromInput = new("--token-stdin")
    {
        Description = $"Read the application token from the standard input. Default: {DeploymentTarget.TokenVariable}, then api_token in tinybase.toml; else it is asked for.",
    };

    private readonly JsonOption _json = new();

    public FunctionsDeployCommand()
        : base("deploy", "Upload functions to a server, with the files that they include. It builds them first; one that fails leaves the version before in place, and the others be.")
    {
        Arguments.Add(_names);
        Options.Add(_environment);
        Options.Add(_notes);
        Options.Add(_tokenFromInput);
        Options.Add(_json);
    }

    public IReadOnlyList<string> Examples { get; } =
    [
        "tinybase functions deploy",
        "tinybase functions deploy add_prices --env staging --notes 'Round to cents'",
        "TINYBASE_API_TOKEN=$(cat token) tinybase functions deploy --env production --json",
    ];

    protected override async Task<int> Run(Workspace workspace, TinyBaseOptions options, ParseResult given, CancellationToken cancel)
    {
        var error = given.InvocationConfiguration.Error;
        var notes = given.GetValue(_notes);
        if (notes?.EnumerateRunes().Count() > FunctionVersionStore.MaxNotes)
        {
            error.WriteError($"--notes must have at most {FunctionVersionStore.MaxNotes} characters.");
            return ExitCode.Usage;
        }

        var target = DeploymentTarget.Find(workspace.SettingsPath, given.GetValue(_environment), EnvironmentSettings.OfProcess(), out var problem);
        if (target is null)
        {
            error.WriteError($"{problem}.");
            return ExitCode.Usage;
        }

        using var functions = LocalFunctions.Open(options);
        if (functions.Find(given.GetValue(_names) ?? [], error) is not { } found) return ExitCode.Failure;
        if (TokenSource.Find(target.Token, given.GetValue(_tokenFromInput), error) is not { } token) return ExitCode.Usage;
        if (target.Address is { Scheme: "http", IsLoopback: false }) error.WriteWarning("The token is sent without encryption: the address begins with http.");
        using var http = NewClient(target, token);
        var report = new DeploymentReport(functions.Shown, given.GetValue(_json), given.InvocationConfiguration.Output, error);
        report.Begin(found.Count, target);
        await Deploy(new FunctionServer(http, target.Address.ToString()), functions, found, notes, report, cancel).ConfigureAwait(false);
        return report.End() ? ExitCode.Ok : ExitCode.Failure;
    }

    private static HttpClient NewClient(DeploymentTarget target, string token) => new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false })
    {
        BaseAddress = target.Address,
        Timeout = target.Timeout,
        DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", token) },
    };

    private static async Task Deploy(
        FunctionServer server, LocalFunctions functions, IReadOnlyList<LocalFunction> found, string? notes, DeploymentReport report, CancellationToken cancel)
    {
        var sources = new List<FunctionSource>();
        foreach (var function in found)
        {
            var problem = function.Problem is { } own ? new FunctionProblem(own, Path.GetFileName(function.Path)) : null;
            var source = problem is null ? functions.Read(function) : null;
            problem ??= source is null ? new FunctionProblem("It cannot be read", Path.GetFileName(function.Path)) : LocalFunctions.Outside(source);
            if (problem is not null) report.Refuse(function.Name, problem);
            else sources.Add(source!);
        }

        foreach (var group in DeploymentGroups.Of(sources))
        {
            var upload = new FunctionsToUpload([.. group.Select(source => ToUpload(source, notes))]);
            foreach (var (view, source) in (await server.Upload(upload, cancel).ConfigureAwait(false)).Zip(group)) report.Add(view, source);
        }
    }

    private static FunctionToUpload ToUpload(FunctionSource source, string? notes)
    {
        var code = FunctionCode.Of(source);
        return new FunctionToUpload(
            Path.GetFileName(source.Path), code.Content, notes, [.. code.Files.Select(file => new FileToUpload(file.Key, file.Value))]);
    }
}
