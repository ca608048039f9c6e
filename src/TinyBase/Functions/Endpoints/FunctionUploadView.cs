using TinyBase.Functions.Versions;

namespace TinyBase.Functions.Endpoints;

/// <summary>What came of an upload.</summary>
internal sealed record FunctionUploadView(
    string FunctionName, string VersionId, string ContentHash, bool IsNewVersion, string Message, IReadOnlyList<string> Warnings)
{
    public static FunctionUploadView Of(UploadedVersion version) =>
        new(version.FunctionName, version.VersionId, version.ContentHash, version.IsNew, version.Message, version.Warnings);

    /// <summary>One of several that was refused.</summary>
    public static FunctionUploadView Failed(string fileName, string detail) => new(
        fileName.EndsWith(".cs", StringComparison.Ordinal) ? fileName[..^3] : fileName,
        string.Empty,
        string.Empty,
        IsNewVersion: false,
        $"Upload failed: {detail}",
        []);
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
internal sealed record FunctionVersionSource(string Id, string FunctionName, string Source);
