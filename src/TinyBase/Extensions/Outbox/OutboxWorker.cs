using Microsoft.Extensions.Logging;

using TinyBase.Extensions.Hooks;

namespace TinyBase.Extensions.Outbox;

/// <summary>
/// Brings the kept events of one subscriber to it: several at a time, those of the same record one after the other. What became of them
/// is written before more are taken, so a process that is killed brings at most these again.
/// </summary>
internal sealed partial class OutboxWorker(
    Subscriber subscriber, OutboxStore store, OutboxDelivery delivery, SemaphoreSlim places, TimeProvider clock, ILogger logger)
{
    private const int AtOnce = 8;
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan AfterError = TimeSpan.FromSeconds(5);

    /// <summary>Works until it is cancelled.</summary>
    public async Task Run(CancellationToken cancel)
    {
        while (!cancel.IsCancellationRequested)
        {
            try
            {
                var wait = await RunBatch(cancel).ConfigureAwait(false);
                if (wait > TimeSpan.Zero) await subscriber.Signal.Wait(wait < Shortest ? Shortest : wait, clock, cancel).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (cancel.IsCancellationRequested)
            {
                return;
            }
            catch (Exception error)
            {
                // The database may be busy or full; the events are still there.
                Log.Failed(logger, error, subscriber.Name);
                await Task.Delay(AfterError, clock, cancel).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <summary>Brings the events that are due.</summary>
    /// <returns>How long there is nothing to do, unless a new event comes.</returns>
    private async Task<TimeSpan> RunBatch(CancellationToken cancel)
    {
        var due = await store.Due(subscriber.Id, cancel).ConfigureAwait(false);
        if (due.Count == 0)
        {
            var next = await store.NextDue(subscriber.Id, cancel).ConfigureAwait(false);
            return next is { } time ? Min(time - clock.GetUtcNow(), Longest) : Longest;
        }

        var settled = new List<OutboxAttempt>();
        var pause = TimeSpan.Zero;
        var lines = due.GroupBy(row => row.OrderKey ?? row.Id, StringComparer.Ordinal);
        try
        {
            await Parallel.ForEachAsync(lines, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancel }, async (line, token) =>
            {
                var left = await RunLine(line, settled, token).ConfigureAwait(false);
                lock (settled) pause = left > pause ? left : pause;
            }).ConfigureAwait(false);
        }
        finally
        {
            if (settled.Count > 0) await store.Settle(settled).ConfigureAwait(false);
        }

        // Left alone for a time that a new event does not shorten.
        if (pause > TimeSpan.Zero) await Task.Delay(pause < Shortest ? Shortest : pause, clock, cancel).ConfigureAwait(false);
        return TimeSpan.Zero;
    }

    /// <summary>Brings events of the same record, until one fails.</summary>
    /// <returns>How long the subscriber is left alone.</returns>
    private async Task<TimeSpan> RunLine(IEnumerable<OutboxRow> line, List<OutboxAttempt> settled, CancellationToken cancel)
    {
        foreach (var row in line)
        {
            await places.WaitAsync(cancel).ConfigureAwait(false);
            try
            {
                var (attempt, wait) = await delivery.Bring(subscriber, row, cancel).ConfigureAwait(false);
                if (attempt is null) return wait;
                lock (settled) settled.Add(attempt);
                if (attempt.Error is not { } error) continue;
                Log.NotDelivered(logger, row.Event, row.Id, subscriber.Name, row.Attempts + 1, error);
                return TimeSpan.Zero;
            }
            finally
            {
                places.Release();
            }
        }

        return TimeSpan.Zero;
    }

    private static TimeSpan Min(TimeSpan one, TimeSpan other) => one < other ? one : other;

    private static partial class Log
    {
        [LoggerMessage(8101, LogLevel.Error, "Kept events of {Subscriber} could not be brought to it; that is tried again")]
        public static partial void Failed(ILogger logger, Exception error, string subscriber);

        [LoggerMessage(8102, LogLevel.Warning, "Event {Event} {Id} was not taken by {Subscriber} (attempt {Attempt}): {Error}")]
        public static partial void NotDelivered(ILogger logger, string @event, string id, string subscriber, long attempt, string error);
    }
}
