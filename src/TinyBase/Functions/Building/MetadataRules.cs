using System.Text.Json;

using TinyBase.Scheduling.Plans;
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
        : metadata.Schedules.Take(FunctionSchedule.MaxPerFunction).Select(Refusal).FirstOrDefault(refusal => refusal is not null);

    /// <summary>Why a schedule would never run, in the words of the server's own plans; null if it would.</summary>
    private static string? Refusal(FunctionSchedule? schedule)
    {
        if (schedule is null) return "A schedule needs a cron expression";
        var zone = string.IsNullOrEmpty(schedule.Zone) ? TimeZoneInfo.Utc : TimeZones.Find(schedule.Zone);
        if (zone is null) return $"{Shown(schedule)}: Zone should be the IANA name of a time zone, such as Europe/Berlin";
        if (CronPlan.Read(schedule.Cron, zone, out var problem) is not { } plan) return $"{Shown(schedule)} should have a cron expression. {problem}";
        return plan.After(DateTimeOffset.UnixEpoch) is null ? $"{Shown(schedule)}: It never comes" : null;
    }

    private static string Shown(FunctionSchedule schedule)
    {
        var zone = schedule.Zone is { Length: > 0 } ? $", Zone = \"{Cut(schedule.Zone)}\"" : string.Empty;
        return $"[Schedule(\"{Cut(schedule.Cron)}\"{zone})]";
    }

    private static string Cut(string text) => text.Length <= CronPlan.MaxLength ? text : text[..CronPlan.MaxLength] + "…";

    private static bool IsSchema(JsonElement? schema) => schema is null or { ValueKind: JsonValueKind.Object or JsonValueKind.Null };
}
