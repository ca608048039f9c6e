namespace TinyBase.Configuration.Toml;

/// <summary>
/// A text is not TOML 1.0.0. The message names the place and never quotes more than one character of a value, so that a
/// secret that lacks its quotes does not end up in a log.
/// </summary>
internal sealed class TomlException(string path, TomlPosition position, string problem)
    : Exception($"{path}:{position}: {problem}")
{
    /// <summary>The document, as it was named by the caller.</summary>
    public string Path { get; } = path;

    /// <summary>Where the first problem is.</summary>
    public TomlPosition Position { get; } = position;

    /// <summary>The message without path and position.</summary>
    public string Problem { get; } = problem;
}
