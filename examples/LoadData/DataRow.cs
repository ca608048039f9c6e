using System.Text.Json.Nodes;

namespace TinyBase.Examples.LoadData;

/// <summary>A row of a file as the data of a record.</summary>
/// <param name="Number">The number of the row in its file; the first is 1, the header of a CSV file is not counted.</param>
/// <param name="Data">The data of the record.</param>
public sealed record DataRow(int Number, JsonObject Data);
