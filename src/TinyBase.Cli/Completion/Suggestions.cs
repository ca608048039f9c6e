using System.CommandLine;
using System.Globalization;

namespace TinyBase.Cli.Completion;

/// <summary>
/// Answers <c>tinybase [suggest:14] "tinybase serve"</c> with what may stand at that position, one a line: the protocol of
/// System.CommandLine's <c>[suggest]</c> directive, which it offers only to programs whose root names itself after the file.
/// </summary>
internal static class Suggestions
{
    private const string Directive = "[suggest";

    /// <summary>Answers such a request.</summary>
    /// <returns>Whether it was one.</returns>
    public static bool TryAnswer(Command root, string[] args, TextWriter output)
    {
        if (args is not [var first, ..] || !first.StartsWith(Directive, StringComparison.Ordinal) || !first.EndsWith(']')) return false;
        var line = args.Length > 1 ? args[^1] : "";
        var position = Position(first, line);
        var found = root.Parse(line).GetCompletions(position).Select(item => item.InsertText ?? item.Label).ToList();
        // Options are offered once a dash is typed, or where there is nothing else.
        var asksForOption = line[..position].Split(' ')[^1].StartsWith('-');
        if (!asksForOption && found.Exists(text => !IsOption(text))) found.RemoveAll(IsOption);
        foreach (var text in found) output.WriteLine(text);
        return true;
    }

    private static bool IsOption(string text) => text.StartsWith('-');

    private static int Position(string directive, string line)
    {
        var given = directive.AsSpan(Directive.Length).TrimStart(':').TrimEnd(']');
        return int.TryParse(given, NumberStyles.None, CultureInfo.InvariantCulture, out var position) && position <= line.Length
            ? position
            : line.Length;
    }
}
