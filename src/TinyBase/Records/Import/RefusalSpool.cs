using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;

using Microsoft.AspNetCore.WebUtilities;

using TinyBase.Hosting;

namespace TinyBase.Records.Import;

/// <summary>
/// The refused lines of an import as the answer will list them. They wait for the end of the body, since the answer begins with
/// counts: a few in memory, more in a temporary file, and beyond a size they are only counted. Without a place for the file all are
/// only counted: what was imported is told in any case.
/// </summary>
/// <param name="folder">The folder of the file; null for the system's.</param>
internal sealed class RefusalSpool(string? folder) : IAsyncDisposable
{
    private const int MaxMemory = 128 * 1024;
    private const int MaxBytes = 32 * 1024 * 1024;

    private readonly FileBufferingWriteStream _written =
        new(MaxMemory, tempFileDirectoryAccessor: folder is null ? null : () => folder);

    private readonly ArrayBufferWriter<byte> _batch = new();
    private long _listed;
    private bool _isFull;

    /// <summary>How many lines were only counted.</summary>
    public long Omitted { get; private set; }

    /// <summary>Why none is listed; null if nothing failed.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>Adds the refused lines of a batch that was written.</summary>
    public async ValueTask Add(ImportBatch batch, CancellationToken cancel)
    {
        _batch.ResetWrittenCount();
        Format(batch);
        if (_batch.WrittenCount == 0) return;
        // Nothing else is refused meanwhile, so lines are left out only at the end.
        try
        {
            await _written.WriteAsync(_batch.WrittenMemory, cancel).ConfigureAwait(false);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // The file may end within a line.
            Failure = error;
            _isFull = true;
            Omitted += _listed;
        }
    }

    /// <summary>Sends what was added, separated by commas.</summary>
    public Task Send(PipeWriter writer, CancellationToken cancel) =>
        Failure is null ? _written.DrainBufferAsync(writer, cancel) : Task.CompletedTask;

    public ValueTask DisposeAsync() => _written.DisposeAsync();

    private void Format(ImportBatch batch)
    {
        using var writer = new Utf8JsonWriter(_batch, Answers.Compact);
        for (var i = 0; i < batch.Count; i++)
        {
            if (batch[i].Outcome is not { } refusal) continue;
            _isFull = _isFull || _written.Length + _batch.WrittenCount > MaxBytes;
            if (_isFull)
            {
                Omitted++;
                continue;
            }

            if (_written.Length + _batch.WrittenCount > 0) _batch.Write(","u8);
            writer.Reset();
            writer.WriteStartObject();
            writer.WriteNumber("line", batch[i].Number);
            RecordAnswers.WriteRefusal(writer, refusal, string.Empty, string.Empty);
            writer.WriteEndObject();
            writer.Flush();
            _listed++;
        }
    }
}
