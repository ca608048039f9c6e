using System.IO.Pipelines;

using Shouldly;

using TinyBase.Sdk.Frames;

using Xunit;

namespace TinyBase.Tests.Sdk;

/// <summary>Frames through streams that split and join them as they like.</summary>
public sealed class FrameTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(100_000)]
    public async Task Frames_survive_any_way_of_splitting_the_stream(int piece)
    {
        using var stream = new MemoryStream();
        using var writer = new FrameWriter(stream);
        int[] sizes = [0, 1, 13, 16 * 1024 - 13, 16 * 1024, 70_000];
        foreach (var size in sizes) await writer.WriteAsync(FrameType.Log, size, Bytes(3), Bytes(size), default);
        new BlockingFrameWriter(stream).Write(FrameType.Cancel, long.MaxValue, default);
        stream.Position = 0;

        var reader = new FrameReader(new PiecesStream(stream, piece));
        foreach (var size in sizes)
        {
            using var frame = (await reader.ReadAsync(default)).ShouldNotBeNull();
            frame.Call.ShouldBe(size);
            frame.Payload.ToArray().ShouldBe([.. Bytes(3), .. Bytes(size)]);
        }

        using var last = (await reader.ReadAsync(default)).ShouldNotBeNull();
        (last.Type, last.Call, last.Payload.Length).ShouldBe((FrameType.Cancel, long.MaxValue, 0));
        (await reader.ReadAsync(default)).ShouldBeNull();
    }

    [Theory]
    [InlineData(3)]
    [InlineData(15)]
    public async Task A_stream_that_ends_inside_a_frame_is_an_error(int length)
    {
        using var stream = new MemoryStream();
        using var writer = new FrameWriter(stream);
        await writer.WriteAsync(FrameType.Log, 1, Bytes(100), default, default);
        var reader = new FrameReader(new MemoryStream(stream.ToArray()[..length]));
        (await Should.ThrowAsync<FrameException>(async () => await reader.ReadAsync(default))).Message.ShouldBe("The stream ended inside a frame");
    }

    [Fact]
    public async Task A_frame_beyond_the_limit_is_neither_written_nor_read()
    {
        using var stream = new MemoryStream();
        using var strict = new FrameWriter(stream, largest: 100);
        await Should.ThrowAsync<FrameException>(async () => await strict.WriteAsync(FrameType.Log, 1, Bytes(50), Bytes(42), default));
        stream.Length.ShouldBe(0);
        using var lenient = new FrameWriter(stream);
        await lenient.WriteAsync(FrameType.Log, 1, Bytes(92), default, default);
        stream.Position = 0;
        (await Should.ThrowAsync<FrameException>(async () => await new FrameReader(stream, largest: 100).ReadAsync(default)))
            .Message.ShouldBe("A frame has at most 100 bytes, not 101");
    }

    [Fact]
    public async Task Frames_that_are_written_together_arrive_whole_and_each_callers_in_order()
    {
        const int callers = 8;
        int[] sizes = [0, 1, 300, 5000, 17_000, 20, 70_000, 3];
        var pipe = new Pipe();
        using var writer = new FrameWriter(pipe.Writer.AsStream());
        var writing = Enumerable.Range(0, callers).Select(caller => Task.Run(async () =>
        {
            for (var i = 0; i < 200; i++)
            {
                var size = sizes[(caller + i) % sizes.Length];
                await writer.WriteSoonAsync(FrameType.Result, caller, BitConverter.GetBytes(i), Bytes(size), default);
            }

            await writer.WriteAsync(FrameType.Cancel, caller, default, default, default);
        })).ToArray();

        var reader = new FrameReader(pipe.Reader.AsStream());
        var next = new int[callers];
        for (var open = callers; open > 0;)
        {
            using var frame = (await reader.ReadAsync(TestContext.Current.CancellationToken)).ShouldNotBeNull();
            if (frame.Type == FrameType.Cancel)
            {
                next[frame.Call].ShouldBe(200, "what was written before comes before");
                open--;
                continue;
            }

            var i = next[frame.Call]++;
            BitConverter.ToInt32(frame.Payload.Span).ShouldBe(i);
            frame.Payload.Span[sizeof(int)..].SequenceEqual(Bytes(sizes[(frame.Call + i) % sizes.Length])).ShouldBeTrue();
        }

        await Task.WhenAll(writing);
    }

    [Fact]
    public async Task What_is_gathered_for_an_end_that_reads_nothing_is_bounded()
    {
        // It takes one frame and then nothing more.
        var pipe = new Pipe(new PipeOptions(pauseWriterThreshold: 1, resumeWriterThreshold: 1));
        using var writer = new FrameWriter(pipe.Writer.AsStream());
        using var cancel = new CancellationTokenSource();
        await writer.WriteSoonAsync(FrameType.Call, 0, default, Bytes(1000), cancel.Token);
        // Once it is there, the stream is being written to, and stays so.
        pipe.Reader.AdvanceTo((await pipe.Reader.ReadAsync(TestContext.Current.CancellationToken)).Buffer.Start);
        var kept = 1;
        ValueTask last;
        while ((last = writer.WriteSoonAsync(FrameType.Call, kept, default, Bytes(1000), cancel.Token)).IsCompletedSuccessfully) (++kept).ShouldBeLessThan(200);
        await cancel.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(async () => await last);

        var reader = new FrameReader(pipe.Reader.AsStream());
        for (var i = 0; i < kept; i++)
        {
            using var frame = (await reader.ReadAsync(TestContext.Current.CancellationToken)).ShouldNotBeNull();
            frame.Call.ShouldBe(i, "what had a place arrives once the other end reads");
        }
    }

    [Fact]
    public async Task A_broken_stream_is_told_to_whoever_writes_next()
    {
        var stream = new PiecesStream(new MemoryStream(), 1);
        await stream.DisposeAsync();
        using var writer = new FrameWriter(stream);

        await writer.WriteSoonAsync(FrameType.Call, 1, default, Bytes(10), default);

        await Should.ThrowAsync<ObjectDisposedException>(async () => await writer.WriteAsync(FrameType.Call, 2, default, Bytes(10), default));
    }

    [Fact]
    public async Task Waiting_for_a_frame_can_be_cancelled()
    {
        using var cancel = new CancellationTokenSource();
        var reading = new FrameReader(new Pipe().Reader.AsStream()).ReadAsync(cancel.Token).AsTask();
        await cancel.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => reading);
    }

    private static byte[] Bytes(int count) => [.. Enumerable.Range(0, count).Select(i => (byte)i)];

    /// <summary>Gives at most so many bytes at once.</summary>
    private sealed class PiecesStream(MemoryStream inner, int piece) : MemoryStream
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            inner.ReadAsync(buffer[..Math.Min(piece, buffer.Length)], cancellationToken);
    }
}
