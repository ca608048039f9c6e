using TinyBase.Collections;
using TinyBase.Hosting;

namespace TinyBase.Records;

/// <summary>What became of an operation on a record.</summary>
internal enum RecordResult
{
    Done,
    CollectionMissing,
    RecordMissing,
    Denied,
    Invalid,

    /// <summary>The record kept changing while hooks looked at it.</summary>
    Conflict,

    /// <summary>A hook rejected the change.</summary>
    Rejected,

    /// <summary>The record is not in a version that the caller named.</summary>
    PreconditionFailed,

    /// <summary>A hook that has to agree cannot be asked now.</summary>
    Unavailable,

    /// <summary>A hook failed, or a record that it adds is not valid. Only where others of the same request go on.</summary>
    Failed,
}

/// <summary>The result of a write, with what its answer needs.</summary>
/// <param name="Result">What became of it.</param>
/// <param name="Model">The version of the collection that it was done under.</param>
/// <param name="Row">The record as it is now.</param>
/// <param name="Errors">What is wrong with it, if it is invalid.</param>
/// <param name="Reason">What the hook said, if it rejected the change.</param>
/// <param name="RetryAfter">When to try again, if a hook cannot be asked now.</param>
internal sealed record RecordOutcome(
    RecordResult Result,
    CollectionModel? Model = null,
    RecordRow? Row = null,
    IReadOnlyList<ValidationError>? Errors = null,
    string? Reason = null,
    TimeSpan RetryAfter = default)
{
    public static readonly RecordOutcome CollectionMissing = new(RecordResult.CollectionMissing);
    public static readonly RecordOutcome RecordMissing = new(RecordResult.RecordMissing);
    public static readonly RecordOutcome Denied = new(RecordResult.Denied);
    public static readonly RecordOutcome Conflict = new(RecordResult.Conflict);
    public static readonly RecordOutcome PreconditionFailed = new(RecordResult.PreconditionFailed);

    public static readonly RecordOutcome Failed = new(RecordResult.Failed);

    public static RecordOutcome Done(CollectionModel model, RecordRow? row) => new(RecordResult.Done, model, row);

    public static RecordOutcome Rejected(string reason) => new(RecordResult.Rejected, Reason: reason);

    public static RecordOutcome Unavailable(string reason, TimeSpan retryAfter) =>
        new(RecordResult.Unavailable, Reason: reason, RetryAfter: retryAfter);

    public static RecordOutcome Invalid(IReadOnlyList<ValidationError> errors) => new(RecordResult.Invalid, Errors: errors);
}

/// <summary>The result of a read.</summary>
/// <param name="Result">What became of it.</param>
/// <param name="Version">The version of the record.</param>
/// <param name="Error">What is wrong with the query, as far as a caller who may read the record is told.</param>
internal readonly record struct RecordRead(RecordResult Result, long Version = 0, long Schema = 0, ValidationError? Error = null);
