using TinyBase.Functions.Building;

namespace TinyBase.Functions.Versions;

/// <summary>A function that somebody uploads.</summary>
/// <param name="FileName">The name of its file, with <c>.cs</c>.</param>
/// <param name="Code">Its text and that of the files that come with it.</param>
/// <param name="Notes">What is new; null for nothing said.</param>
internal sealed record FunctionUpload(string FileName, FunctionCode Code, string? Notes)
{
    /// <summary>The name of the function.</summary>
    public string Name => FileName[..^3];
}

/// <summary>What came of an upload.</summary>
/// <param name="Version">The version; null if it was refused.</param>
/// <param name="Refusal">Why it was refused.</param>
internal sealed record UploadResult(UploadedVersion? Version, string? Refusal)
{
    /// <summary>Whether the server and not the file is at fault.</summary>
    public bool IsServerFault { get; init; }

    /// <summary>What is wrong with the file, where that is known more closely.</summary>
    public IReadOnlyList<FunctionProblem> Problems { get; init; } = [];

    public static UploadResult Refused(string refusal) => new(null, refusal);
}

/// <summary>What an upload changed.</summary>
internal enum UploadChange
{
    /// <summary>Its content was not there before.</summary>
    NewVersion,

    /// <summary>Its content was, but another answered meanwhile.</summary>
    EarlierVersion,

    /// <summary>It answers already.</summary>
    None,
}

/// <summary>A version that answers now.</summary>
internal sealed record UploadedVersion(
    string FunctionName, string VersionId, string ContentHash, UploadChange Change, string Message, IReadOnlyList<string> Warnings);
