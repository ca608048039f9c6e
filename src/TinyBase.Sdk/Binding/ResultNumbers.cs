using System.Globalization;
using System.Numerics;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace TinyBase.Sdk.Binding;

/// <summary>Finds the number in a result that JSON does not have: the serializer does not say which it is, nor where.</summary>
internal static class ResultNumbers
{
    private static readonly JsonSerializerOptions Searching = new(FunctionJson.Output)
    {
        Converters = { new Finder<double>(), new Finder<float>(), new Finder<Half>() },
    };

    /// <summary>Looks through a result that could not be written.</summary>
    /// <returns>What is wrong with it; null if it is no number.</returns>
    public static ResultValueException? Find(object result, Type type)
    {
        try
        {
            JsonSerializer.Serialize(Stream.Null, result, Searching.GetTypeInfo(type));
            return null;
        }
        catch (FoundException found)
        {
            return new ResultValueException(found.Message, found.Path!);
        }
#pragma warning disable CA1031 // What the author's code throws has been thrown already.
        catch (Exception)
#pragma warning restore CA1031
        {
            return null;
        }
    }

    private sealed class Finder<T> : JsonConverter<T>
        where T : struct, IFloatingPointIeee754<T>
    {
        public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => throw new NotSupportedException();

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options)
        {
            if (!T.IsFinite(value)) throw new FoundException(value.ToString(null, CultureInfo.InvariantCulture));
            writer.WriteNullValue();
        }
    }

    /// <summary>The serializer adds the place.</summary>
    private sealed class FoundException(string value) : JsonException(value);
}

/// <summary>The result of a function has a number that JSON does not have.</summary>
internal sealed class ResultValueException(string value, string place)
    : Exception($"The result has {value}{(place == "$" ? "" : $" at {place}")}, and JSON has no such number; return null or a text in its place");
