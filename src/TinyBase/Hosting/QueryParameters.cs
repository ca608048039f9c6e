using System.Globalization;

using Microsoft.AspNetCore.Http;

namespace TinyBase.Hosting;

/// <summary>Takes the parameters of a query and gathers everything that is wrong with them. Of several with one name the last counts.</summary>
internal sealed class QueryParameters(IQueryCollection query)
{
    private readonly List<ValidationError> _errors = [];

    public IReadOnlyList<ValidationError> Errors => _errors;

    public string? Text(string name) => query.TryGetValue(name, out var values) && values.Count > 0 ? values[^1] : null;

    /// <summary>An integer within bounds.</summary>
    public int Integer(string name, int absent, int min, int max)
    {
        if (Text(name) is not { } text) return absent;
        if (!long.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var value))
        {
            Add("int_parsing", name, "Input should be a valid integer, unable to parse string as an integer", text);
            return absent;
        }

        if (value < min) Add("greater_than_equal", name, $"Input should be greater than or equal to {min}", text, ("ge", min));
        else if (value > max) Add("less_than_equal", name, $"Input should be less than or equal to {max}", text, ("le", max));
        else return (int)value;
        return absent;
    }

    /// <summary>An id that may be absent.</summary>
    public string? Id(string name)
    {
        if (Text(name) is not { } text) return null;
        if (PathId.TryRead(text, out var id)) return id;
        _errors.Add(PathId.Wrong(text, "query", name));
        return null;
    }

    public bool Boolean(string name, bool absent)
    {
        switch (Text(name)?.ToLowerInvariant())
        {
            case null: return absent;
            case "true" or "1" or "yes" or "on" or "y" or "t": return true;
            case "false" or "0" or "no" or "off" or "n" or "f": return false;
            default:
                Add("bool_parsing", name, "Input should be a valid boolean, unable to interpret input", Text(name)!);
                return absent;
        }
    }

    /// <summary>A time (RFC 3339) that may be absent.</summary>
    public DateTimeOffset? Time(string name)
    {
        if (Text(name) is not { } text) return null;
        if (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)) return time;
        Add("datetime_parsing", name, "Input should be a valid datetime, such as 2026-01-31T12:00:00Z", text);
        return null;
    }

    /// <summary>A boolean that may be absent.</summary>
    public bool? OptionalBoolean(string name) => Text(name) is null ? null : Boolean(name, absent: false);

    /// <summary>One of a few words.</summary>
    /// <param name="name">The parameter.</param>
    /// <param name="absent">The word where it is absent.</param>
    /// <param name="pattern">The words as a pattern, for the error.</param>
    /// <param name="words">The words.</param>
    public string Choice(string name, string absent, string pattern, params ReadOnlySpan<string> words)
    {
        if (Text(name) is not { } text) return absent;
        if (words.Contains(text)) return text;
        Add("string_pattern_mismatch", name, $"String should match pattern '{pattern}'", text, ("pattern", pattern));
        return absent;
    }

    /// <summary>One of a few words that may be absent; others are told as an enumeration.</summary>
    public string? OneOf(string name, params ReadOnlySpan<string> words)
    {
        if (Text(name) is not { } text || words.Contains(text)) return Text(name);
        var quoted = words.ToArray().Select(word => $"'{word}'").ToList();
        var expected = $"{string.Join(", ", quoted[..^1])} or {quoted[^1]}";
        Add("enum", name, $"Input should be {expected}", text, ("expected", expected));
        return null;
    }

    public void Add(string type, string name, string message, string input, (string Name, object Value)? context = null) =>
        _errors.Add(ValidationError.OfText(
            type, "query", name, message, input, context is var (key, value) ? new Dictionary<string, object?> { [key] = value } : null));
}
