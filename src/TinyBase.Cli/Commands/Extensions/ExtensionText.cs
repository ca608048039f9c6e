using TinyBase.Extensions.Packages.Endpoints;

namespace TinyBase.Cli.Commands.Extensions;

/// <summary>How extensions are written.</summary>
internal static class ExtensionText
{
    private const int RuleLength = 60;

    public const string Trust = "Extensions run inside the server with all its rights. Install only what you trust.";

    public static string NotFound(string name) => $"Extension '{Plain(name)}' not found.";

    public static string Plain(string text) => ApplicationTokenText.Plain(text);

    /// <summary>The list, a paragraph for each.</summary>
    public static IEnumerable<string> Lines(IReadOnlyList<ExtensionView> extensions)
    {
        if (extensions.Count == 0)
        {
            yield return "No extensions installed.";
            yield return "Install one with: tinybase extensions install owner/repo";
            yield break;
        }

        yield return "Installed extensions:";
        yield return new string('-', RuleLength);
        foreach (var extension in extensions)
        {
            yield return $"{extension.Name} v{Plain(extension.Version)}  [{(extension.IsEnabled ? "✓ enabled" : "○ disabled")}]";
            if (extension.Description is { } description) yield return $"  {Plain(description)}";
            if (extension.Author is { } author) yield return $"  Author: {Plain(author)}";
            yield return $"  Source: {Plain(extension.RepoUrl)}";
            if (extension.Reason is { } reason) yield return $"  Does not run: {Plain(reason)}";
            if (extension.UpdateAvailable is { } version) yield return $"  Update available: {Plain(version)}";
            if (extension.RestartNeeded) yield return "  Code of an earlier version is loaded until the server is restarted.";
        }
    }

    /// <summary>What an extension says of itself and asks for.</summary>
    public static IEnumerable<string> Lines(ExtensionPreview extension)
    {
        yield return $"{extension.Name} v{Plain(extension.Version)}";
        if (extension.Description is { } description) yield return $"  {Plain(description)}";
        if (extension.Author is { } author) yield return $"  Author: {Plain(author)}";
        if (extension.Homepage is { } homepage) yield return $"  Homepage: {Plain(homepage)}";
        if (extension.Revision is { } revision) yield return $"  Commit: {revision}";
        if (extension.Asks.Count > 0) yield return "  It says it uses:";
        foreach (var ask in extension.Asks) yield return $"    {ask.Name}{(ask.Reason is { } reason ? $": {Plain(reason)}" : string.Empty)}";
        if (extension.Settings.Count > 0) yield return "  Its settings:";
        foreach (var setting in extension.Settings)
        {
            yield return $"    {setting.Key} ({setting.Type}{(setting.Secret ? ", secret" : string.Empty)}){(setting.Description is { } text ? $": {Plain(text)}" : string.Empty)}";
        }
    }
}
