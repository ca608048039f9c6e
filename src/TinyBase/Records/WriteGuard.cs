using System.Text.Json.Nodes;

namespace TinyBase.Records;

/// <summary>What hooks made of a write.</summary>
/// <param name="ExpectedVersion">The version of the record that they saw; null where it does not matter.</param>
/// <param name="Creates">Records to be added in the same operation.</param>
internal sealed record WriteGuard(long? ExpectedVersion, IReadOnlyList<(string Collection, JsonObject Data)> Creates)
{
    public static readonly WriteGuard None = new(null, []);
}
