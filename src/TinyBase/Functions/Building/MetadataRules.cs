using System.Text.Json;

using TinyBase.Sdk.Binding;

namespace TinyBase.Functions.Building;

/// <summary>
/// What a function may say of itself. The SDK has said so already to whoever uses it; a program need not, and what it says is used by the
/// server.
/// </summary>
internal static class MetadataRules
{
    private const int LongestTimeout = 86400;
    private const int MostConcurrency = 10_000;
    private const int LongestDescription = 10_000;
    private const int MostTags = 50;
    private const int LongestTag = 100;

    /// <summary>Why a function is not served; null if it is.</summary>
    public static string? Refusal(FunctionMetadata metadata) =>
        metadata.TimeoutSeconds is not (null or (> 0 and <= LongestTimeout)) ? $"TimeoutSeconds must be above 0 and at most {LongestTimeout}"
        : metadata.MaxConcurrency is not (null or (> 0 and <= MostConcurrency)) ? $"MaxConcurrency must be from 1 to {MostConcurrency}"
        : metadata.Description?.Length > LongestDescription ? $"Description has {LongestDescription} characters at most"
        : metadata.Tags.Count > MostTags || metadata.Tags.Any(tag => tag is null or { Length: > LongestTag })
            ? $"Tags are {MostTags} at most, of {LongestTag} characters at most"
        : !IsSchema(metadata.InputSchema) || !IsSchema(metadata.OutputSchema) ? "The schemas of input and output must be objects"
        : null;

    private static bool IsSchema(JsonElement? schema) => schema is null or { ValueKind: JsonValueKind.Object or JsonValueKind.Null };
}
