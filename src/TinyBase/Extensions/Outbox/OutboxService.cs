using Microsoft.Extensions.Logging;

using TinyBase.Extensions.Hooks;

namespace TinyBase.Extensions.Outbox;

/// <summary>One worker for each subscriber whose events are kept; they come and go with the subscribers.</summary>
internal sealed partial class OutboxService(
    HookRegistry registry, OutboxStore store, OutboxDelivery delivery, TimeProvider clock, ILogger<OutboxService> logger) : IDisposable
{
    /// <summary>How many events are brought at once, to all subscribers together.</summary>
    private const int Places = 64;

    private static readonly TimeSpan CleanEvery = TimeSpan.FromHours(1);

    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _places = new(Places);
    private readonly Dictionary<string, (Subscriber Subscriber, CancellationTokenSource Stop, Task Work)> _workers = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _stop = new();
    private readonly Dictionary<string, Task> _ended = new(StringComparer.Ordinal);
    private Task _cleaning = Task.CompletedTask;

    /// <summary>Begins to bring events.</summary>
    public void Start()
    {
        registry.Changed += Adjust;
        Adjust();
        _cleaning = Clean(_stop.Token);
    }

    /// <summary>Ends; what is under way is brought again after the next start.</summary>
    public async Task Stop(CancellationToken cancel)
    {
        registry.Changed -= Adjust;
        await _stop.CancelAsync().ConfigureAwait(false);
        Task[] work;
        lock (_gate) work = [.. _workers.Values.Select(worker => worker.Work), .. _ended.Values, _cleaning];
        await Task.WhenAll(work).WaitAsync(cancel).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public void Dispose()
    {
        _stop.Dispose();
        _places.Dispose();
    }

    /// <summary>Starts workers for new subscribers, and ends those of others.</summary>
    private void Adjust()
    {
        lock (_gate)
        {
            if (_stop.IsCancellationRequested) return;
            var wanted = registry.Table.All.Where(subscriber => subscriber.IsDurable)
                .DistinctBy(subscriber => subscriber.Id, StringComparer.Ordinal).ToDictionary(subscriber => subscriber.Id, StringComparer.Ordinal);
            foreach (var (id, worker) in _workers.ToList())
            {
                if (wanted.TryGetValue(id, out var same) && ReferenceEquals(same, worker.Subscriber)) continue;
                // Not here and now: this may be the writer.
                _ = worker.Stop.CancelAsync();
                _ended[id] = worker.Work;
                _workers.Remove(id);
            }

            foreach (var (id, work) in _ended.ToList())
            {
                if (work.IsCompleted) _ended.Remove(id);
            }

            foreach (var (id, subscriber) in wanted)
            {
                if (_workers.ContainsKey(id)) continue;
                var stop = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
                var worker = new OutboxWorker(subscriber, store, delivery, _places, clock, logger);
                // After the one before it, which may still write what became of its last events.
                var before = _ended.GetValueOrDefault(id, Task.CompletedTask);
                _workers[id] = (subscriber, stop, Task.Run(() => Follow(before, worker, stop.Token), CancellationToken.None));
            }
        }
    }

    private static async Task Follow(Task before, OutboxWorker worker, CancellationToken cancel)
    {
        await before.WaitAsync(cancel).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await worker.Run(cancel).ConfigureAwait(false);
    }

    private async Task Clean(CancellationToken cancel)
    {
        using var timer = new PeriodicTimer(CleanEvery, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(cancel).ConfigureAwait(false))
            {
                try
                {
                    await store.Clean([.. registry.Table.All.Select(subscriber => subscriber.Id).Distinct()], cancel).ConfigureAwait(false);
                }
                catch (Exception error) when (error is not OperationCanceledException)
                {
                    Log.NotCleaned(logger, error);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The server stops.
        }
    }

    private static partial class Log
    {
        [LoggerMessage(8111, LogLevel.Error, "Old events of hooks and webhooks could not be removed; that is tried again in an hour")]
        public static partial void NotCleaned(ILogger logger, Exception error);
    }
}
