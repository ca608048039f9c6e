using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace TinyBase.Sdk.Frames;

/// <summary>Writes and reads what frames carry: JSON, or a line of it with a body behind.</summary>
internal static class FrameCodec
{
    private const byte LineFeed = (byte)'\n';

    /// <summary>The metadata with texts written as they are, since people read them.</summary>
    public static FrameJson Json { get; } = new(new JsonSerializerOptions(FrameJson.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    public static byte[] Write<T>(T message) => JsonSerializer.SerializeToUtf8Bytes(message, TypeInfo<T>());

    /// <summary>The JSON and the line feed that parts it from the body.</summary>
    public static byte[] WriteHead<T>(T head) => [.. Write(head), LineFeed];

    /// <exception cref="FrameException">It is not what it should be.</exception>
    public static T Read<T>(ReadOnlySpan<byte> json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, TypeInfo<T>()) ?? throw new FrameException($"A {typeof(T).Name} was null");
        }
        catch (JsonException e)
        {
            throw new FrameException($"A {typeof(T).Name} could not be read: {e.Message}");
        }
    }

    /// <summary>Reads the JSON before the first line feed; what follows is the body.</summary>
    /// <exception cref="FrameException">It is not what it should be.</exception>
    public static T ReadHead<T>(ReadOnlyMemory<byte> payload, out ReadOnlyMemory<byte> body)
    {
        var end = payload.Span.IndexOf(LineFeed);
        if (end < 0) throw new FrameException($"A {typeof(T).Name} did not end with a line feed");
        body = payload[(end + 1)..];
        return Read<T>(payload.Span[..end]);
    }

    private static JsonTypeInfo<T> TypeInfo<T>() => (JsonTypeInfo<T>)Json.GetTypeInfo(typeof(T))!;
}
