using System.Text.Json;
using System.Text.Json.Serialization;

namespace TinyBase.Client;

/// <summary>The options of a collection.</summary>
public sealed record CollectionOptions
{
    /// <summary>Who may do what with its records.</summary>
    public AccessRules? Access { get; init; }

    /// <summary>
    /// <c>refuse</c> to refuse records with fields that the schema does not have. Null, the default, drops such fields silently
    /// from records.
    /// </summary>
    public string? UnknownFields { get; init; }

    /// <summary>Indexes over several fields, at most 16. Null, the default, means none.</summary>
    public IReadOnlyList<IndexDefinition>? Indexes { get; init; }

    /// <summary>What the options hold besides, kept so that reading and writing them back loses nothing.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Extra { get; set; }
}
