using System.Globalization;

using Microsoft.Extensions.Logging;

using TinyBase.Telemetry;

namespace TinyBase.Extensions.Hooks;

/// <summary>How a run of a hook ended.</summary>
internal enum HookRun
{
    Succeeded,
    Failed,

    /// <summary>It was not run: it has kept failing, and is left alone.</summary>
    LeftAlone,
}

/// <summary>Runs one hook with its limit of time, and keeps account of how it does.</summary>
internal sealed partial class HookRunner(Instruments instruments, TimeProvider clock, ILogger<HookRunner> logger)
{
    /// <summary>Runs a hook.</summary>
    /// <returns>Whether it ran.</returns>
    /// <exception cref="HookRejection">It rejected.</exception>
    /// <exception cref="TimeoutException">It took too long.</exception>
    /// <exception cref="OperationCanceledException">Nobody waits for it any more.</exception>
    public async Task<(bool Ran, TimeSpan Wait)> Run(Hook hook, HookEvent happened, CancellationToken cancel)
    {
        if (!hook.Health.TryBegin(out var wait)) return (false, wait);
        var started = clock.GetTimestamp();
        using var time = new CancellationTokenSource(hook.Timeout, clock);
        using var link = cancel.UnsafeRegister(static each => ((CancellationTokenSource)each!).Cancel(), time);
        try
        {
            // On a thread of the pool and not waited for beyond its time, since a hook may block or ignore its token.
            await Task.Run(() => hook.Invoke(happened, time.Token).AsTask(), CancellationToken.None).WaitAsync(time.Token).ConfigureAwait(false);
            Succeed(hook, clock.GetElapsedTime(started));
            return (true, default);
        }
        catch (HookRejection) when (hook.Point.IsBefore())
        {
            Succeed(hook, clock.GetElapsedTime(started));
            throw;
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            hook.Health.Abandon();
            throw;
        }
        catch (OperationCanceledException error) when (time.IsCancellationRequested)
        {
            var message = string.Create(CultureInfo.InvariantCulture, $"The hook {hook.Name} took longer than {hook.Timeout.TotalSeconds} s.");
            Fail(hook, message, clock.GetElapsedTime(started));
            throw new TimeoutException(message, error);
        }
        catch (Exception error)
        {
            Fail(hook, $"{error.GetType().Name}: {error.Message}", clock.GetElapsedTime(started));
            throw;
        }
    }

    /// <summary>Runs a hook whose failure is nobody's but its own: it is logged and counted.</summary>
    public async Task<(HookRun Run, string? Error, TimeSpan Wait)> TryRun(Hook hook, HookEvent happened, CancellationToken cancel)
    {
        try
        {
            var (ran, wait) = await Run(hook, happened, cancel).ConfigureAwait(false);
            return (ran ? HookRun.Succeeded : HookRun.LeftAlone, null, wait);
        }
        catch (Exception error) when (!cancel.IsCancellationRequested)
        {
            Log.Failed(logger, error, hook.Name, hook.Source, happened.Point.Name(), happened.RequestId);
            return (HookRun.Failed, $"{error.GetType().Name}: {error.Message}", default);
        }
    }

    private void Succeed(Hook hook, TimeSpan took)
    {
        instruments.HookRun(hook.Name, hook.Point.Name(), "succeeded", took);
        hook.Health.Succeed(took);
    }

    private void Fail(Hook hook, string error, TimeSpan took)
    {
        instruments.HookRun(hook.Name, hook.Point.Name(), "failed", took);
        if (hook.Health.Fail(error, took) is { } pause) Log.Opened(logger, hook.Name, hook.Source, pause.TotalSeconds, error);
    }

    private static partial class Log
    {
        [LoggerMessage(8001, LogLevel.Error, "The hook {Hook} of '{Source}' failed after {Event} [{RequestId}]")]
        public static partial void Failed(ILogger logger, Exception error, string hook, string source, string @event, string? requestId);

        [LoggerMessage(8002, LogLevel.Warning, "The hook {Hook} of '{Source}' keeps failing and is left alone for {Seconds} s: {Error}")]
        public static partial void Opened(ILogger logger, string hook, string source, double seconds, string error);
    }
}
