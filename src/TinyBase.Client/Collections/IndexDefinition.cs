using System.Text.Json.Serialization;

namespace TinyBase.Client;

/// <summary>An index over fields of a collection.</summary>
/// <param name="Fields">The names of the fields, in order.</param>
public sealed record IndexDefinition(params IReadOnlyList<string> Fields)
{
    /// <summary>Whether no two records may have the same values together. The default is false.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Unique { get; init; }
}
