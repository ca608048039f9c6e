using System.Collections.Immutable;

namespace TinyBase.Collections.Schema;

/// <summary>A field of a collection, as its schema declares it.</summary>
internal sealed class FieldDefinition
{
    public required string Name { get; init; }

    public required FieldType Type { get; init; }

    public bool Required { get; init; }

    /// <summary>What fills the field when it is absent, coerced and checked; null for no default.</summary>
    public FieldValue? Default { get; init; }

    public ImmutableArray<FieldRule> Rules { get; init; } = [];

    public bool HasDefault => Default is not null;

    /// <summary>Whether null is a value of this field: only where nothing else could stand for an absent one.</summary>
    public bool Nullable => !Required && !HasDefault && !Type.IsJson;

    /// <summary>What the field holds when it is absent, unless that is refused: the default, null, or an empty list or dict.</summary>
    public FieldValue AbsentValue => Default ?? Type.Empty;

    /// <summary>Whether the field must be given.</summary>
    public bool MustBeGiven => Required && !HasDefault;
}
