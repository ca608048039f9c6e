namespace TinyBase.Functions.Sandboxing;

/// <summary>A program to start, and what it may reach.</summary>
/// <param name="FileName">A path, or a name that is looked up in the server's PATH.</param>
/// <param name="Arguments">The arguments, without the program's own name.</param>
/// <param name="WorkingDirectory">Where it starts. It is not readable by that alone.</param>
/// <param name="Environment">All of its environment: nothing is inherited.</param>
/// <param name="ReadablePaths">Files, and folders with all that is in them, that it may read and execute.</param>
/// <param name="WritablePaths">Folders that it may also change. Where the server is root, each is handed to the user of functions.</param>
/// <param name="Kind">What it is started for.</param>
internal sealed record SandboxedCommand(
    string FileName,
    IReadOnlyList<string> Arguments,
    string WorkingDirectory,
    IReadOnlyDictionary<string, string> Environment,
    IReadOnlyList<string> ReadablePaths,
    IReadOnlyList<string> WritablePaths,
    SandboxKind Kind)
{
    /// <summary>Folders of which it may see the names of what is in them, and no more.</summary>
    public IReadOnlyList<string> ListablePaths { get; init; } = [];

    /// <summary>
    /// Those of <see cref="WritablePaths"/> that only hold what can be made again, and outlast the program. Where the server is root and they
    /// belong to another user than the program runs as, they are emptied: it could not change what is in them.
    /// </summary>
    public IReadOnlyList<string> CachePaths { get; init; } = [];
}
