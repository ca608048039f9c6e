using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

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

    /// <summary>Whether no two records may have the same value; null is none.</summary>
    public bool Unique { get; init; }

    /// <summary>Whether there is an index for it.</summary>
    public bool Index { get; init; }

    /// <summary>The name that the field had so far, where a change renames it.</summary>
    public string? RenamedFrom { get; init; }

    /// <summary>What the schema says of it; null for nothing.</summary>
    public string? Description { get; init; }

    public bool HasDefault => Default is not null;

    /// <summary>Whether null is a value of this field: only where nothing else could stand for an absent one.</summary>
    public bool Nullable => !Required && !HasDefault && !Type.IsJson;

    /// <summary>What the field holds when it is absent, unless that is refused: the default, null, or an empty list or dict.</summary>
    public FieldValue AbsentValue => Default ?? Type.Empty;

    /// <summary>
    /// What the field holds after a change of its type where it held nothing before: nothing either, but for one that always has a value,
    /// because it is required or a list or dict.
    /// </summary>
    public FieldValue ConvertedAbsentValue => Required || Type.IsJson ? AbsentValue : FieldValue.Null;

    /// <summary>Whether the field must be given.</summary>
    public bool MustBeGiven => Required && !HasDefault;

    /// <summary>Turns a JSON value into a stored one that keeps the rules of the field.</summary>
    public bool TryTake(
        JsonElement given, ValueArena arena, out FieldValue value, [NotNullWhen(false)] out FieldProblem? problem) =>
        Type.TryCoerce(given, arena, out value, out problem) && Check(value, out problem);

    /// <summary>
    /// What is wrong with a value that is stored and not given anew, or null: the schema may have changed since. Null stands for one
    /// that was never given.
    /// </summary>
    public FieldProblem? CheckStored(in FieldValue stored)
    {
        if (stored.IsNull) return MustBeGiven ? ErrorList.Missing : null;
        // An empty list that nobody gave may be shorter than min_length; it must not stand in the way of other changes.
        if (!Required && stored.Equals(AbsentValue)) return null;
        if (!stored.FitsIn(Type.Column)) return Type.WrongType;
        return Check(stored, out var problem) ? null : problem;
    }

    /// <summary>Whether a value of the field's type keeps its rules.</summary>
    public bool Check(in FieldValue value, [NotNullWhen(false)] out FieldProblem? problem)
    {
        foreach (var rule in Rules)
        {
            if (!rule.Check(value, out problem))
            {
                return false;
            }
        }

        problem = null;
        return true;
    }
}
