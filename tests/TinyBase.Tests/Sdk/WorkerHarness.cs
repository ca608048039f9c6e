using System.Buffers.Binary;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json;

using Shouldly;

using TinyBase.Sdk.Binding;
using TinyBase.Sdk.Frames;
using TinyBase.Sdk.Workers;

namespace TinyBase.Tests.Sdk;

/// <summary>A worker on pipes in memory, and the server's end of them.</summary>
internal sealed class WorkerHarness : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Pipe _toWorker = new();
    private readonly Pipe _toServer = new();
    private readonly FrameWriter _writer;
    private readonly FrameReader _reader;

    public WorkerHarness(Delegate function)
    {
        _writer = new FrameWriter(_toWorker.Writer.AsStream());
        _reader = new FrameReader(_toServer.Reader.AsStream());
        Worker = new Worker(
            FunctionBinding.Create(function),
            new FrameReader(_toWorker.Reader.AsStream()),
            new BlockingFrameWriter(_toServer.Writer.AsStream()),
            new FunctionConfig(new Dictionary<string, string>()),
            TimeProvider.System);
        Ended = Task.Run(() => Worker.RunAsync(CancellationToken.None));
    }

    public Worker Worker { get; }

    public Task Ended { get; }

    public Stream Raw => _toWorker.Writer.AsStream();

    public static async Task<WorkerHarness> Start(Delegate function)
    {
        var worker = new WorkerHarness(function);
        (await worker.Next()).Type.ShouldBe(FrameType.Hello);
        return worker;
    }

    public async Task Call(long number, string input = "{}", string head = "") => await _writer.WriteAsync(
        FrameType.Call, number, Encoding.UTF8.GetBytes($$"""{"call_id": "c{{number}}", "request_id": "r{{number}}"{{head}}}""" + "\n"), Encoding.UTF8.GetBytes(input), default);

    public async Task Send(FrameType type, long number, byte[]? payload = null) => await _writer.WriteAsync(type, number, payload ?? [], default, default);

    public async Task Respond(Received request, int status, string body)
    {
        var payload = request.Payload[..4].Concat(FrameCodec.WriteHead(
            new ResponseHead(status, new Dictionary<string, string> { ["content-type"] = "application/json", ["x-request-id"] = "r9" }))).Concat(Encoding.UTF8.GetBytes(body));
        await Send(FrameType.Response, request.Call, [.. payload]);
    }

    public async Task<Received> Next()
    {
        using var frame = await _reader.ReadAsync(CancellationToken.None).AsTask().WaitAsync(Patience) ?? throw new EndOfStreamException();
        return new Received(frame.Type, frame.Call, frame.Payload.ToArray());
    }

    /// <summary>The next frame, which is a result.</summary>
    public async Task<string> Result() => (await Next()).Result();

    public async Task End() => await _toWorker.Writer.CompleteAsync();

    public async ValueTask DisposeAsync()
    {
        await End();
        await Ended.ContinueWith(_ => { }, TaskScheduler.Default).WaitAsync(Patience);
        _writer.Dispose();
    }
}

/// <summary>A frame from the worker.</summary>
internal sealed record Received(FrameType Type, long Call, byte[] Payload)
{
    public string Text => Encoding.UTF8.GetString(Payload);

    public JsonElement Json => JsonElement.Parse(Payload);

    public int RequestNumber => BinaryPrimitives.ReadInt32LittleEndian(Payload);

    /// <summary>Its status and JSON: <c>0 3</c>.</summary>
    public string Result()
    {
        Type.ShouldBe(FrameType.Result, Text);
        return $"{Payload[0]} {Encoding.UTF8.GetString(Payload.AsSpan(1))}";
    }
}
