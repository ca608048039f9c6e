using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

using TinyBase.Hosting;
using TinyBase.Scheduling.Jobs;

namespace TinyBase.Scheduling;

/// <summary>The scheduler while the app runs.</summary>
internal sealed partial class SchedulerService(
    IServiceProvider services, ScheduleRunStore runs, SystemJobs jobs, CodeSchedules code, MountPoint mount, ILogger<SchedulerService> logger)
    : IHostedService, IDisposable
{
    /// <summary>How long runs that go on have when the server stops.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationTokenSource _abort = new();
    private Task _work = Task.CompletedTask;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        // An app that adds TinyBase without mapping it has no schedules.
        if (mount.Prefix is null) return;
        var lost = await runs.LoseAll(cancellationToken).ConfigureAwait(false);
        if (lost > 0) Log.Lost(logger, lost);
        await jobs.Sync(cancellationToken).ConfigureAwait(false);
        await ActivatorUtilities.CreateInstance<ScheduleClock>(services).PlanAnew(cancellationToken).ConfigureAwait(false);
        _work = Task.WhenAll(code.Follow(_stop.Token), NewEngine(services).Work(_stop.Token, _abort.Token));
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        _abort.CancelAfter(Patience);
        await using var _ = cancellationToken.UnsafeRegister(static abort => ((CancellationTokenSource)abort!).Cancel(), _abort).ConfigureAwait(false);
        await _work.ConfigureAwait(false);
    }

    public void Dispose()
    {
        _stop.Dispose();
        _abort.Dispose();
    }

    /// <summary>An engine with a look at the clock and at others of its own.</summary>
    public static ScheduleEngine NewEngine(IServiceProvider services) => ActivatorUtilities.CreateInstance<ScheduleEngine>(
        services, ActivatorUtilities.CreateInstance<ScheduleClock>(services), ActivatorUtilities.CreateInstance<ScheduleLeases>(services));

    private static partial class Log
    {
        [LoggerMessage(7401, LogLevel.Warning, "{Count} runs of schedules were cut off by the end of the server")]
        public static partial void Lost(ILogger logger, int count);
    }
}
