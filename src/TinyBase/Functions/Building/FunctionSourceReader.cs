using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

using TinyBase.Functions.Sandboxing.Linux;

namespace TinyBase.Functions.Building;

/// <summary>Reads one function: its file, those that it includes, and the settings around it.</summary>
internal sealed partial class FunctionSourceReader(string path, string folder)
{
    /// <summary>What MSBuild and NuGet read beside the file, wherever it stands above. NuGet knows three spellings of its own.</summary>
    private static readonly string[] Names =
    [
        "Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props",
        "nuget.config", "NuGet.config", "NuGet.Config", "global.json",
    ];

    private readonly SortedDictionary<string, (string Bytes, string Text)> _includes = new(StringComparer.Ordinal);
    private readonly List<string> _absent = [];
    private readonly List<IncludePattern> _patterns = [];
    private string? _unfollowed;

    public FunctionSource Read()
    {
        var own = ReadFile(path);
        Follow(path, own);
        var settings = Around().ToLookup(File.Exists);
        _absent.AddRange(settings[false]);
        var contentHash = WithIncludes(HashOfText(own), file => file.Text);
        var hash = HashOf(settings[true]
            .Select(file => (Path.GetRelativePath(folder, file), HashOf(ReadFile(file))))
            .Prepend((TinyBaseVersion.Current, WithIncludes(HashOf(own), file => file.Bytes))));
        return new FunctionSource(
            Path.GetFileNameWithoutExtension(path), path, folder, [.. _includes.Keys], [.. settings[true]], contentHash, hash)
        {
            Absent = _absent,
            Patterns = _patterns,
            Unfollowed = _unfollowed,
        };
    }

    [GeneratedRegex(@"^\s*#:include\s+(.+?)\s*$", RegexOptions.Multiline)]
    private static partial Regex Include { get; }

    private static string HashOf(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));

    /// <summary>
    /// The hash of a text as it is kept and written back: UTF-8 without a mark. What the compiler makes of a file depends on its bytes.
    /// </summary>
    private static string HashOfText(byte[] content) => HashOf(Encoding.UTF8.GetBytes(TextOf(content)));

    private string WithIncludes(string own, Func<(string Bytes, string Text), string> hash) => _includes.Count == 0
        ? own
        : HashOf(_includes.Select(file => (Relative(file.Key), hash(file.Value))).Prepend((string.Empty, own)));

    private static string HashOf(IEnumerable<(string Name, string Hash)> files) =>
        HashOf(Encoding.UTF8.GetBytes(string.Concat(files.Select(file => $"{file.Name}\0{file.Hash}\0"))));

    private static byte[] ReadFile(string path)
    {
        // A pipe would be waited for without end.
        if (SystemCall.IsKnown && !FileStatus.IsRegularFile(path)) throw new IOException($"{path} is no file with content");
        return new FileInfo(path).Length <= FunctionSource.MaxBytes
            ? File.ReadAllBytes(path)
            : throw new IOException($"{path} is larger than {FunctionSource.MaxBytes >> 20} MiB");
    }

    /// <summary>Adds the files that a file includes, each once, and those that they include.</summary>
    private void Follow(string file, byte[] content)
    {
        if (!file.EndsWith(".cs", StringComparison.OrdinalIgnoreCase)) return;
        foreach (Match include in Include.Matches(TextOf(content)))
        {
            // As MSBuild takes it: a list, with either slash.
            foreach (var given in include.Groups[1].Value.Replace('\\', '/').Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            {
                foreach (var included in Resolve(Path.GetDirectoryName(file)!, given)) Take(included);
            }
        }
    }

    /// <summary>The text as the compiler reads it: without the mark at its beginning, which may say that it is UTF-16.</summary>
    private static string TextOf(byte[] content)
    {
        using var reader = new StreamReader(new MemoryStream(content));
        return reader.ReadToEnd();
    }

    private void Take(string file)
    {
        if (file == path || _includes.ContainsKey(file) || _includes.Count >= FunctionSource.MaxFiles) return;
        if (!File.Exists(file))
        {
            _absent.Add(file);
            return;
        }

        var content = ReadFile(file);
        _includes[file] = (HashOf(content), HashOfText(content));
        Follow(file, content);
    }

    private IReadOnlyList<string> Resolve(string from, string given)
    {
        if (given.AsSpan().ContainsAny("?%") || given.Contains("$(", StringComparison.Ordinal) || given.Contains("@(", StringComparison.Ordinal))
        {
            _unfollowed ??= given;
            return [];
        }

        if (!given.Contains('*', StringComparison.Ordinal)) return [Path.GetFullPath(given, from)];
        var pattern = new IncludePattern(from, given);
        _patterns.Add(pattern);
        return pattern.Files();
    }

    private IEnumerable<string> Around() =>
        new[] { folder, Path.GetDirectoryName(folder) }.OfType<string>().SelectMany(_ => Names, Path.Join);

    private string Relative(string file) => Path.GetRelativePath(Path.GetDirectoryName(path)!, file).Replace('\\', '/');
}
