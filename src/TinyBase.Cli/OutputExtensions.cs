using System.Text.Encodings.Web;
using System.Text.Json;

using TinyBase.Cli.Terminals;
using TinyBase.Functions.Workers;

namespace TinyBase.Cli;

/// <summary>The forms in which commands write.</summary>
internal static class OutputExtensions
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
        // The results of functions are the deepest.
        MaxDepth = ResultFrame.MaxDepth,
        // The output is read by programs and people, not put into a web page.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static void WriteError(this TextWriter error, string message) =>
        error.WriteLine($"{error.Style("Error:", TextStyle.Red)} {message}");

    public static void WriteWarning(this TextWriter error, string message) =>
        error.WriteLine($"{error.Style("Warning:", TextStyle.Yellow)} {message}");

    /// <summary>Writes one JSON document.</summary>
    public static void WriteJson<T>(this TextWriter output, T document) => output.WriteLine(JsonSerializer.Serialize(document, Json));

    /// <summary>Writes rows in aligned columns, the first row as their heads.</summary>
    public static void WriteTable(this TextWriter output, params IReadOnlyList<string[]> rows)
    {
        var widths = rows[0].Select((_, column) => rows.Max(row => row[column].Length)).ToArray();
        for (var i = 0; i < rows.Count; i++)
        {
            var line = string.Join("  ", rows[i].Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd();
            output.WriteLine(i == 0 ? output.Style(line, TextStyle.Bold) : line);
        }
    }

    private static string Style(this TextWriter output, string text, TextStyle style) =>
        output is TerminalWriter terminal ? terminal.Style(text, style) : text;
}
