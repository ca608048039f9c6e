using System.Text.Json;
using System.Text.Json.Serialization;

namespace TinyBase.Client;

/// <summary>What the records of a collection look like.</summary>
public sealed record CollectionSchema
{
    /// <summary>Makes a schema of these fields.</summary>
    /// <param name="fields">The fields, in the order in which records show them.</param>
    [JsonConstructor]
    public CollectionSchema(params IReadOnlyList<Field> fields) => Fields = fields ?? [];

    /// <summary>The fields, in the order in which records show them.</summary>
    public IReadOnlyList<Field> Fields { get; init; }

    /// <summary>What the schema holds besides, kept so that reading and writing it back loses nothing.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Extra { get; set; }
}
