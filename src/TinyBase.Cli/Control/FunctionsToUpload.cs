namespace TinyBase.Cli.Control;

/// <summary>Functions that are uploaded together.</summary>
internal sealed record FunctionsToUpload(IReadOnlyList<FunctionToUpload> Functions);

/// <summary>A function with the files that it includes.</summary>
internal sealed record FunctionToUpload(string Filename, string Content, string? Notes, IReadOnlyList<FileToUpload> Files);

/// <summary>A file that is included.</summary>
internal sealed record FileToUpload(string Filename, string Content);
