using System.Text.Json.Nodes;

namespace TinyBase.Examples.LoadData;

/// <summary>What a file holds, whatever its format: each row has one value, or null, for each column.</summary>
internal sealed record Table(IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<JsonNode?>> Rows);
