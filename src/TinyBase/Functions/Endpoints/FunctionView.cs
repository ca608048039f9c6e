using System.Text.Json;

using TinyBase.Storage;

namespace TinyBase.Functions.Endpoints;

/// <summary>A function, as those see it who may call it.</summary>
internal sealed record FunctionView(string Name, string? Description, string Auth, IReadOnlyList<string> Tags)
{
    public static FunctionView Of(ServedFunction function) => new(
        function.Name, function.Metadata.Description, Text(function.Metadata.Auth), function.Metadata.Tags);

    public static string Text(AuthLevel auth) => auth.ToString().ToLowerInvariant();
}

/// <summary>What a function takes and gives.</summary>
internal sealed record FunctionSchemaView(
    string Name, bool HasInputModel, bool HasOutputModel, JsonElement? InputSchema, JsonElement? OutputSchema)
{
    public static FunctionSchemaView Of(ServedFunction function) => new(
        function.Name,
        function.Metadata.InputSchema is not null,
        function.Metadata.OutputSchema is not null,
        function.Metadata.InputSchema,
        function.Metadata.OutputSchema);
}

/// <summary>The file of a function as it is now.</summary>
internal sealed record FunctionSourceView(string FunctionName, string File, string Source);

/// <summary>A function, as admins see it: also one that cannot be served, and why.</summary>
/// <param name="State">ready, building or failed; of the newest content, while an older one may be answering.</param>
/// <param name="Errors">Why the newest content cannot be served.</param>
internal sealed record FunctionAdminView(
    string Name,
    string? Description,
    string? Auth,
    IReadOnlyList<string> Tags,
    string Module,
    string? FilePath,
    string? LastLoadedAt,
    bool HasInputModel,
    bool HasOutputModel,
    bool IsAsync,
    string? RunAs,
    double? TimeoutSeconds,
    string? VersionId,
    string State,
    IReadOnlyList<FunctionErrorView> Errors)
{
    public static FunctionAdminView Of(FunctionState state)
    {
        var served = state.Served;
        var metadata = served?.Metadata;
        return new FunctionAdminView(
            state.Name,
            metadata?.Description,
            metadata is null ? null : FunctionView.Text(metadata.Auth),
            metadata?.Tags ?? [],
            string.Empty,
            served?.File,
            served is null ? null : Timestamps.ToText(served.LoadedAt),
            metadata?.InputSchema is not null,
            metadata?.OutputSchema is not null,
            metadata?.IsAsync ?? false,
            metadata?.RunAs.ToString().ToLowerInvariant(),
            metadata?.TimeoutSeconds,
            served?.VersionId,
            state.IsBuilding ? "building" : state.Problems.Count > 0 ? "failed" : "ready",
            [.. state.Problems.Select(FunctionErrorView.Of)]);
    }
}

/// <summary>Why a function cannot be served.</summary>
internal sealed record FunctionErrorView(string Message, string? File, int? Line, int? Column, string? Code)
{
    public static FunctionErrorView Of(Building.FunctionProblem problem) => new(problem.Message, problem.File, problem.Line, problem.Column, problem.Code);
}
