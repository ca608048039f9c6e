using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;

using Microsoft.Extensions.Logging;

using TinyBase.Functions.Building;
using TinyBase.Functions.Calls;
using TinyBase.Functions.Sandboxing;
using TinyBase.Sdk.Binding;

namespace TinyBase.Functions.Workers;

/// <summary>One built version of a function, and the process that runs it while it is in use.</summary>
[SuppressMessage("Reliability", "CA1001", Justification = "A semaphore holds nothing to dispose of until its wait handle is asked for.")]
internal sealed partial class WorkerProgram(FunctionBuild build, WorkerPool pool, TimeProvider clock, ILogger<WorkerProgram> logger) : IFunctionProgram
{
    /// <summary>A process that ends before it has done anything makes the next one wait, twice as long each time.</summary>
    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(250);

    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    private readonly SemaphoreSlim _start = new(1);
    private volatile Worker? _worker;
    private volatile bool _isRetired;
    private int _failures;

    public async Task<FunctionOutcome> Run(FunctionRun run, CancellationToken cancel)
    {
        if (TryReserve() is { } running) return await Run(running, run, cancel).ConfigureAwait(false);
        var began = clock.GetTimestamp();
        Worker started;
        using (var timeout = new CancellationTokenSource(run.Limit, clock))
        using (var stop = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancel))
        {
            try
            {
                started = await Rent(stop.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                return cancel.IsCancellationRequested ? WorkerEnd.Cancelled : WorkerEnd.NeverBegan;
            }
            catch (Exception error) when (error is Win32Exception or SandboxException or IOException or UnauthorizedAccessException)
            {
                Log.NotStarted(logger, error, build.Metadata.Name);
                return WorkerEnd.NotStarted;
            }
        }

        var left = run.Limit - clock.GetElapsedTime(began);
        return await Run(started, run with { Limit = left > TimeSpan.Zero ? left : TimeSpan.FromMilliseconds(1) }, cancel).ConfigureAwait(false);
    }

    public void Retire()
    {
        _isRetired = true;
        StopIfRetired();
    }

    private async Task<FunctionOutcome> Run(Worker worker, FunctionRun run, CancellationToken cancel)
    {
        try
        {
            return await worker.Run(run, cancel).ConfigureAwait(false);
        }
        finally
        {
            worker.Release();
            StopIfRetired();
        }
    }

    private void StopIfRetired()
    {
        if (_isRetired) _worker?.StopIfIdle();
    }

    /// <summary>The process, started if there is none; its user gives it back.</summary>
    private async Task<Worker> Rent(CancellationToken cancel)
    {
        await _start.WaitAsync(cancel).ConfigureAwait(false);
        try
        {
            if (TryReserve() is { } started) return started;
            await WaitAfterFailures(cancel).ConfigureAwait(false);
            return _worker = await pool.Start(build, cancel).ConfigureAwait(false);
        }
        finally
        {
            _start.Release();
        }
    }

    private Worker? TryReserve() => _worker is { } worker && worker.TryReserve() ? worker : null;

    private async Task WaitAfterFailures(CancellationToken cancel)
    {
        if (_worker is not { } last) return;
        if (last.HasWorked)
        {
            _failures = 0;
            return;
        }

        var wait = FirstWait * Math.Pow(2, Math.Min(_failures++, 10));
        if (wait > LongestWait) wait = LongestWait;
        await Task.Delay(wait, clock, cancel).ConfigureAwait(false);
    }

    private static partial class Log
    {
        [LoggerMessage(6112, LogLevel.Error, "The process of function '{Function}' could not be started")]
        public static partial void NotStarted(ILogger logger, Exception error, string function);
    }
}
