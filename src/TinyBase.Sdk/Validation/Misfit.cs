using System.Text.Json;

namespace TinyBase.Sdk.Validation;

/// <summary>What is thrown while a value is read that does not fit: by the deserializer, by a converter or by a constructor.</summary>
internal static class Misfit
{
    public static bool Is(Exception error) => error is
        JsonException or NotSupportedException or FormatException or OverflowException or ArgumentException or InvalidOperationException;
}
