using System.Text.Json.Nodes;

namespace TinyBase.Records.Import;

/// <summary>One line of an import, from its bytes to what became of it.</summary>
internal struct ImportLine
{
    /// <summary>Its number in the body, from 1.</summary>
    public long Number { get; init; }

    /// <summary>Where its bytes are in the batch.</summary>
    public int Start { get; init; }

    /// <summary>How many bytes it has; none if they were not kept.</summary>
    public int Length { get; init; }

    /// <summary>How its fields came in, as far as the place of an error depends on it.</summary>
    public bool IsFlat { get; set; }

    /// <summary>Why it is not imported, or null.</summary>
    public RecordOutcome? Refusal { get; set; }

    /// <summary>Why the last attempt to write it did not add it, or null.</summary>
    public RecordOutcome? Taken { get; set; }

    /// <summary>Why it was not imported; null if it was.</summary>
    public readonly RecordOutcome? Outcome => Refusal ?? Taken;

    /// <summary>What hooks left of it; null where there are none.</summary>
    public HookedRecord? Hooked { get; set; }

    /// <summary>Records of hooks that are added with it.</summary>
    public readonly IReadOnlyList<(string Collection, JsonObject Data)> Creates => Hooked?.Creates ?? [];

    /// <summary>The fields as far as an error needs them.</summary>
    public readonly RecordBody Body => new(default, IsFlat);
}
