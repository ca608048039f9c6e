using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace TinyBase;

/// <summary>How events are kept and sent: <c>{"type": …, "timestamp": …, "data": {…}}</c> in snake_case.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(UserRegisterEvent))]
[JsonSerializable(typeof(UserLoginEvent))]
[JsonSerializable(typeof(LoginFailEvent))]
[JsonSerializable(typeof(RecordCreateEvent))]
[JsonSerializable(typeof(RecordUpdateEvent))]
[JsonSerializable(typeof(RecordDeleteEvent))]
[JsonSerializable(typeof(FunctionCallEvent))]
[JsonSerializable(typeof(FunctionCompleteEvent))]
[JsonSerializable(typeof(ScheduleFireEvent))]
[JsonSerializable(typeof(CollectionChangeEvent))]
internal sealed partial class HookJson : JsonSerializerContext
{
    private static readonly HookJson Events = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters =
        {
            new EventTimeConverter(),
            new JsonStringEnumConverter<Trigger>(JsonNamingPolicy.SnakeCaseLower),
            new JsonStringEnumConverter<CollectionChangeKind>(JsonNamingPolicy.SnakeCaseLower),
        },
    });

    /// <summary>Writes an event as it is kept and sent.</summary>
    public static byte[] Write(HookEvent happened)
    {
        using var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            writer.WriteStartObject();
            writer.WriteString("type", happened.Point.Name());
            writer.WriteString("timestamp", EventTimeConverter.ToText(happened.At));
            writer.WritePropertyName("data");
            JsonSerializer.Serialize(writer, happened, happened.GetType(), Events);
            writer.WriteEndObject();
        }

        return bytes.ToArray();
    }

    /// <summary>Reads an event that was written so.</summary>
    /// <exception cref="JsonException">It is no event of that kind.</exception>
    public static HookEvent Read(HookPoint point, ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json);
        return (HookEvent)document.RootElement.GetProperty("data").Deserialize(point.EventType(), Events)!;
    }
}
