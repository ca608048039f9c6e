using System.Text.RegularExpressions;

namespace TinyBase.Configuration;

/// <summary>Turns the setting <c>db_url</c> into the path of a database file.</summary>
internal static partial class DatabasePath
{
    /// <summary>What is valid, so that "must be …" reads well.</summary>
    public const string Expected =
        "the file of a SQLite database, as sqlite:///./relative.db, sqlite:////absolute.db or a plain path (only SQLite is supported, and not in memory)";

    private const string FilePrefix = "sqlite:///";

    /// <summary>The absolute path of the database file.</summary>
    /// <param name="url">A URL or a plain path.</param>
    /// <param name="root">The folder that a relative path starts from.</param>
    /// <exception cref="ArgumentException"><paramref name="url"/> names no SQLite file.</exception>
    public static string Resolve(string url, string root) => FileOf(url) is { } file
        ? Path.GetFullPath(file, Path.GetFullPath(root))
        : throw new ArgumentException($"The database URL must be {Expected}, not {Shown(url)}.", nameof(url));

    /// <summary>Whether a URL names a SQLite file; the file itself is not looked at.</summary>
    public static bool IsValid(string url) => FileOf(url) is not null;

    /// <summary>The URL for a message. That of a database server carries a password more often than not.</summary>
    public static string Shown(string url)
    {
        var start = url.StartsWith(FilePrefix, StringComparison.OrdinalIgnoreCase) ? FilePrefix.Length : 0;
        var scheme = Scheme().Match(url[start..]);
        var shown = start + scheme.Length;
        return scheme.Success && shown < url.Length ? url[..shown] + "***" : url;
    }

    private static string? FileOf(string url)
    {
        var file = url.StartsWith(FilePrefix, StringComparison.OrdinalIgnoreCase) ? url[FilePrefix.Length..] : url;
        var isMissing = string.IsNullOrWhiteSpace(file) || file.Contains('\0', StringComparison.Ordinal);
        var isInMemory = file.Contains(":memory:", StringComparison.OrdinalIgnoreCase);
        return isMissing || isInMemory || Scheme().IsMatch(file) || Path.EndsInDirectorySeparator(file) ? null : file;
    }

    // One letter and a colon is a drive of Windows.
    [GeneratedRegex("^[A-Za-z][A-Za-z0-9+.-]+:(//)?", RegexOptions.ExplicitCapture)]
    private static partial Regex Scheme();
}
