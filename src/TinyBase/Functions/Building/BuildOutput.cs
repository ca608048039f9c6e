using System.Globalization;
using System.Text.RegularExpressions;

namespace TinyBase.Functions.Building;

/// <summary>Finds the errors in what the build of a function writes.</summary>
internal static partial class BuildOutput
{
    private const int MaxProblems = 50;
    private const int MaxText = 2000;

    /// <summary>The errors, each once; if there are none that can be told, one with the end of the output.</summary>
    /// <param name="folder">The folder of the functions, which is left out of paths.</param>
    public static IReadOnlyList<FunctionProblem> Problems(string output, string folder)
    {
        List<FunctionProblem> problems = [.. Error.Matches(output).Select(match => Read(match, folder)).Distinct().Take(MaxProblems)];
        if (problems.Count > 0) return problems;
        var end = output.Trim();
        if (end.Length > MaxText) end = end[^MaxText..];
        return [new FunctionProblem(end.Length > 0 ? $"The build failed: {end}" : "The build failed and said nothing")];
    }

    // add.cs(3,5): error CS1002: ; expected [/tmp/add.csproj]
    [GeneratedRegex(
        @"^\s*(?:(?<file>[^\r\n]+?)(?:\((?<line>\d+)(?:,(?<column>\d+))?(?:,\d+,\d+)?\))?\s*: )?(?:\w+ )?error(?: (?<code>[A-Z]+\d+))?\s*: (?<text>[^\r\n]*?)(?:\s\[[^\r\n]*\])?\r?$",
        RegexOptions.Multiline)]
    private static partial Regex Error { get; }

    private static FunctionProblem Read(Match match, string folder)
    {
        var file = Text(match.Groups["file"]);
        if (file is not null && Path.IsPathRooted(file))
        {
            var relative = Path.GetRelativePath(folder, file);
            file = relative.StartsWith("..", StringComparison.Ordinal) ? Path.GetFileName(file) : relative;
        }

        return new FunctionProblem(
            match.Groups["text"].Value, file, Number(match.Groups["line"]), Number(match.Groups["column"]), Text(match.Groups["code"]));
    }

    private static string? Text(Group group) => group.Success ? group.Value : null;

    private static int? Number(Group group) => group.Success ? int.Parse(group.Value, CultureInfo.InvariantCulture) : null;
}
