using System.Text.Json;

namespace TinyBase.Collections.DryRuns;

/// <summary>What a change of a collection would do, as clients see it.</summary>
/// <param name="DryRun">Always true: nothing was changed.</param>
/// <param name="WouldSucceed">Whether the records would let it happen.</param>
/// <param name="Refusal">What the change would be refused with; null for nothing.</param>
/// <param name="Rows">How many records there are.</param>
/// <param name="Changes">Its steps, in order.</param>
/// <param name="Sql">The statements that it would run on the collection's table, in order.</param>
internal sealed record DryRunView(
    bool DryRun, bool WouldSucceed, string? Refusal, long Rows, IReadOnlyList<StepView> Changes, IReadOnlyList<string> Sql);

/// <summary>What one step would do.</summary>
internal sealed record StepView
{
    public required string Action { get; init; }

    public required string? Field { get; init; }

    public required string? From { get; init; }

    public required string? To { get; init; }

    /// <summary>How many records it would change in what they hold.</summary>
    public long RowsTouched { get; init; }

    /// <summary>How many values it would turn into ones of another type.</summary>
    public long ValuesConverted { get; init; }

    /// <summary>How many values would not survive it.</summary>
    public long ValuesLost { get; init; }

    /// <summary>How many values that have to be unique are there more than once.</summary>
    public long Duplicates { get; init; }

    /// <summary>How many records break the new rules; they stay, but a later change of them has to mend them.</summary>
    public long RecordsBreakingRules { get; init; }

    /// <summary>The first of the records that it is refused for, else of those that break the new rules.</summary>
    public IReadOnlyList<StepOffender> Records { get; init; } = [];

    /// <summary>What is worth knowing, for people; null for nothing.</summary>
    public string? Detail { get; init; }
}

/// <summary>A record that a step would not get past, or that breaks new rules.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Value">Its value, of several fields an array; null where it has none or a large one.</param>
/// <param name="Records">How many records have it.</param>
internal sealed record StepOffender(string Id, JsonElement? Value, long Records);
