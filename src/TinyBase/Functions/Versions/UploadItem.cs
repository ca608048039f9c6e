using TinyBase.Functions.Building;

namespace TinyBase.Functions.Versions;

/// <summary>How far one of the functions that are uploaded together has come.</summary>
internal sealed class UploadItem(FunctionUpload upload)
{
    public FunctionUpload Upload { get; } = upload;

    public string Name => Upload.Name;

    /// <summary>What came of it; null as long as it may still take over.</summary>
    public UploadResult? Result { get; set; }

    /// <summary>The file as it was built.</summary>
    public FunctionSource Source { get; set; } = null!;

    /// <summary>The program; null while it is not built.</summary>
    public FunctionBuild? Build { get; set; }

    public void Refuse(string reason, IReadOnlyList<FunctionProblem>? problems = null) =>
        Result = UploadResult.Refused(reason) with { Problems = problems ?? [] };
}
