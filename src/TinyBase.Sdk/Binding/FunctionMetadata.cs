using System.Text.Json;

namespace TinyBase.Sdk.Binding;

/// <summary>What a function says about itself.</summary>
internal sealed record FunctionMetadata
{
    public required string Name { get; init; }

    public string? Description { get; init; }

    public AuthLevel Auth { get; init; }

    // Settable, since generated metadata gives init-only properties no default.
    public IReadOnlyList<string> Tags { get; set; } = [];

    /// <summary>How long a call may take; null for the limit of the server.</summary>
    public double? TimeoutSeconds { get; init; }

    public RunAs RunAs { get; init; }

    /// <summary>How many calls run at the same time; null for the limit of the server.</summary>
    public int? MaxConcurrency { get; init; }

    public bool KeepsPayload { get; init; }

    /// <summary>The JSON Schema of the input; null for a function that takes none.</summary>
    public JsonElement? InputSchema { get; init; }

    /// <summary>The JSON Schema of the result; null for a function that returns nothing.</summary>
    public JsonElement? OutputSchema { get; init; }

    public bool IsAsync { get; init; }

    /// <summary>When the server calls it by itself.</summary>
    public IReadOnlyList<FunctionSchedule> Schedules { get; set; } = [];

    /// <summary>The version of the frames that it speaks.</summary>
    public int Protocol { get; init; }

    public required string SdkVersion { get; init; }
}
