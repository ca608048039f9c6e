using TinyBase.Storage;

namespace TinyBase.Extensions.Outbox;

/// <summary>An event that is kept for one subscriber, and what has become of it.</summary>
internal sealed record OutboxRow
{
    /// <summary>The columns that <see cref="Read"/> takes, in its order.</summary>
    public const string Columns =
        """
        seq, id, subscriber, event, subject, order_key, payload, status, attempts, next_attempt_at, created_at, finished_at,
        duration_ms, response_status, response_body, error
        """;

    public const string Pending = "pending";
    public const string Delivered = "delivered";
    public const string Dead = "dead";

    /// <summary>Its place in the order of the changes.</summary>
    public required long Seq { get; init; }

    public required string Id { get; init; }

    public required string Subscriber { get; init; }

    /// <summary>The name of the event, such as <c>record.create</c>.</summary>
    public required string Event { get; init; }

    /// <summary>The collection or function; null where there is none.</summary>
    public string? Subject { get; init; }

    /// <summary>Those with the same key are brought one after the other; null for no order.</summary>
    public string? OrderKey { get; init; }

    public required string Payload { get; init; }

    public required string Status { get; init; }

    public required long Attempts { get; init; }

    public required string NextAttemptAt { get; init; }

    public required string CreatedAt { get; init; }

    public string? FinishedAt { get; init; }

    public long? DurationMs { get; init; }

    public long? ResponseStatus { get; init; }

    public string? ResponseBody { get; init; }

    /// <summary>Why the last attempt failed; null if it did not.</summary>
    public string? Error { get; init; }

    /// <summary>The event of a row with the <see cref="Columns"/>.</summary>
    public static OutboxRow Read(Statement row) => new()
    {
        Seq = row.Integer(0),
        Id = row.Text(1),
        Subscriber = row.Text(2),
        Event = row.Text(3),
        Subject = row.TextOrNull(4),
        OrderKey = row.TextOrNull(5),
        Payload = row.Text(6),
        Status = row.Text(7),
        Attempts = row.Integer(8),
        NextAttemptAt = row.Text(9),
        CreatedAt = row.Text(10),
        FinishedAt = row.TextOrNull(11),
        DurationMs = row.IntegerOrNull(12),
        ResponseStatus = row.IntegerOrNull(13),
        ResponseBody = row.TextOrNull(14),
        Error = row.TextOrNull(15),
    };
}

/// <summary>What came of bringing an event to its subscriber.</summary>
/// <param name="Row">The event.</param>
/// <param name="Error">Why it failed; null if it did not.</param>
/// <param name="Took">How long it took.</param>
internal sealed record OutboxAttempt(OutboxRow Row, string? Error, TimeSpan Took)
{
    /// <summary>Whether there is no use in trying again.</summary>
    public bool IsFinal { get; init; }

    public int? ResponseStatus { get; init; }

    public string? ResponseBody { get; init; }
}
