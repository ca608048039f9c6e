using System.Text.RegularExpressions;

using TinyBase.Functions.Building;

namespace TinyBase.Functions.Versions;

/// <summary>What is checked of a file before it is even built.</summary>
internal static partial class UploadRules
{
    /// <summary>What admins are told of, and may want all the same.</summary>
    private static readonly (string Text, string Warning)[] Dangerous =
    [
        ("Process.Start", "Potentially dangerous call: Process.Start"),
        ("Assembly.Load", "Potentially dangerous call: Assembly.Load"),
        ("DllImport", "Potentially dangerous attribute: DllImport"),
        ("LibraryImport", "Potentially dangerous attribute: LibraryImport"),
    ];

    /// <summary>Why an upload is refused; null if it is not.</summary>
    public static string? Refusal(FunctionUpload upload, int maxBytes)
    {
        if (NameRefusal(upload.FileName) is { } refusal) return refusal;
        var size = upload.Code.Size;
        if (size > maxBytes) return $"File size ({size} bytes) exceeds maximum ({maxBytes} bytes)";
        return upload.Code.Files.Keys.Select(IncludedRefusal)
            .Concat(upload.Code.Files.Values.Prepend(upload.Code.Content).Select(DirectiveRefusal))
            .FirstOrDefault(found => found is not null);
    }

    /// <summary>What somebody should look at.</summary>
    public static IReadOnlyList<string> Warnings(FunctionCode code) =>
    [
        .. Dangerous
            .Where(one => code.Files.Values.Prepend(code.Content).Any(text => text.Contains(one.Text, StringComparison.Ordinal)))
            .Select(one => one.Warning),
    ];

    [GeneratedRegex(@"^[A-Za-z_][A-Za-z0-9_]{0,99}\z")]
    private static partial Regex Identifier { get; }

    [GeneratedRegex(@"^\s*#:(?<kind>project|include)\s+(?<path>.+?)\s*$", RegexOptions.Multiline)]
    private static partial Regex Directive { get; }

    /// <summary>A file that is included: none that would be a function itself, and none that the build looks for by its name.</summary>
    [GeneratedRegex(@"^(?:_[A-Za-z0-9_.-]*|[A-Za-z0-9_][A-Za-z0-9_.-]*(?:/[A-Za-z0-9_][A-Za-z0-9_.-]*)*/[A-Za-z0-9_][A-Za-z0-9_.-]*)\.cs\z")]
    private static partial Regex Included { get; }

    private static string? NameRefusal(string fileName)
    {
        if (!fileName.EndsWith(".cs", StringComparison.Ordinal)) return "Filename must end with .cs";
        if (fileName.Contains("..", StringComparison.Ordinal) || fileName.AsSpan().IndexOfAny('/', '\\', '\0') >= 0)
        {
            return "Filename cannot contain path traversal characters";
        }

        var stem = fileName[..^3];
        if (!Identifier.IsMatch(stem))
        {
            return $"Filename '{stem}' must be a valid C# identifier (letters, digits and underscores, no leading digit)";
        }

        if (FunctionName.KeywordProblem(stem) is { } keyword) return keyword;
        return stem[0] == '_' || FunctionName.Problem(stem) is not null ? $"Filename '{stem}' is reserved" : null;
    }

    private static string? IncludedRefusal(string path) => Included.IsMatch(path) && !path.Contains("..", StringComparison.Ordinal)
        ? null
        : $"'{path}' must be the path of a .cs file in the folder of the functions: one whose name begins with _, or one in a folder below";

    private static string? DirectiveRefusal(string content)
    {
        foreach (Match directive in Directive.Matches(content))
        {
            var path = directive.Groups["path"].Value;
            if (directive.Groups["kind"].Value == "project") return $"'#:project {path}' is not allowed in an uploaded function; use '#:package'";
            if (Path.IsPathRooted(path) || path.Contains("..", StringComparison.Ordinal))
            {
                return $"'#:include {path}' must name a file in the folder of the functions";
            }
        }

        return null;
    }
}
