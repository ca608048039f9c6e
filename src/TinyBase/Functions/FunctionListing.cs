using TinyBase.Functions.Building;

namespace TinyBase.Functions;

/// <summary>Which files of a folder are functions.</summary>
internal static class FunctionListing
{
    /// <summary>How many functions there may be.</summary>
    private const int MaxFiles = 1000;

    /// <summary>The full paths of the files, sorted; none if the folder cannot be read.</summary>
    public static IReadOnlyList<string> Paths(string folder)
    {
        try
        {
            return
            [
                .. Directory.EnumerateFiles(folder, "*.cs")
                    .Where(path => FunctionSource.IsFunction(Path.GetFileName(path)))
                    .Order(StringComparer.Ordinal)
                    .Take(MaxFiles),
            ];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    /// <summary>Why a function cannot have a name; null if it can.</summary>
    /// <param name="others">The names of the functions before.</param>
    public static string? Problem(string name, IEnumerable<string> others) =>
        FunctionName.Problem(name)
        ?? (others.FirstOrDefault(other => string.Equals(other, name, StringComparison.OrdinalIgnoreCase)) is { } twin
            ? $"There is a function '{twin}' already, whose name differs in upper and lower case only. Rename either of them"
            : null);
}
