using System.Reflection;
using System.Text.Json;

namespace TinyBase.Sdk.Binding;

/// <summary>A schedule that a function declares.</summary>
internal sealed record FunctionSchedule
{
    /// <summary>How many a function may declare.</summary>
    public const int MaxPerFunction = 20;

    private const int MaxRetriesAllowed = 20;
    private const int LongestText = 200;
    private const int LongestInput = 64 * 1024;

    public required string Name { get; init; }

    public required string Cron { get; init; }

    public string? Zone { get; init; }

    /// <summary>A JSON object; null for none.</summary>
    public string? Input { get; init; }

    public int MaxRetries { get; init; }

    public bool QueuesOverlap { get; init; }

    public bool SkipsMissed { get; init; }

    /// <summary>The schedules of a method. Whether their times can be read is for the server to say.</summary>
    public static IReadOnlyList<FunctionSchedule> Of(MethodInfo method, string function) =>
        [.. method.GetCustomAttributes<ScheduleAttribute>().Select((attribute, index) => new FunctionSchedule
        {
            Name = attribute.Name ?? (index == 0 ? function : $"{function} {index + 1}"),
            Cron = attribute.Cron,
            Zone = attribute.Zone,
            Input = attribute.Input,
            MaxRetries = attribute.MaxRetries,
            QueuesOverlap = attribute.QueueOverlap,
            SkipsMissed = attribute.SkipMissed,
        })];

    /// <summary>Why the schedules of a method cannot be; null if they can.</summary>
    public static string? Problem(MethodInfo method, string function)
    {
        var all = Of(method, function);
        if (all.Count > MaxPerFunction) return $"it has {all.Count} schedules, and {MaxPerFunction} are the most";
        if (all.GroupBy(schedule => schedule.Name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            return $"two of its schedules have the name '{twice.Key}'";
        }

        return all.Select(schedule => schedule.Problem()).FirstOrDefault(problem => problem is not null);
    }

    private string? Problem()
    {
        if (Name.Length is 0 or > LongestText) return $"the name of a schedule has 1 to {LongestText} characters";
        if (Cron is not { Length: > 0 and <= LongestText }) return "a schedule needs a cron expression, such as [Schedule(\"0 9 * * 1-5\")]";
        if (MaxRetries is < 0 or > MaxRetriesAllowed) return $"MaxRetries must be from 0 to {MaxRetriesAllowed}, not {MaxRetries}";
        return Input is null || IsObject(Input) ? null : $"Input of schedule '{Name}' must be a JSON object of at most {LongestInput} characters";
    }

    private static bool IsObject(string text)
    {
        try
        {
            return text.Length <= LongestInput && JsonElement.Parse(text).ValueKind == JsonValueKind.Object;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
