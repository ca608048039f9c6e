using System.Globalization;

using Dapper;

using Microsoft.Extensions.Logging.Abstractions;

using TinyBase.Configuration;
using TinyBase.Hosting.Events;
using TinyBase.Scheduling;
using TinyBase.Scheduling.Jobs;
using TinyBase.Storage;
using TinyBase.Telemetry;

namespace TinyBase.Benchmarks.Scheduler;

/// <summary>A database with schedules, in a folder that goes with it.</summary>
internal sealed class Bench : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("tinybase-scheduler-");
    private readonly TimeProvider _clock = TimeProvider.System;
    private readonly TinyBaseOptions _options = new();

    public Bench()
    {
        Database = Database.Open(Path.Join(_folder.FullName, "bench.db"), new IdGenerator(_clock), _clock, NullLogger<Database>.Instance);
        Store = new ScheduleStore(Database);
        Due = new DueStore(Database);
    }

    public Database Database { get; }

    public DueStore Due { get; }

    private ScheduleStore Store { get; }

    /// <summary>Adds schedules in one write.</summary>
    /// <param name="plan">The plan of each.</param>
    /// <param name="first">When the first is due; the others follow evenly within <paramref name="within"/>.</param>
    public Task Add(int count, string plan, DateTimeOffset first, TimeSpan within) => Database.Writer.Run(session =>
    {
        for (var i = 0; i < count; i++)
        {
            session.Connection.Ado.Execute(
                """
                INSERT INTO _schedule (
                  id, name, source, function_name, plan, input_data, is_active, overlap_policy, misfire_policy, max_retries,
                  retry_delay_seconds, next_run_at, created_at, updated_at)
                VALUES (@id, 'it', 'user', 'function', @plan, '{}', 1, 'skip', 'run_once', 0, 10, @next, @now, @now)
                """,
                new
                {
                    id = session.NextId().Id.ToString(),
                    plan,
                    next = Timestamps.ToText(first + (within * i / count)),
                    now = Timestamps.ToText(_clock.GetUtcNow()),
                });
        }

        return Written.Keep(count);
    });

    /// <summary>An engine on the database.</summary>
    public ScheduleEngine NewEngine(IScheduleRunner runner, int places)
    {
        _options.Scheduler.MaxConcurrentRuns = places;
        var runs = new ScheduleRunStore(Database, NoEvents.Instance, _clock);
        var signal = new ScheduleSignal();
        var plans = new SchedulePlans(new CurrentSettings(_options), new SystemJobs([], Store, _clock));
        return new ScheduleEngine(
            Due,
            runs,
            new ScheduleClock(Store, runs, plans, _clock, NullLogger<ScheduleClock>.Instance),
            new ScheduleLeases(runs, signal, _clock, NullLogger<ScheduleLeases>.Instance),
            plans,
            signal,
            runner,
            new CurrentSettings(_options),
            new Instruments(),
            _clock,
            NullLogger<ScheduleEngine>.Instance);
    }

    public void Dispose()
    {
        Database.Dispose();
        _folder.Delete(recursive: true);
    }

    public static string Text(double value) => value.ToString("0.00", CultureInfo.InvariantCulture);
}
