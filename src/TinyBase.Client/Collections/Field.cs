using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace TinyBase.Client;

/// <summary>A field of a collection.</summary>
/// <param name="Name">The name: a letter, then letters, digits and underscores. Items and properties need none.</param>
/// <param name="Type">The type, one of <see cref="FieldType"/>. The default is <see cref="FieldType.String"/>.</param>
public sealed record Field(string Name = "", string Type = FieldType.String)
{
    /// <summary>Whether each record needs a value. The default is false.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Required { get; init; }

    /// <summary>The value that a record gets when it is created without one. Null, the default, means none.</summary>
    public JsonNode? Default { get; init; }

    /// <summary>The least length: characters of a text, items of a list. Null, the default, means no limit.</summary>
    public int? MinLength { get; init; }

    /// <summary>The greatest length: characters of a text, items of a list. Null, the default, means no limit.</summary>
    public int? MaxLength { get; init; }

    /// <summary>The least number, date or datetime allowed, such as <c>1</c> or <c>"2026-01-31"</c>. Null, the default, means no limit.</summary>
    public JsonNode? Min { get; init; }

    /// <summary>The greatest number, date or datetime allowed, such as <c>1</c> or <c>"2026-01-31"</c>. Null, the default, means no limit.</summary>
    public JsonNode? Max { get; init; }

    /// <summary>A regular expression that must match somewhere in a text. Null, the default, means none.</summary>
    public string? Pattern { get; init; }

    /// <summary>What the field is for, for people.</summary>
    public string? Description { get; init; }

    /// <summary>Whether no two records may have the same value. The default is false.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Unique { get; init; }

    /// <summary>Whether the database keeps an index of it, for sorting and filtering. The default is false.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Index { get; init; }

    /// <summary>The values of a field of type <see cref="FieldType.Enum"/>.</summary>
    public IReadOnlyList<string>? Values { get; init; }

    /// <summary>What each item of a <see cref="FieldType.List"/> is. Null, the default, means any value.</summary>
    public Field? Items { get; init; }

    /// <summary>What the keys of a <see cref="FieldType.Dict"/> are, by name. Null, the default, means any.</summary>
    public IReadOnlyDictionary<string, Field>? Properties { get; init; }

    /// <summary>Whether keys that are not in <see cref="Properties"/> are kept. Null, the default, means that they are.</summary>
    public bool? AdditionalProperties { get; init; }

    /// <summary>
    /// The former name of the field, when an update of the collection renames it and its values are to be kept. The server
    /// does not store it.
    /// </summary>
    public string? RenamedFrom { get; init; }

    /// <summary>What the field holds besides, kept so that reading and writing it back loses nothing.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Extra { get; set; }
}
