using TinyBase.Functions.Workspace;

namespace TinyBase.Extensions.Packages;

/// <summary>Writes the files of a new extension.</summary>
internal static class ExtensionTemplate
{
    private const string Suffix = "Extension";

    /// <summary>The files, by their names.</summary>
    /// <param name="name">The name of the extension, as <see cref="ExtensionManifestReader.IsName"/> wants it.</param>
    /// <param name="description">What it does, any text.</param>
    public static IReadOnlyDictionary<string, string> Make(string name, string description) => new Dictionary<string, string>(StringComparer.Ordinal)
    {
        [ExtensionManifestReader.FileName] = Fill("extensions/extension.toml", name, description),
        [ClassName(name) + ".cs"] = Fill("extensions/extension.template", name, description),
    };

    private static string Fill(string resource, string name, string description) =>
        WorkspaceResources.ReadText(resource)
            .Replace("{name}", name, StringComparison.Ordinal)
            .Replace("{Class}", ClassName(name), StringComparison.Ordinal)
            .Replace("{variable}", "TINYBASE_EXT_" + name.Replace('-', '_').ToUpperInvariant(), StringComparison.Ordinal)
            .Replace("{tinybase}", TinyBaseVersion.Current, StringComparison.Ordinal)
            .Replace("{description}", FunctionTemplate.Escape(OneLine(description)), StringComparison.Ordinal);

    /// <summary><c>currency-rates</c> becomes <c>CurrencyRatesExtension</c>.</summary>
    private static string ClassName(string name) =>
        string.Concat(name.Split('-', StringSplitOptions.RemoveEmptyEntries).Select(word => char.ToUpperInvariant(word[0]) + word[1..])) + Suffix;

    /// <summary>A manifest has its texts on one line.</summary>
    private static string OneLine(string text) => string.Concat(text.Select(letter => char.IsControl(letter) ? ' ' : letter)).Trim();
}
