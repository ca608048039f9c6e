using TinyBase.Cli.Commands.Functions;
using TinyBase.Functions.Building;
using TinyBase.Functions.Endpoints;

namespace TinyBase.Cli.Deployment;

/// <summary>Says what becomes of each function of a deployment: as it happens, or in the end as JSON.</summary>
internal sealed class DeploymentReport(string folder, bool isJson, TextWriter output, TextWriter error)
{
    private const int Shown = 8;

    private readonly List<DeployedFunction> _all = [];

    public void Begin(int count, DeploymentTarget target)
    {
        if (isJson) return;
        output.WriteLine($"Deploying {count} {(count == 1 ? "function" : "functions")} to {target.Address}{(target.Name is null ? "" : $" ({target.Name})")}");
    }

    /// <summary>One that is not even sent.</summary>
    public void Refuse(string name, FunctionProblem problem) =>
        Take(new DeployedFunction(name, "failed", null, null, problem.Message, [], [FunctionErrorView.Of(problem)]), "failed");

    public void Add(FunctionUploadView view, FunctionSource source)
    {
        var version = view.ContentHash.Length >= Shown ? view.ContentHash[..Shown] : null;
        var text = view.Status switch
        {
            "new_version" => $"new version {version}",
            "earlier_version" => $"back at earlier version {version}",
            "unchanged" => $"unchanged {version}",
            _ => "failed",
        };
        var errors = view.Errors.Count > 0 || view.Status != "failed"
            ? view.Errors
            : [new FunctionErrorView(view.Message, Path.GetFileName(source.Path), null, null, null)];
        Take(new DeployedFunction(source.Name, view.Status, NullIfEmpty(view.VersionId), NullIfEmpty(view.ContentHash), view.Message, view.Warnings, errors), text);
    }

    /// <summary>Writes the rest.</summary>
    /// <returns>Whether none has failed.</returns>
    public bool End()
    {
        if (isJson) output.WriteJson(_all);
        var failed = _all.Count(function => function.Status == "failed");
        if (failed > 0 && !isJson) error.WriteError($"{failed} of {_all.Count} functions failed; for those the server keeps what it had.");
        return failed == 0;
    }

    private static string? NullIfEmpty(string text) => text.Length > 0 ? text : null;

    private void Take(DeployedFunction function, string text)
    {
        _all.Add(function);
        if (isJson) return;
        output.WriteLine($"{function.Name}: {text}");
        foreach (var warning in function.Warnings) error.WriteWarning($"{function.Name}: {warning}");
        foreach (var problem in function.Errors) error.WriteLine(ProblemText.Of(problem, folder));
    }

    private sealed record DeployedFunction(
        string Name,
        string Status,
        string? VersionId,
        string? ContentHash,
        string Message,
        IReadOnlyList<string> Warnings,
        IReadOnlyList<FunctionErrorView> Errors);
}
