using System.Buffers.Binary;
using System.Text;

// Speaks the protocol of workers by itself, and not as it should: what it does is the first word of the input.
if (args is ["--metadata"])
{
    Console.WriteLine("""{"name":"rogue","auth":"public","protocol":1,"sdk_version":"1.0.0","input_schema":{"type":5,"properties":7},"tags":["a"]}""");
    return 0;
}

var input = Console.OpenStandardInput();
var output = Console.OpenStandardOutput();
var (call, deed) = ReadCall();
switch (deed)
{
    case "noise": output.Write("Hello from nowhere, this is no frame"u8); break;
    case "huge": output.Write([0xff, 0xff, 0xff, 0x7f, 4, 0, 0, 0, 0, 0, 0, 0, 0]); break;
    case "no-json": Send(4, call, [0, .. "{]"u8]); break;
    case "long-error":
        Send(4, call, [1, .. Encoding.UTF8.GetBytes($$"""{"error_type":"{{new string('t', 5_000)}}","error_message":"{{new string('m', 20_000_000)}}","stack":"{{new string('s', 5_000_000)}}"}""")]);
        break;
    case "surrogate":
        Send(5, call, """{"level":"info","message":"m","time":"2026-01-01T00:00:00Z","fields":{"a":"\ud800"}}"""u8.ToArray());
        break;
    case "requests":
        // Never reads an answer.
        var request = (byte[])[1, 0, 0, 0, .. Encoding.UTF8.GetBytes("""{"method":"GET","path":"/api/functions","headers":{}}""" + "\n"), .. new byte[60_000]];
        while (true) Send(6, 999, request);
    case "lines":
        var line = """{"level":"info","message":"m","time":"2026-01-01T00:00:00Z","fields":{}}"""u8.ToArray();
        while (true) Send(5, call, line);
    case "stray":
        var stray = """{"level":"info","message":"m","time":"2026-01-01T00:00:00Z","fields":{}}"""u8.ToArray();
        while (true) Send(5, 12345, stray);
}

Thread.Sleep(Timeout.Infinite);
return 0;

(long Call, string Deed) ReadCall()
{
    var head = new byte[13];
    input.ReadExactly(head);
    var rest = new byte[BinaryPrimitives.ReadInt32LittleEndian(head) - 9];
    input.ReadExactly(rest);
    var text = Encoding.UTF8.GetString(rest);
    return (BinaryPrimitives.ReadInt64LittleEndian(head.AsSpan(5)), text[(text.IndexOf('\n') + 1)..].Split('"')[3]);
}

void Send(byte type, long number, byte[] payload)
{
    var frame = new byte[13 + payload.Length];
    BinaryPrimitives.WriteInt32LittleEndian(frame, 9 + payload.Length);
    frame[4] = type;
    BinaryPrimitives.WriteInt64LittleEndian(frame.AsSpan(5), number);
    payload.CopyTo(frame, 13);
    output.Write(frame);
    output.Flush();
}
