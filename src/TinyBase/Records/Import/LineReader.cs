using System.Buffers;
using System.IO.Pipelines;

using TinyBase.Hosting;

namespace TinyBase.Records.Import;

/// <summary>Splits the body of an import into lines as it comes in, and never holds more of it than a batch.</summary>
/// <param name="pipe">The body.</param>
/// <param name="maxLineBytes">A longer line is refused without being kept.</param>
/// <param name="maxBytes">The body is not read beyond.</param>
/// <param name="clock">For how long it waits.</param>
internal sealed class LineReader(PipeReader pipe, int maxLineBytes, long maxBytes, TimeProvider clock)
{
    /// <summary>The first line of a batch does not wait longer for others before it is written.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(200);

    private readonly RecordOutcome _tooLong = RecordOutcome.Invalid(
    [
        new ValidationError(
            "too_long",
            ["body"],
            $"A line should have at most {maxLineBytes} bytes",
            Context: new Dictionary<string, object?> { ["max_length"] = maxLineBytes }),
    ]);

    private Task<ReadResult>? _reading;
    private ImportBatch? _last;
    private long _bytes;
    private long _lines;
    private bool _skipping;

    /// <summary>Whether the body turned out larger than it may be.</summary>
    public bool IsTooLarge { get; private set; }

    /// <summary>Adds lines to an empty batch until it is full, the body has ended, or the first of them has waited long enough.</summary>
    /// <returns>Whether there may be more.</returns>
    public async ValueTask<bool> Fill(ImportBatch batch, CancellationToken cancel)
    {
        if (_last is not null) batch.ContinueLine(_last);
        _last = batch;
        long? first = null;
        while (true)
        {
            if (batch.Count > 0) first ??= clock.GetTimestamp();
            var left = first is { } since ? Patience - clock.GetElapsedTime(since) : Timeout.InfiniteTimeSpan;
            if (await Read(left, cancel).ConfigureAwait(false) is not { } result) return true;
            var isTooLarge = _bytes + result.Buffer.Length > maxBytes;
            var buffer = isTooLarge ? result.Buffer.Slice(0, maxBytes - _bytes) : result.Buffer;
            var rest = Split(buffer, batch);
            _bytes += buffer.Length - rest;
            pipe.AdvanceTo(result.Buffer.GetPosition(buffer.Length - rest));
            if (rest > 0 || batch.IsFull) return true;
            IsTooLarge = isTooLarge;
            if (isTooLarge) return false;
            if (!result.IsCompleted) continue;
            if (_skipping || batch.Unfinished > 0) EndLine(batch);
            return false;
        }
    }

    /// <summary>Leaves the rest of the body to the server.</summary>
    public async ValueTask End()
    {
        if (_reading is not { } reading) return;
        _reading = null;
        pipe.CancelPendingRead();
        await ((Task)reading).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (reading.IsCompletedSuccessfully) pipe.AdvanceTo(reading.Result.Buffer.Start);
    }

    /// <summary>Waits for more of the body.</summary>
    /// <param name="left">How long; without end where that is <see cref="Timeout.InfiniteTimeSpan"/>.</param>
    /// <param name="cancel">Ends the wait.</param>
    /// <returns>Null if the time is over.</returns>
    private async ValueTask<ReadResult?> Read(TimeSpan left, CancellationToken cancel)
    {
        var mustHurry = left != Timeout.InfiniteTimeSpan;
        if (mustHurry && left <= TimeSpan.Zero) return null;
        if (_reading is null)
        {
            var reading = pipe.ReadAsync(cancel);
            if (reading.IsCompleted || !mustHurry) return await reading.ConfigureAwait(false);
            _reading = reading.AsTask();
        }

        if (mustHurry && !_reading.IsCompleted)
        {
            using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancel);
            await Task.WhenAny(_reading, Task.Delay(left, clock, enough.Token)).ConfigureAwait(false);
            await enough.CancelAsync().ConfigureAwait(false);
            if (!_reading.IsCompleted) return null;
        }

        var result = await _reading.ConfigureAwait(false);
        _reading = null;
        return result;
    }

    /// <summary>Adds the lines of a buffer until the batch is full.</summary>
    /// <returns>How many bytes are left.</returns>
    private long Split(ReadOnlySequence<byte> buffer, ImportBatch batch)
    {
        var rest = buffer.Length;
        foreach (var segment in buffer)
        {
            var bytes = segment.Span;
            while (!bytes.IsEmpty)
            {
                var end = bytes.IndexOf((byte)'\n');
                Append(end < 0 ? bytes : bytes[..end], batch);
                var taken = end < 0 ? bytes.Length : end + 1;
                rest -= taken;
                if (end < 0) break;
                bytes = bytes[taken..];
                EndLine(batch);
                if (batch.IsFull) return rest;
            }
        }

        return rest;
    }

    private void Append(ReadOnlySpan<byte> part, ImportBatch batch)
    {
        _skipping = _skipping || batch.Unfinished + part.Length > maxLineBytes;
        if (_skipping) batch.DropLine();
        else batch.Append(part);
    }

    private void EndLine(ImportBatch batch)
    {
        _lines++;
        if (_skipping) batch.Refuse(_lines, _tooLong);
        else batch.EndLine(_lines);
        _skipping = false;
    }
}
