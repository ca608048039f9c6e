using System.Globalization;
using System.Text.RegularExpressions;

using TinyBase.Storage;

namespace TinyBase.Collections.Schema;

/// <summary>A calendar day (RFC 3339, <c>full-date</c>).</summary>
internal sealed class DateType() : FormattedType("date")
{
    private static readonly FieldProblem Unparsable = new(
        "date_parsing",
        "Input should be a valid date in the format YYYY-MM-DD",
        new Dictionary<string, object?> { ["error"] = "it is not a day of the calendar in the format YYYY-MM-DD" });

    public override bool Supports(RuleKind kind) => kind == RuleKind.Range;

    protected override FieldProblem? TryRead(string given, out string kept)
    {
        kept = given;
        return DateOnly.TryParseExact(given, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _) ? null : Unparsable;
    }
}

/// <summary>
/// A point in time (RFC 3339, section 5.6; without an offset it is taken as UTC). It is kept in UTC with microseconds, so that the
/// order of the texts is the order of the times.
/// </summary>
internal sealed partial class DateTimeType() : FormattedType("datetime")
{
    private static readonly FieldProblem Unparsable = new(
        "datetime_parsing",
        "Input should be a valid datetime, such as 2026-01-31T12:00:00Z",
        new Dictionary<string, object?> { ["error"] = "it is not a day and a time, with an offset or in UTC" });

    public override bool Supports(RuleKind kind) => kind == RuleKind.Range;

    protected override FieldProblem? TryRead(string given, out string kept)
    {
        kept = given;
        var match = Shape.Match(given);
        if (!match.Success
            || !DateTime.TryParseExact(
                $"{match.Groups["day"].Value} {match.Groups["time"].Value}:{Seconds(match)}",
                "yyyy-MM-dd HH:mm:ss.ffffff",
                CultureInfo.InvariantCulture,
                DateTimeStyles.None,
                out var local)
            || !TryReadOffset(match, out var offset))
        {
            return Unparsable;
        }

        var ticks = local.Ticks - offset.Ticks;
        if (ticks < DateTime.MinValue.Ticks || ticks > DateTime.MaxValue.Ticks)
        {
            return Unparsable;
        }

        kept = Timestamps.ToText(new DateTimeOffset(ticks, TimeSpan.Zero));
        return null;
    }

    /// <summary>Seconds with six digits of their fraction; what is beyond a microsecond is cut off.</summary>
    private static string Seconds(Match match)
    {
        var seconds = match.Groups["seconds"] is { Success: true } given ? given.Value : "00";
        return $"{seconds}.{match.Groups["fraction"].Value.PadRight(6, '0')[..6]}";
    }

    private static bool TryReadOffset(Match match, out TimeSpan offset)
    {
        offset = default;
        if (match.Groups["sign"] is not { Success: true } sign)
        {
            return true;
        }

        var hours = int.Parse(match.Groups["hours"].Value, CultureInfo.InvariantCulture);
        var minutes = match.Groups["minutes"] is { Success: true } given ? int.Parse(given.Value, CultureInfo.InvariantCulture) : 0;
        offset = new TimeSpan(hours, minutes, 0) * (sign.Value == "-" ? -1 : 1);
        return hours < 24 && minutes < 60;
    }

    [GeneratedRegex(
        @"\A(?<day>[0-9]{4}-[0-9]{2}-[0-9]{2})[Tt ](?<time>[0-9]{2}:[0-9]{2})(:(?<seconds>[0-9]{2})([.,](?<fraction>[0-9]{1,30}))?)?"
        + @"([Zz]|(?<sign>[+-])(?<hours>[0-9]{2})(:?(?<minutes>[0-9]{2}))?)?\z",
        RegexOptions.ExplicitCapture)]
    private static partial Regex Shape { get; }
}
