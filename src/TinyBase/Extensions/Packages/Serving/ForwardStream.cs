namespace TinyBase.Extensions.Packages.Serving;

/// <summary>A stream that is read or written in one direction and without blocking.</summary>
internal abstract class ForwardStream : Stream
{
    private const string Blocking = "Synchronous operations are disallowed. Call ReadAsync or WriteAsync instead.";

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public override int Read(byte[] buffer, int offset, int count) => throw new InvalidOperationException(Blocking);

    public override void Write(byte[] buffer, int offset, int count) => throw new InvalidOperationException(Blocking);

    public override void Flush() => throw new InvalidOperationException(Blocking);

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    /// <summary>
    /// Waits for a transfer in such a way that the extension goes on with a thread of its own: the one on which the transfer ends may be the
    /// one that serves the connection, and an extension that then blocks until there is more would wait for itself.
    /// </summary>
    protected static async Task End(Task transfer)
    {
        if (transfer.IsCompleted) return;
        await transfer.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
    }
}
