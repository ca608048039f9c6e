using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace TinyBase.Sdk.Validation;

/// <summary>Gathers what is wrong with an input, up to a hundred errors.</summary>
internal sealed class InputErrors(SecretNames secrets)
{
    private const int MaxCount = 100;

    // What clients sent is repeated up to this length, so that an answer is never much larger than the request.
    private const int MaxEcho = 1024;

    private static readonly JsonWriterOptions Unescaped = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly List<InputError> _errors = [];

    public int Count => _errors.Count;

    public bool IsEmpty => _errors.Count == 0;

    public bool IsFull => _errors.Count >= MaxCount;

    public void Add(Problem problem, InputPath path)
    {
        if (!IsFull) _errors.Add(new InputError(problem, path));
    }

    /// <summary>Adds what was thrown while a value was read, in its own words where they cannot repeat a secret.</summary>
    public void Add(Exception thrown, InputPath path)
    {
        var isTold = secrets.IsEmpty && thrown is not NotSupportedException && thrown.Message is { Length: > 0 and <= MaxEcho };
        Add(Problem.Value(isTold ? thrown.Message : "the value does not fit"), path);
    }

    /// <summary>The errors as a JSON array, each with what was given at its place.</summary>
    /// <param name="input">The input; undefined where it is not JSON.</param>
    public byte[] Write(JsonElement input)
    {
        var json = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(json, Unescaped);
        writer.WriteStartArray();
        foreach (var error in _errors) Write(writer, error, input);
        writer.WriteEndArray();
        writer.Flush();
        return json.WrittenSpan.ToArray();
    }

    private void Write(Utf8JsonWriter writer, InputError error, JsonElement input)
    {
        var parts = error.Path.Parts();
        writer.WriteStartObject();
        writer.WriteString("type", error.Problem.Type);
        writer.WriteStartArray("loc");
        foreach (var part in parts) WriteValue(writer, part);
        writer.WriteEndArray();
        writer.WriteString("msg", error.Problem.Message);
        writer.WritePropertyName("input");
        WriteEcho(writer, parts, Find(input, parts, error.Problem == Problem.Missing));
        if (error.Problem.Context is { } context)
        {
            writer.WriteStartObject("ctx");
            foreach (var (name, value) in context)
            {
                writer.WritePropertyName(name);
                WriteValue(writer, value);
            }

            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    private void WriteEcho(Utf8JsonWriter writer, IReadOnlyList<object> place, JsonElement given)
    {
        var isHidden = given.ValueKind == JsonValueKind.Undefined || place.SkipLast(given.ValueKind == JsonValueKind.Object ? 1 : 0).Any(secrets.Contains);
        if (isHidden || given.GetRawText() is not { Length: <= MaxEcho } text) writer.WriteNullValue();
        else if (secrets.IsEmpty) writer.WriteRawValue(text);
        else secrets.WriteMasked(writer, given);
    }

    /// <summary>What lies at a place; where a field is missing, the object that lacks it.</summary>
    private static JsonElement Find(JsonElement input, IReadOnlyList<object> parts, bool isMissing)
    {
        var place = input;
        foreach (var part in parts.Skip(1))
        {
            if (part is string name && place.ValueKind == JsonValueKind.Object)
            {
                if (!place.TryGetProperty(name, out var member)) return isMissing ? place : default;
                place = member;
            }
            else if (part is int index && place.ValueKind == JsonValueKind.Array && index < place.GetArrayLength())
            {
                place = place[index];
            }
            else
            {
                return default;
            }
        }

        return place;
    }

    private static void WriteValue(Utf8JsonWriter writer, object value)
    {
        switch (value)
        {
            case string text: writer.WriteStringValue(text); break;
            case int or long or short or sbyte or byte or ushort or uint: writer.WriteNumberValue(Convert.ToInt64(value, CultureInfo.InvariantCulture)); break;
            case ulong large: writer.WriteNumberValue(large); break;
            case double real when double.IsFinite(real): writer.WriteNumberValue(real); break;
            case decimal exact: writer.WriteNumberValue(exact); break;
            default: writer.WriteStringValue(Convert.ToString(value, CultureInfo.InvariantCulture)); break;
        }
    }
}
