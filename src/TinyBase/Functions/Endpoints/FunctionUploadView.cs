using TinyBase.Functions.Versions;

namespace TinyBase.Functions.Endpoints;

/// <summary>What came of an upload.</summary>
/// <param name="Status">new_version, earlier_version, unchanged or failed.</param>
/// <param name="Errors">Why it was refused, where it is known more closely.</param>
internal sealed record FunctionUploadView(
    string FunctionName,
    string VersionId,
    string ContentHash,
    bool IsNewVersion,
    string Status,
    string Message,
    IReadOnlyList<string> Warnings,
    IReadOnlyList<FunctionErrorView> Errors)
{
    public static FunctionUploadView Of(UploadedVersion version) => new(
        version.FunctionName,
        version.VersionId,
        version.ContentHash,
        version.Change == UploadChange.NewVersion,
        WordFor(version.Change),
        version.Message,
        version.Warnings,
        []);

    /// <summary>One of several that was refused.</summary>
    public static FunctionUploadView Failed(string fileName, UploadResult result) => new(
        fileName.EndsWith(".cs", StringComparison.Ordinal) ? fileName[..^3] : fileName,
        string.Empty,
        string.Empty,
        IsNewVersion: false,
        "failed",
        $"Upload failed: {result.Refusal}",
        [],
        [.. result.Problems.Select(FunctionErrorView.Of)]);

    private static string WordFor(UploadChange change) => change switch
    {
        UploadChange.NewVersion => "new_version",
        UploadChange.EarlierVersion => "earlier_version",
        _ => "unchanged",
    };
}

/// <summary>A version of a function.</summary>
internal sealed record FunctionVersionView(
    string Id, string FunctionName, string ContentHash, long FileSize, string? DeployedByEmail, string DeployedAt, string? Notes, long ExecutionCount)
{
    public static FunctionVersionView Of(FunctionVersion version) => new(
        version.Id,
        version.FunctionName,
        version.ContentHash,
        version.FileSize,
        version.DeployedByEmail,
        version.DeployedAt,
        version.Notes,
        version.ExecutionCount);
}

/// <summary>The source of a version.</summary>
/// <param name="Files">What it includes, by the paths of the files.</param>
internal sealed record FunctionVersionSource(string Id, string FunctionName, string Source, IReadOnlyDictionary<string, string> Files);
