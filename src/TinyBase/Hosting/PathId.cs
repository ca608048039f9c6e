using System.Buffers;

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
        var text = given.StartsWith(UrnPrefix, StringComparison.OrdinalIgnoreCase) ? given.AsSpan(UrnPrefix.Length) : given;
        if (!text.ContainsAnyExcept(Characters)
            && (Guid.TryParseExact(text, "D", out var parsed)
                || Guid.TryParseExact(text, "N", out parsed)
                || Guid.TryParseExact(text, "B", out parsed)))
        {
            id = parsed.ToString();
            return true;
        }

        id = string.Empty;
        var reason = $"expected 32 hexadecimal digits, with or without hyphens, found {given.Length} characters";
        error = ValidationError.OfText(
            "uuid_parsing", "path", name, $"Input should be a valid UUID, {reason}", given, new Dictionary<string, object?> { ["error"] = reason });
        return false;
    }
}
