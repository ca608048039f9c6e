namespace TinyBase.Client;

/// <summary>What became of the lines of an import.</summary>
public sealed record ImportResult
{
    /// <summary>How many records were added.</summary>
    public required long Imported { get; init; }

    /// <summary>How many lines were refused.</summary>
    public required long Refused { get; init; }

    /// <summary>Each line up to this one was imported, refused or blank, and none after it was touched.</summary>
    public required long Lines { get; init; }

    /// <summary>The refused lines in their order, without those in <see cref="ErrorsOmitted"/>.</summary>
    public required IReadOnlyList<RefusedLine> Errors { get; init; }

    /// <summary>How many refused lines are not listed, since the answer would have become too large.</summary>
    public required long ErrorsOmitted { get; init; }
}

/// <summary>A line of an import that was refused.</summary>
public sealed record RefusedLine
{
    /// <summary>Its number, from 1: for records that were given as objects, the place of the object.</summary>
    public required long Line { get; init; }

    /// <summary>What is wrong with it, in one text.</summary>
    public required string Detail { get; init; }

    /// <summary>The fields that are wrong; empty if the refusal is not about fields.</summary>
    public IReadOnlyList<FieldError> Errors { get; init; } = [];
}
