namespace TinyBase.Extensions.Packages;

/// <summary>Where an extension comes from.</summary>
/// <param name="Given">As it was given, which the list of extensions shows.</param>
internal abstract record ExtensionSource(string Given)
{
    /// <summary>Reads what somebody gives.</summary>
    /// <param name="given">A repository; for the operator also a folder or a zip file.</param>
    /// <param name="isOperator">Whether it comes from the command line, and not over the network.</param>
    public static SourceResult Parse(string given, bool isOperator) => new SourceReader(given.Trim(), isOperator).Read();
}

/// <summary>A repository of git.</summary>
/// <param name="Given">As it was given.</param>
/// <param name="Url">Its address for git.</param>
/// <param name="Branch">The branch or tag; null for the repository's own choice.</param>
/// <param name="IsOperator">Whether the operator gave it: then it may be on this machine or in a private network.</param>
internal sealed record GitSource(string Given, string Url, string? Branch, bool IsOperator) : ExtensionSource(Given);

/// <summary>A folder of this machine.</summary>
internal sealed record FolderSource(string Given, string Path) : ExtensionSource(Given);

/// <summary>A zip file of this machine, which may have been uploaded.</summary>
internal sealed record ZipSource(string Given, string Path) : ExtensionSource(Given);

/// <summary>What came of reading a source: the source, or what is wrong with it.</summary>
internal sealed record SourceResult(ExtensionSource? Source, string? Problem);
