using System.Text.Json;

namespace TinyBase.Client;

/// <summary>What a change of a collection would do, found without changing anything.</summary>
public sealed record CollectionDryRun
{
    /// <summary>Whether the records would let it happen.</summary>
    public required bool WouldSucceed { get; init; }

    /// <summary>What the change would be refused with; null for nothing.</summary>
    public string? Refusal { get; init; }

    /// <summary>How many records the collection has.</summary>
    public required long Rows { get; init; }

    /// <summary>The steps of the change, in order.</summary>
    public required IReadOnlyList<CollectionChangeStep> Changes { get; init; }

    /// <summary>The statements that it would run on the collection's table, in order.</summary>
    public required IReadOnlyList<string> Sql { get; init; }
}

/// <summary>What one step of a change of a collection would do.</summary>
public sealed record CollectionChangeStep
{
    /// <summary>
    /// What it does: <c>add_field</c>, <c>rename_field</c>, <c>convert_field</c>, <c>change_rules</c>, <c>remove_field</c>, <c>purge</c>,
    /// <c>add_index</c>, <c>drop_index</c>, <c>change_options</c> or <c>change_label</c>.
    /// </summary>
    public required string Action { get; init; }

    /// <summary>The field that it is about, by its new name; null for none or several.</summary>
    public string? Field { get; init; }

    /// <summary>What it was before: a name, a type, or the access rules where a change of options changes them.</summary>
    public string? From { get; init; }

    /// <summary>What it is to be.</summary>
    public string? To { get; init; }

    /// <summary>How many records it would change in what they hold.</summary>
    public long RowsTouched { get; init; }

    /// <summary>How many values it would turn into ones of another type.</summary>
    public long ValuesConverted { get; init; }

    /// <summary>How many values would not survive it.</summary>
    public long ValuesLost { get; init; }

    /// <summary>How many values that have to be unique are there more than once.</summary>
    public long Duplicates { get; init; }

    /// <summary>How many records break the new rules. They stay, but a later change of them has to mend them.</summary>
    public long RecordsBreakingRules { get; init; }

    /// <summary>The first of the records that it is refused for, else of those that break the new rules; at most five.</summary>
    public IReadOnlyList<CollectionChangeRecord> Records { get; init; } = [];

    /// <summary>What is worth knowing, for people; null for nothing.</summary>
    public string? Detail { get; init; }
}

/// <summary>A record that stands in the way of a change, or that breaks new rules.</summary>
public sealed record CollectionChangeRecord
{
    /// <summary>Its id; of several records with one value the first one's.</summary>
    public required Guid Id { get; init; }

    /// <summary>Its value, of several fields an array; null where it has none, or a large one.</summary>
    public JsonElement? Value { get; init; }

    /// <summary>How many records have the value.</summary>
    public long Records { get; init; }
}
