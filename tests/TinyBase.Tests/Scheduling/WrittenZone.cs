namespace TinyBase.Tests.Scheduling;

/// <summary>A time zone in 2026 as it is written down here, by nobody's time zone data.</summary>
internal sealed class WrittenZone
{
    private readonly (DateTime Utc, TimeSpan Offset)[] _changes;

    private WrittenZone(string id, params (string Utc, string Offset)[] changes)
    {
        Id = id;
        _changes = [.. changes.Select(change => (
            DateTime.Parse(change.Utc + ":00Z", null, System.Globalization.DateTimeStyles.AdjustToUniversal),
            TimeSpan.Parse(change.Offset, null)))];
    }

    public static IReadOnlyDictionary<string, WrittenZone> All { get; } = new WrittenZone[]
    {
        new("UTC", ("2025-01-01T00:00", "00:00")),
        new("Europe/Berlin", ("2025-10-26T01:00", "01:00"), ("2026-03-29T01:00", "02:00"), ("2026-10-25T01:00", "01:00")),
        new("America/New_York", ("2025-11-02T06:00", "-05:00"), ("2026-03-08T07:00", "-04:00"), ("2026-11-01T06:00", "-05:00")),
        new("Australia/Lord_Howe", ("2025-10-04T15:30", "11:00"), ("2026-04-04T15:00", "10:30"), ("2026-10-03T15:30", "11:00")),
        new("Asia/Kolkata", ("2025-01-01T00:00", "05:30")),
    }.ToDictionary(zone => zone.Id);

    public string Id { get; }

    /// <summary>Every minute from one time to before another.</summary>
    public List<WrittenMinute> Minutes(DateTime from, DateTime to)
    {
        var minutes = new List<WrittenMinute>();
        for (var utc = from; utc < to; utc = utc.AddMinutes(1))
        {
            var local = utc + OffsetAt(utc);
            var expected = utc + OffsetAt(utc.AddMinutes(-1));
            var isSecond = _changes.Any(change => change.Utc > from && utc >= change.Utc && utc < change.Utc + Doubled(change.Utc));
            // What the clock has just jumped over.
            DateTime[] skipped = local > expected ? [.. Between(expected, local)] : [];
            minutes.Add(new WrittenMinute(new DateTimeOffset(utc, TimeSpan.Zero), local, skipped, isSecond));
        }

        return minutes;
    }

    private TimeSpan OffsetAt(DateTime utc) => _changes.Last(change => change.Utc <= utc).Offset;

    /// <summary>How much of the time after a change has been before.</summary>
    private TimeSpan Doubled(DateTime change)
    {
        var back = OffsetAt(change.AddMinutes(-1)) - OffsetAt(change);
        return back > TimeSpan.Zero ? back : TimeSpan.Zero;
    }

    private static IEnumerable<DateTime> Between(DateTime from, DateTime to)
    {
        for (var minute = from; minute < to; minute = minute.AddMinutes(1)) yield return minute;
    }
}

/// <summary>A minute in a zone.</summary>
/// <param name="Utc">When it is.</param>
/// <param name="Local">What the clock on the wall shows.</param>
/// <param name="Skipped">What it has never shown, since it was put forward to this minute.</param>
/// <param name="IsSecond">Whether it shows this for the second time.</param>
internal sealed record WrittenMinute(DateTimeOffset Utc, DateTime Local, DateTime[] Skipped, bool IsSecond)
{
    /// <summary>Whether it is a time of a pattern.</summary>
    /// <param name="means">Whether a time of the wall clock is one.</param>
    /// <param name="isFixed">Whether a doubled time counts only once.</param>
    public bool Is(Func<DateTime, bool> means, bool isFixed) => (means(Local) && !(isFixed && IsSecond)) || Array.Exists(Skipped, time => means(time));
}
