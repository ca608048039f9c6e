using System.Text.Json.Nodes;

namespace TinyBase.Examples.LoadData;

/// <summary>Reads an array of flat objects. The columns are all the names that occur, in the order in which they first do.</summary>
internal static class JsonTable
{
    public static Table Parse(string text)
    {
        if (JsonNode.Parse(text) is not JsonArray items)
        {
            throw new InvalidDataException("an array of objects is expected");
        }

        var objects = items
            .Select((item, index) => item as JsonObject ?? throw new InvalidDataException($"row {index + 1}: an object is expected"))
            .ToList();
        var columns = objects.SelectMany(item => item.Select(member => member.Key)).Distinct().ToList();
        return new Table(columns, [.. objects.Select(item => columns.ConvertAll(column => item[column]))]);
    }
}
