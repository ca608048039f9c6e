using System.Text;

namespace TinyBase.Functions.Building;

/// <summary>The text of a function and of the files that it includes.</summary>
/// <param name="Content">The function's own file.</param>
/// <param name="Files">The others, by their paths in the folder of the functions, with slashes.</param>
internal sealed record FunctionCode(string Content, IReadOnlyDictionary<string, string> Files)
{
    /// <summary>How large it is, in bytes of UTF-8.</summary>
    public int Size => Encoding.UTF8.GetByteCount(Content) + Files.Values.Sum(Encoding.UTF8.GetByteCount);

    /// <summary>Reads the text of a function.</summary>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static FunctionCode Of(FunctionSource source) =>
        new(File.ReadAllText(source.Path), source.Includes.ToDictionary(source.Relative, File.ReadAllText, StringComparer.Ordinal));
}
