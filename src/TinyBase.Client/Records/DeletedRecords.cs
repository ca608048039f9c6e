using System.Net;

namespace TinyBase.Client;

/// <summary>What became of records that were to be deleted together.</summary>
public sealed record DeletedRecords
{
    /// <summary>How many were deleted.</summary>
    public required int Deleted { get; init; }

    /// <summary>Those that were not, with the reason.</summary>
    public required IReadOnlyList<RefusedRecord> Refused { get; init; }
}

/// <summary>A record that was not deleted.</summary>
public sealed record RefusedRecord
{
    /// <summary>Its id.</summary>
    public required Guid Id { get; init; }

    /// <summary>What a call for this record alone would have been answered with: 404 if it is not there, 403 if the caller may not delete it.</summary>
    public required HttpStatusCode Status { get; init; }

    /// <summary>The reason in words.</summary>
    public required string Detail { get; init; }
}
