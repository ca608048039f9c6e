using System.Globalization;
using System.Text.Json.Nodes;

namespace TinyBase.Examples.LoadData;

/// <summary>
/// Reads CSV with a header (RFC 4180). An empty cell is null; a column is of numbers if all its cells are, else of text.
/// </summary>
internal static class CsvTable
{
    public static Table Parse(string text)
    {
        var lines = new CsvReader(text).ReadLines().ToList();
        if (lines.Count == 0)
        {
            throw new InvalidDataException("a header is expected");
        }

        var (header, rows) = (lines[0], lines[1..]);
        for (var i = 0; i < rows.Count; i++)
        {
            if (rows[i].Count != header.Count)
            {
                throw new InvalidDataException($"row {i + 1}: {header.Count} cells are expected, not {rows[i].Count}");
            }
        }

        var readers = header.Select((_, column) => ReaderFor(rows.Select(row => row[column]))).ToList();
        return new Table(header, [.. rows.Select(row => row.Select((cell, column) => cell.Length == 0 ? null : readers[column](cell)).ToList())]);
    }

    private static Func<string, JsonNode?> ReaderFor(IEnumerable<string> cells)
    {
        var given = cells.Where(cell => cell.Length > 0).ToList();
        return given.TrueForAll(cell => Integer(cell) is not null) ? Integer
            : given.TrueForAll(cell => Number(cell) is not null) ? Number
            : cell => JsonValue.Create(cell);
    }

    // A code such as 007 is text: as a number it would lose its zeros.
    private static JsonNode? Integer(string cell) =>
        long.TryParse(cell, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
        && value.ToString(CultureInfo.InvariantCulture) == cell
            ? JsonValue.Create(value)
            : null;

    private static JsonNode? Number(string cell) =>
        double.TryParse(cell, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value)
        && double.IsFinite(value)
        && cell.TrimStart('-') is not ['0', >= '0' and <= '9', ..]
            ? JsonValue.Create(value)
            : null;
}
