using System.Globalization;
using System.Text.RegularExpressions;

using Quartz;

namespace TinyBase.Scheduling.Plans;

/// <summary>
/// Times of a cron expression in a zone. A time that a clock change skips comes right after the gap; of a doubled hour a fixed hour is run
/// in the first pass only, a wildcard hour (<c>*</c>, <c>*/2</c>) in both.
/// </summary>
internal sealed partial class CronPlan : SchedulePlan
{
    public const int MaxLength = 200;

    private const string Fields = "It has five fields: minute, hour, day of month, month and day of week, such as 30 9 * * 1-5, or is a name such as @daily";

    private const int Largest = 59;

    private readonly CronExpression _expression;
    private readonly bool _hasFixedHours;

    private CronPlan(CronExpression expression, bool hasFixedHours)
        : base(expression.TimeZone)
    {
        _expression = expression;
        _hasFixedHours = hasFixedHours;
    }

    [GeneratedRegex("[0-9]+")]
    private static partial Regex Number { get; }

    /// <summary>Reads an expression.</summary>
    /// <returns>The plan; null if it cannot be read, and <paramref name="problem"/> says why.</returns>
    public static CronPlan? Read(string text, TimeZoneInfo zone, out string problem)
    {
        problem = string.Empty;
        var fields = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        var isName = fields is [['@', ..]];
        if (fields.Length != 5 && !isName) problem = Fields;
        else if (text.Length > MaxLength) problem = $"It has at most {MaxLength} characters";
        else if (Number.Matches(text).FirstOrDefault(number => number.Length > 2 || int.Parse(number.ValueSpan, CultureInfo.InvariantCulture) > Largest) is { } large)
        {
            // The library has numbers of its own, 98 and 99, that it takes for wildcards.
            problem = $"{large} is too large: values must be between 0 and {Largest}. {Fields}";
        }

        if (problem.Length > 0) return null;
        try
        {
            var expression = CronExpression.Parse(string.Join(' ', fields), CronFormat.Unix).WithTimeZone(zone);
            var isWildcard = isName ? fields[0].Equals("@hourly", StringComparison.OrdinalIgnoreCase) : fields[1].StartsWith('*');
            return new CronPlan(expression, !isWildcard);
        }
        catch (FormatException error)
        {
            // Where it only says that something is out of range, the form helps more.
            problem = isName ? "Known names are @hourly, @daily, @midnight, @weekly, @monthly, @yearly and @annually"
                : error.Message.StartsWith("Illegal", StringComparison.Ordinal) ? Fields
                : error.Message;
            return null;
        }
    }

    public override DateTimeOffset? After(DateTimeOffset time)
    {
        var next = _expression.GetNextValidTimeAfter(time);
        while (_hasFixedHours && next is { } found && IsSecondPass(found)) next = _expression.GetNextValidTimeAfter(found);
        return next?.ToUniversalTime();
    }

    private bool IsSecondPass(DateTimeOffset time) =>
        Zone.IsAmbiguousTime(time) && Zone.GetUtcOffset(time) == Zone.GetAmbiguousTimeOffsets(time).Min();
}
