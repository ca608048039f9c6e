using System.Buffers;
using System.Text.Json;

using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace TinyBase.Hosting;

/// <summary>The id in a path. It is looked at after the route has matched, so that a bad one is a 422 and no 404.</summary>
internal static class PathId
{
    private const string UrnPrefix = "urn:uuid:";

    /// <summary>The parser of the framework takes blanks, signs and <c>0x</c> as well.</summary>
    private static readonly SearchValues<char> Characters = SearchValues.Create("0123456789abcdefABCDEF-{}");

    /// <summary>Reads the id in the path, with or without hyphens, braces or the prefix of a URN.</summary>
    /// <param name="context">The request.</param>
    /// <param name="id">The id in lower case with hyphens.</param>
    /// <param name="error">Otherwise what is wrong.</param>
    /// <param name="name">What the path calls it.</param>
    public static bool TryRead(HttpContext context, out string id, out ValidationError? error, string name = "id")
    {
        var given = (string)context.GetRouteValue(name)!;
        error = null;
        if (TryRead(given, out id)) return true;
        error = Wrong(given, "path", name);
        return false;
    }

    /// <summary>Reads an id in the same forms.</summary>
    /// <param name="given">What was given.</param>
    /// <param name="id">The id in lower case with hyphens.</param>
    public static bool TryRead(string given, out string id)
    {
        var text = given.StartsWith(UrnPrefix, StringComparison.OrdinalIgnoreCase) ? given.AsSpan(UrnPrefix.Length) : given;
        var isId = Guid.TryParseExact(text, "D", out var parsed)
            || Guid.TryParseExact(text, "N", out parsed)
            || Guid.TryParseExact(text, "B", out parsed);
        isId = isId && !text.ContainsAnyExcept(Characters);
        id = isId ? parsed.ToString() : string.Empty;
        return isId;
    }

    /// <summary>The error of what is no id.</summary>
    /// <param name="given">What was given.</param>
    /// <param name="location">Where.</param>
    public static ValidationError Wrong(string given, params IReadOnlyList<object> location)
    {
        var reason = $"expected 32 hexadecimal digits, with or without hyphens, found {given.Length} characters";
        return new ValidationError(
            "uuid_parsing",
            location,
            $"Input should be a valid UUID, {reason}",
            JsonSerializer.SerializeToElement(given, WireJson.Default.String),
            new Dictionary<string, object?> { ["error"] = reason });
    }
}
