using System.Text;
using System.Text.RegularExpressions;

using TinyBase.Functions.Building;

namespace TinyBase.Extensions.Packages;

/// <summary>A package that the code of an extension asks for: <c>#:package Name@1.0.0</c>.</summary>
internal sealed record CodePackage(string Name, string Version);

/// <summary>The <c>.cs</c> files of an extension: those beside its manifest, and all below <c>src</c>.</summary>
/// <param name="Files">Their full paths.</param>
/// <param name="Packages">The packages that they ask for.</param>
/// <param name="Problems">What is wrong with what they ask for.</param>
internal sealed partial record ExtensionCode(
    IReadOnlyList<string> Files, IReadOnlyList<CodePackage> Packages, IReadOnlyList<FunctionProblem> Problems)
{
    private const int MostFiles = 1000;
    private const int MostBytes = 10 * 1024 * 1024;

    /// <summary>Packages of TinyBase are always there, in the version of the server.</summary>
    private const string Own = "TinyBase.";

    /// <summary>Reads the code in a folder.</summary>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static ExtensionCode Read(string folder)
    {
        List<string> files = [.. Find(folder).Order(StringComparer.Ordinal)];
        if (files.Count == 0) return Failed($"There are no .cs files in it, and {ExtensionManifestReader.FileName} names no assembly as entry_point");
        if (files.Count > MostFiles) return Failed($"It has more than {MostFiles} .cs files");
        var packages = new Dictionary<string, CodePackage>(StringComparer.OrdinalIgnoreCase);
        List<FunctionProblem> problems = [];
        foreach (var file in files)
        {
            var name = Path.GetRelativePath(folder, file);
            if (new FileInfo(file).Length > MostBytes) return Failed($"{name} has more than {MostBytes / 1024 / 1024} MB");
            ReadDirectives(name, File.ReadAllText(file, Encoding.UTF8), packages, problems);
        }

        return new ExtensionCode(files, [.. packages.Values], problems);
    }

    [GeneratedRegex(@"^#:(?<kind>\S*)[ \t]*(?<value>[^\r\n]*?)[ \t]*\r?$", RegexOptions.Multiline)]
    private static partial Regex Directive { get; }

    [GeneratedRegex(@"^(?<name>[A-Za-z0-9_][A-Za-z0-9_.-]*)(?:@(?<version>[0-9A-Za-z.*+\-\[\](), ]+))?\z")]
    private static partial Regex Package { get; }

    private static IEnumerable<string> Find(string folder)
    {
        var inner = Path.Join(folder, "src");
        var own = Directory.EnumerateFiles(folder, "*.cs");
        return Directory.Exists(inner) ? own.Concat(Directory.EnumerateFiles(inner, "*.cs", SearchOption.AllDirectories)) : own;
    }

    private static void ReadDirectives(string file, string text, Dictionary<string, CodePackage> packages, List<FunctionProblem> problems)
    {
        foreach (Match directive in Directive.Matches(text))
        {
            var line = 1 + text.AsSpan(0, directive.Index).Count('\n');
            if (Add(directive, packages) is { } problem) problems.Add(new FunctionProblem(problem, file, line, 1));
        }
    }

    /// <summary>Takes a directive.</summary>
    /// <returns>What is wrong with it; null for nothing.</returns>
    private static string? Add(Match directive, Dictionary<string, CodePackage> packages)
    {
        if (directive.Groups["kind"].Value != "package") return "Of the directives of file-based apps, an extension can have #:package only";
        var package = Package.Match(directive.Groups["value"].Value);
        if (!package.Success) return "A package must be given by name and version, such as #:package Polly@8.6.4";
        var (name, version) = (package.Groups["name"].Value, package.Groups["version"].Value);
        if (name.StartsWith(Own, StringComparison.OrdinalIgnoreCase)) return null;
        if (version.Length == 0) return $"The package {name} must have a version, such as #:package {name}@1.0.0";
        if (packages.TryGetValue(name, out var known) && known.Version != version) return $"The package {name} is asked for in two versions, {known.Version} and {version}";
        packages[name] = new CodePackage(name, version);
        return null;
    }

    private static ExtensionCode Failed(string problem) => new([], [], [new FunctionProblem(problem)]);
}
