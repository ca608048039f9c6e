namespace TinyBase.Extensions.Packages;

/// <summary>The paths that files of an extension may have: the same file on every system, and inside the folder.</summary>
internal static class PackagePath
{
    private const int Longest = 400;
    private const int LongestPart = 200;
    private const int Deepest = 20;

    // What Windows takes for something else.
    private static readonly char[] Refused = ['\\', ':', '*', '?', '"', '<', '>', '|'];

    private static readonly string[] Devices = ["con", "prn", "aux", "nul", .. Enumerable.Range(1, 9).SelectMany(n => new[] { $"com{n}", $"lpt{n}" })];

    /// <summary>What is wrong with a path, which has slashes; null for nothing.</summary>
    public static string? Problem(string path)
    {
        if (path.Length is 0 or > Longest) return $"a path has 1 to {Longest} characters";
        if (path[0] == '/') return "it is absolute";
        if (path.Any(letter => char.IsControl(letter) || Refused.Contains(letter))) return @"it has a control character or one of \ : * ? "" < > |";
        var parts = path.Split('/');
        if (parts.Length > Deepest) return $"it is deeper than {Deepest} folders";
        return parts.Select(PartProblem).FirstOrDefault(problem => problem is not null);
    }

    private static string? PartProblem(string part) =>
        part.Length == 0 ? "it has an empty part"
        : part is "." or ".." ? "it leaves its folder"
        : part.Length > LongestPart ? $"it has a part of more than {LongestPart} characters"
        : part[^1] is '.' or ' ' || part[0] == ' ' ? "it has a part that begins with a space, or ends with one or with a dot"
        : Devices.Contains(part.Split('.')[0], StringComparer.OrdinalIgnoreCase) ? "it has the name of a device of Windows"
        : null;
}
