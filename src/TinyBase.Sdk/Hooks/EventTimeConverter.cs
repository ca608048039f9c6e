using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace TinyBase;

/// <summary>Writes times as the API does: in UTC with microseconds and a final Z.</summary>
internal sealed class EventTimeConverter : JsonConverter<DateTimeOffset>
{
    public static string ToText(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);

    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetDateTimeOffset();

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) => writer.WriteStringValue(ToText(value));
}
