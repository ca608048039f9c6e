namespace TinyBase.Cli.Workspaces;

/// <summary>The file of a function in the workspace.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Path">The full path.</param>
/// <param name="Shown">The path as it is shown, from the current folder.</param>
/// <param name="Problem">Why no function can have the name; null if one can.</param>
internal sealed record LocalFunction(string Name, string Path, string Shown, string? Problem);
