using System.Globalization;

using TinyBase.Scheduling.Plans;

namespace TinyBase.Scheduling.Jobs;

/// <summary>The jobs of the server, and their rows among the schedules.</summary>
internal sealed class SystemJobs(IEnumerable<ISystemJob> jobs, ScheduleStore store, TimeProvider clock)
{
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);

    private readonly Dictionary<string, ISystemJob> _jobs = jobs.ToDictionary(job => job.Name, StringComparer.Ordinal);

    /// <summary>The job of a schedule; null if this version has none of that name.</summary>
    public ISystemJob? Find(string name) => _jobs.GetValueOrDefault(name);

    /// <summary>The plan of a job as it is now.</summary>
    public static IntervalPlan PlanOf(ISystemJob job) => new(job.Interval > Shortest ? job.Interval : Shortest, TimeZoneInfo.Utc);

    /// <summary>The same as JSON.</summary>
    public static string JsonOf(ISystemJob job) => string.Create(
        CultureInfo.InvariantCulture, $$"""{"method":"interval","unit":"seconds","value":{{Math.Max(1, (long)job.Interval.TotalSeconds)}}}""");

    /// <summary>Gives each job its row, and removes those of jobs that are no more.</summary>
    public async Task Sync(CancellationToken cancel)
    {
        var rows = await store.Declared(ScheduleSource.System, cancel).ConfigureAwait(false);
        foreach (var row in rows.Where(row => !_jobs.ContainsKey(row.FunctionName))) await store.Remove(row, by: null, cancel).ConfigureAwait(false);
        foreach (var job in _jobs.Values)
        {
            var now = clock.GetUtcNow();
            if (rows.FirstOrDefault(row => row.FunctionName == job.Name) is not { } row)
            {
                await store.Add(New(job, now), by: null, cancel).ConfigureAwait(false);
            }
            else if (row.Plan != JsonOf(job) || row.Name != job.Title)
            {
                var next = Storage.Timestamps.ToText(now + PlanOf(job).Every);
                await store.Replace(row with { Name = job.Title, Plan = JsonOf(job), NextRunAt = next }, by: null, cancel).ConfigureAwait(false);
            }
        }
    }

    private static Schedule New(ISystemJob job, DateTimeOffset now) => new()
    {
        Id = string.Empty,
        Name = job.Title,
        Source = ScheduleSource.System,
        FunctionName = job.Name,
        Plan = JsonOf(job),
        NextRunAt = Storage.Timestamps.ToText(now + PlanOf(job).Every),
        CreatedAt = string.Empty,
        UpdatedAt = string.Empty,
    };
}
