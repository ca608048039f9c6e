using TinyBase.Extensions.Packages.Store;

namespace TinyBase.Extensions.Packages;

/// <summary>What came of a change of an extension.</summary>
/// <param name="Row">The extension; null where there is none.</param>
/// <param name="Problem">Why nothing was changed; null if it was.</param>
internal sealed record ExtensionChange(ExtensionRow? Row, string? Problem = null)
{
    public static ExtensionChange Refused(string problem) => new(null, problem);
}

/// <summary>What came of uninstalling an extension.</summary>
/// <param name="Problem">Why it is still there; null if it is not.</param>
/// <param name="RestartNeeded">Whether its code is still loaded.</param>
internal sealed record ExtensionRemoval(string? Problem, bool RestartNeeded);
