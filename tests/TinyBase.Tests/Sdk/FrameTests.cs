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
        writer.Write(FrameType.Cancel, long.MaxValue, default);
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
