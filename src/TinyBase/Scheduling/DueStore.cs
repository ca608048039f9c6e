using TinyBase.Storage;

namespace TinyBase.Scheduling;

/// <summary>Finds what is due, by indexes: what is not due costs nothing.</summary>
internal sealed class DueStore(Database database)
{
    /// <summary>The schedules that are due, the longest first.</summary>
    public async Task<IReadOnlyList<Schedule>> Due(ScheduleGroup group, DateTimeOffset now, int most, CancellationToken cancel)
    {
        using var lease = await database.Readers.Rent(cancel).ConfigureAwait(false);
        var rows = lease.Connection.Prepare(
            $"SELECT {Schedule.Columns} FROM _schedule s WHERE {Planned(group)} AND s.next_run_at <= ?1 ORDER BY s.next_run_at LIMIT ?2");
        rows.Bind(1, Timestamps.ToText(now));
        rows.Bind(2, most);
        return rows.All(Schedule.Read);
    }

    /// <summary>The runs that wait and may begin, the longest first.</summary>
    public async Task<IReadOnlyList<string>> Waiting(ScheduleGroup group, DateTimeOffset now, int most, CancellationToken cancel)
    {
        using var lease = await database.Readers.Rent(cancel).ConfigureAwait(false);
        var rows = lease.Connection.Prepare($"SELECT r.id {Ready(group)} AND r.not_before <= ?1 ORDER BY r.not_before LIMIT ?2");
        rows.Bind(1, Timestamps.ToText(now));
        rows.Bind(2, most);
        return rows.All(row => row.Text(0));
    }

    /// <summary>When something is due next; null for never.</summary>
    public async Task<DateTimeOffset?> Next(ScheduleGroup group, CancellationToken cancel)
    {
        using var lease = await database.Readers.Rent(cancel).ConfigureAwait(false);
        var schedule = lease.Connection.FirstText($"SELECT s.next_run_at FROM _schedule s WHERE {Planned(group)} ORDER BY s.next_run_at LIMIT 1");
        var run = lease.Connection.FirstText($"SELECT r.not_before {Ready(group)} ORDER BY r.not_before LIMIT 1");
        // Times as texts are in the order of the times.
        var first = schedule is null ? run : run is null ? schedule : string.CompareOrdinal(schedule, run) < 0 ? schedule : run;
        return first is null ? null : Timestamps.Parse(first);
    }

    /// <summary>Each group has an index of its own, which is used only where the condition is the same.</summary>
    private static string Planned(ScheduleGroup group) =>
        $"s.next_run_at IS NOT NULL AND s.source {(group == ScheduleGroup.System ? "=" : "<>")} 'system'{(group == ScheduleGroup.RequestedByUsers ? " AND 1 = 0" : "")}";

    private static string Ready(ScheduleGroup group) =>
        $"""
        FROM _schedule_run r JOIN _schedule s ON s.id = r.schedule_id
        WHERE r.status = 'waiting' AND s.source {(group == ScheduleGroup.System ? "=" : "<>")} 'system'
          {(group == ScheduleGroup.RequestedByUsers ? "AND r.reason = 'manual'" : "")}
          AND NOT EXISTS (SELECT 1 FROM _schedule_run o WHERE o.schedule_id = r.schedule_id AND o.status = 'running')
        """;
}

/// <summary>Schedules that are looked for together.</summary>
internal enum ScheduleGroup
{
    /// <summary>The server's own.</summary>
    System,

    /// <summary>All others.</summary>
    Users,

    /// <summary>Of the others only runs that somebody asked for.</summary>
    RequestedByUsers,
}
