using Microsoft.Extensions.FileSystemGlobbing;

namespace TinyBase.Functions.Building;

/// <summary>A pattern of <c>#:include</c>, such as <c>lib/*.cs</c>.</summary>
/// <param name="Folder">The folder that it counts from.</param>
/// <param name="Text">The pattern.</param>
internal sealed record IncludePattern(string Folder, string Text)
{
    /// <summary>The full paths of the files that fit it now, sorted.</summary>
    public IReadOnlyList<string> Files() =>
        [.. new Matcher().AddInclude(Text).GetResultsInFullPath(Folder).Order(StringComparer.Ordinal).Take(FunctionSource.MaxFiles)];
}
