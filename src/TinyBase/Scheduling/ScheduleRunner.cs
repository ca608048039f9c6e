using System.Text;
using System.Text.Json;

using Microsoft.Extensions.Logging;

using TinyBase.Functions;
using TinyBase.Functions.Calls;
using TinyBase.Hosting;
using TinyBase.Scheduling.Jobs;
using TinyBase.Sdk.Binding;

namespace TinyBase.Scheduling;

/// <summary>Does what a run of a schedule is for: calls its function, as any other call, or runs a job of the server.</summary>
internal sealed partial class ScheduleRunner(
    FunctionCatalog catalog, FunctionCalls calls, SystemJobs jobs, TimeProvider clock, ILogger<ScheduleRunner> logger) : IScheduleRunner
{
    /// <summary>How long a run waits for the first build of its function.</summary>
    private static readonly TimeSpan BuildWait = TimeSpan.FromSeconds(30);

    public async Task<RunOutcome> Run(ClaimedRun claimed, CancellationToken cancel)
    {
        var schedule = claimed.Schedule;
        try
        {
            return await (schedule.Source == ScheduleSource.System ? RunJob(schedule, cancel) : CallFunction(claimed, cancel)).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            return RunOutcome.Lost;
        }
        catch (Exception error)
        {
            Log.Failed(logger, error, schedule.Name, schedule.Id);
            return RunOutcome.Failed($"{error.GetType().Name}: {error.Message}");
        }
    }

    private async Task<RunOutcome> RunJob(Schedule schedule, CancellationToken cancel)
    {
        if (jobs.Find(schedule.FunctionName) is not { } job) return RunOutcome.Failed($"There is no job '{schedule.FunctionName}'");
        await job.Run(cancel).ConfigureAwait(false);
        return RunOutcome.Done();
    }

    private async Task<RunOutcome> CallFunction(ClaimedRun claimed, CancellationToken cancel)
    {
        var (run, schedule) = claimed;
        var state = await catalog.Settled(schedule.FunctionName, BuildWait, clock, cancel).ConfigureAwait(false);
        if (state?.Served is not { } function) return RunOutcome.Failed(WhyNot(schedule.FunctionName, state));
        var request = new FunctionCallRequest
        {
            Caller = Caller.System,
            RequestId = run.Id,
            Input = Encoding.UTF8.GetBytes(schedule.InputData),
            Trigger = Trigger.Schedule,
            TriggerId = schedule.Id,
        };
        var result = await calls.Run(function, request, cancel).ConfigureAwait(false);
        return result.Outcome switch
        {
            FunctionOutcome.Succeeded => RunOutcome.Done(result.CallId),
            _ when cancel.IsCancellationRequested => RunOutcome.Lost with { CallId = result.CallId },
            FunctionOutcome.Failed failed => RunOutcome.Failed($"{failed.ErrorType}: {failed.ErrorMessage}", result.CallId),
            FunctionOutcome.Invalid invalid => RunOutcome.Failed("The input does not fit the function: " + Describe(invalid)),
            _ => RunOutcome.Failed($"Function '{function.Name}' is too busy: too many of its calls wait already"),
        };
    }

    private static string WhyNot(string name, FunctionState? state) => state switch
    {
        null => $"Function '{name}' not found",
        { Problems: [var first, ..] } => $"Function '{name}' cannot be served: {first}",
        _ => $"Function '{name}' was still being built after {BuildWait.TotalSeconds:0} seconds",
    };

    private static string Describe(FunctionOutcome.Invalid invalid) => string.Join(
        "; ",
        JsonElement.Parse(invalid.Errors.Span).EnumerateArray()
            .Select(error => $"{string.Join('.', error.GetProperty("loc").EnumerateArray().Skip(1))}: {error.GetProperty("msg")}"));

    private static partial class Log
    {
        [LoggerMessage(7001, LogLevel.Error, "A run of schedule '{Schedule}' failed [{ScheduleId}]")]
        public static partial void Failed(ILogger logger, Exception error, string schedule, string scheduleId);
    }
}

/// <summary>Does what a run is for; whatever goes wrong is its outcome.</summary>
internal interface IScheduleRunner
{
    Task<RunOutcome> Run(ClaimedRun claimed, CancellationToken cancel);
}
