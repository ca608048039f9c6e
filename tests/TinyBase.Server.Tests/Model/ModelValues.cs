using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace TinyBase.Server.Tests.Model;

/// <summary>What the model takes for a value: null, a text, a long, a double or a boolean. Written from the documentation, not from the server.</summary>
internal static partial class ModelValues
{
    /// <summary>What clients send, as JSON. Few, so that they meet each other; among them what several types understand.</summary>
    public static readonly string[] Sent =
    [
        "null", "true", "false", "0", "1", "7", "-1", "9007199254740993", "7.0", "1.5", "-0.5", "\"\"", "\"a\"", "\"b\"", "\"x\"", "\"é\"", "\"7\"", "\"07\"",
        "\"1.5\"", "\"true\"", "\"a'b\"", "\"ada@example.com\"", "\"Ada@example.com\"", "\"bob@example.com\"",
    ];

    private static readonly string[] TrueWords = ["true", "1", "yes", "on", "y", "t"];
    private static readonly string[] FalseWords = ["false", "0", "no", "off", "n", "f"];

    public static object? Parse(string json) => Parse(JsonElement.Parse(json));

    public static object? Parse(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.String => json.GetString(),
        _ when json.GetRawText().AsSpan().ContainsAny(".eE") => json.GetDouble(),
        _ => json.GetInt64(),
    };

    /// <summary>What a value means to a type.</summary>
    /// <returns>False if it means nothing.</returns>
    public static bool TryRead(string type, object? given, out object? value)
    {
        value = (type, given) switch
        {
            ("string" or "text" or "enum", string text) => text,
            ("email", string text) when text.Contains('@') => text.Trim(),
            ("int", long whole) => whole,
            ("int", double real) when real == Math.Truncate(real) => (long)real,
            ("int", bool flag) => flag ? 1L : 0L,
            ("int", string text) when Whole().Match(text) is { Success: true } match => long.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture),
            ("float", long whole) => (double)whole,
            ("float", double real) => real,
            ("float", bool flag) => flag ? 1.0 : 0.0,
            ("float", string text) when Real().IsMatch(text) => double.Parse(text, CultureInfo.InvariantCulture),
            ("bool", bool flag) => flag,
            ("bool", long and (0 or 1)) => (long)given == 1,
            ("bool", double and (0 or 1)) => (double)given == 1,
            ("bool", string text) when TrueWords.Contains(text) => true,
            ("bool", string text) when FalseWords.Contains(text) => false,
            _ => null,
        };
        return value is not null;
    }

    /// <summary>A value under another type, as if a client had sent it; numbers and booleans become the text that clients see.</summary>
    public static bool TryConvert(object value, string type, out object? converted)
    {
        var isText = type is "string" or "text" or "enum" or "email";
        return TryRead(type, isText ? Text(value) : value, out converted);
    }

    public static string Text(object value) => value switch
    {
        bool flag => flag ? "true" : "false",
        double real when real == Math.Truncate(real) => real.ToString("R", CultureInfo.InvariantCulture) + ".0",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    /// <summary>Null is less than all else, texts go by code points.</summary>
    public static int Compare(object? one, object? other) => (one, other) switch
    {
        (null, null) => 0,
        (null, _) => -1,
        (_, null) => 1,
        (string text, string with) => string.CompareOrdinal(text, with),
        _ => ((IComparable)one).CompareTo(other),
    };

    [GeneratedRegex(@"^([+-]?[0-9]+)(\.0+)?$")]
    private static partial Regex Whole();

    [GeneratedRegex(@"^[+-]?[0-9]+(\.[0-9]+)?$")]
    private static partial Regex Real();
}
