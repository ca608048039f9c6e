using System.Threading.Channels;

using Microsoft.Extensions.Logging;

namespace TinyBase.Extensions.Hooks;

/// <summary>An event that waits for hooks.</summary>
/// <param name="Point">What it is.</param>
/// <param name="Json">The event; each hook gets a copy of its own.</param>
/// <param name="Hooks">Who is told, in their order.</param>
internal sealed record QueuedEvent(HookPoint Point, ReadOnlyMemory<byte> Json, IReadOnlyList<Hook> Hooks);

/// <summary>
/// The events that wait for hooks after them. A few are brought at a time, each to its hooks one after the other. The queue has an end,
/// in number and in bytes: what finds no place is counted and told, and not brought.
/// </summary>
internal sealed partial class HookQueue(HookRunner runner, TimeProvider clock, ILogger<HookQueue> logger) : IDisposable
{
    public const int MaxWaiting = 10_000;
    private const long MaxBytes = 64 * 1024 * 1024;
    private const int Workers = 8;
    private static readonly TimeSpan WarnEvery = TimeSpan.FromSeconds(10);

    private readonly Channel<QueuedEvent> _events = Channel.CreateBounded<QueuedEvent>(MaxWaiting);
    private readonly CancellationTokenSource _stop = new();
    private Task _work = Task.CompletedTask;
    private long _bytes;
    private long _dropped;
    private int _brokenOff;
    private long _warnedAt = long.MinValue;
    private long _warnedOf;

    /// <summary>How many events wait.</summary>
    public int Waiting => _events.Reader.Count;

    /// <summary>How many events found no place.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>Adds an event, if there is a place for it.</summary>
    public void Add(QueuedEvent happened)
    {
        if (Interlocked.Add(ref _bytes, happened.Json.Length) <= MaxBytes && _events.Writer.TryWrite(happened)) return;
        Interlocked.Add(ref _bytes, -happened.Json.Length);
        Interlocked.Increment(ref _dropped);
        foreach (var hook in happened.Hooks) hook.Health.Skip();
        Warn();
    }

    /// <summary>Begins to bring events to their hooks.</summary>
    public void Start() => _work = Task.WhenAll(Enumerable.Range(0, Workers).Select(_ => Task.Run(Work)));

    /// <summary>Lets nothing more in and brings what waits, for as long as there is time.</summary>
    public async Task Drain(TimeSpan most)
    {
        _events.Writer.TryComplete();
        _stop.CancelAfter(most);
        await _work.ConfigureAwait(false);
        var left = _brokenOff;
        while (_events.Reader.TryRead(out var happened))
        {
            left++;
            foreach (var hook in happened.Hooks) hook.Health.Skip();
        }

        if (left > 0) Log.Left(logger, left, most.TotalSeconds);
    }

    public void Dispose() => _stop.Dispose();

    private async Task Work()
    {
        while (!_stop.IsCancellationRequested && await _events.Reader.WaitToReadAsync(CancellationToken.None).ConfigureAwait(false))
        {
            if (_events.Reader.TryRead(out var happened)) await Bring(happened).ConfigureAwait(false);
        }
    }

    private async Task Bring(QueuedEvent happened)
    {
        Interlocked.Add(ref _bytes, -happened.Json.Length);
        try
        {
            foreach (var hook in happened.Hooks)
            {
                if (hook.IsRemoved) continue;
                var (run, _, _) = await runner.TryRun(hook, HookJson.Read(happened.Point, happened.Json), _stop.Token).ConfigureAwait(false);
                if (run == HookRun.LeftAlone) hook.Health.Skip();
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The server stops, and has waited for long enough.
            Interlocked.Increment(ref _brokenOff);
        }
    }

    /// <summary>Says how many events found no place, not more than now and then.</summary>
    private void Warn()
    {
        var last = Volatile.Read(ref _warnedAt);
        var now = clock.GetTimestamp();
        if (last != long.MinValue && clock.GetElapsedTime(last, now) < WarnEvery) return;
        if (Interlocked.CompareExchange(ref _warnedAt, now, last) != last) return;
        var dropped = Dropped;
        Log.Full(logger, dropped - Interlocked.Exchange(ref _warnedOf, dropped), MaxWaiting);
    }

    private static partial class Log
    {
        [LoggerMessage(8021, LogLevel.Warning, "Hooks do not keep up: {Count} events were not brought to them, since {Most} wait already. Make the hooks quicker, or durable")]
        public static partial void Full(ILogger logger, long count, int most);

        [LoggerMessage(8022, LogLevel.Warning, "{Count} events were not brought to their hooks: the server stops, and they took longer than {Seconds} s")]
        public static partial void Left(ILogger logger, int count, double seconds);
    }
}
