namespace TinyBase.RequestLog;

/// <summary>A request that was answered, without its query and body: there may be secrets in them.</summary>
internal sealed record RequestEntry
{
    public required string RequestId { get; init; }

    public required string CreatedAt { get; init; }

    public required string Method { get; init; }

    public required string Path { get; init; }

    /// <summary>The id of the operation; null where there is none for the path.</summary>
    public string? Operation { get; init; }

    public required int Status { get; init; }

    public required double DurationMs { get; init; }

    public string? ActorKind { get; init; }

    public string? ActorId { get; init; }

    public string? Address { get; init; }

    /// <summary>The type and the message of what went wrong in the server; null where nothing did.</summary>
    public string? Error { get; init; }
}

/// <summary>Which requests are asked for; null for any.</summary>
internal sealed record RequestFilter
{
    public string? Method { get; init; }

    /// <summary>A part of the path.</summary>
    public string? Path { get; init; }

    public string? Operation { get; init; }

    public int? MinStatus { get; init; }

    public int? MaxStatus { get; init; }

    public int? MinDurationMs { get; init; }

    public string? ActorId { get; init; }

    public string? RequestId { get; init; }

    public DateTimeOffset? Since { get; init; }

    public DateTimeOffset? Until { get; init; }
}
