using System.Text.Json;

namespace TinyBase.Configuration;

/// <summary>A value as somebody gave it, in a file or a variable, not yet checked.</summary>
/// <param name="Where">The place of the value.</param>
/// <param name="Text">The value as text; null for a list or a table.</param>
/// <param name="Items">The items of a list, else null.</param>
internal sealed record GivenValue(string Where, string? Text, IReadOnlyList<GivenValue>? Items = null)
{
    private const int LongestShown = 80;

    /// <summary>The value for an error message: not too long.</summary>
    public string Shown => Text switch
    {
        null => Items is null ? "a table" : "a list",
        "" => "empty",
        _ when string.IsNullOrWhiteSpace(Text) => "blank",
        { Length: > LongestShown } => Text[..LongestShown] + "…",
        _ => Text,
    };

    /// <summary>The items of a list, which can be a text too: JSON, or separated by commas. Null if it is no list.</summary>
    public IEnumerable<GivenValue>? AsList()
    {
        if (Text is null) return Items;
        var items = Text.TrimStart().StartsWith('[')
            ? FromJson(Text)
            : Text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return items?.Select(item => this with { Text = item });
    }

    private static string[]? FromJson(string text)
    {
        try
        {
            var items = JsonSerializer.Deserialize<string?[]>(text);
            return items is null || items.Contains(null) ? null : [.. items.OfType<string>()];
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>A setting as somebody gave it.</summary>
/// <param name="Name">Its name in the form of its source: <c>server.port</c> or <c>TINYBASE_SERVER_PORT</c>.</param>
/// <param name="Key">Its name in the form of a key, <c>server_port</c>, by which it is looked up.</param>
/// <param name="Where">The place of the name.</param>
/// <param name="Value">Its value.</param>
internal sealed record GivenSetting(string Name, string Key, string Where, GivenValue Value);
