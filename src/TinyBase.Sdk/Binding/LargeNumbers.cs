using System.Text.Json;

namespace TinyBase.Sdk.Binding;

/// <summary>Numbers of which the deserializer makes an infinity, which no JSON has, instead of refusing them.</summary>
internal static class LargeNumbers
{
    /// <summary>What has no more characters and no exponent is within the range of every such type.</summary>
    private const int MostDigits = 38;

    /// <summary>Whether there is a number beyond the range of a float. Each type then has to be looked at: for a double it may be none too large.</summary>
    /// <param name="json">JSON that is known to be valid.</param>
    public static bool AreIn(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.Number && MayBeLarge(reader.ValueSpan) && !float.IsFinite(reader.GetSingle())) return true;
        }

        return false;
    }

    private static bool MayBeLarge(ReadOnlySpan<byte> number) => number.Length > MostDigits || number.ContainsAny((byte)'e', (byte)'E');
}
