using System.Globalization;

using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace TinyBase.Hosting;

/// <summary>
/// Versions of a record as entity tags (RFC 9110, section 8.8.3): the number in quotes, followed by that of the schema once that was changed,
/// since the same record looks different then. A condition that names anything else, or cannot be read, names no version.
/// </summary>
internal sealed class EntityTags
{
    private const long FirstSchema = 1;

    /// <summary>Most records are in one of their first versions.</summary>
    private static readonly string[] First = [.. Enumerable.Range(0, 64).Select(version => Format(version, FirstSchema))];

    private readonly bool _any;
    private readonly IList<EntityTagHeaderValue> _tags;

    private EntityTags(StringValues header)
    {
        var text = header.ToString();
        _any = text.Trim() == "*";
        _tags = !_any && EntityTagHeaderValue.TryParseList(header!, out var tags) ? tags : [];
    }

    /// <summary>The tag of a version under a version of its schema.</summary>
    public static string Of(long version, long schema) =>
        schema == FirstSchema && version >= 0 && version < First.Length ? First[version] : Format(version, schema);

    /// <summary>The condition of a change; null if there is none.</summary>
    public static EntityTags? IfMatch(HttpRequest request) =>
        request.Headers.IfMatch.Count == 0 ? null : new EntityTags(request.Headers.IfMatch);

    /// <summary>The condition of a read; null if there is none.</summary>
    public static EntityTags? IfNoneMatch(HttpRequest request) =>
        request.Headers.IfNoneMatch.Count == 0 ? null : new EntityTags(request.Headers.IfNoneMatch);

    /// <summary>Whether an answer that is no record and has this tag is one of these; for reads, which take weak tags too.</summary>
    public bool Match(string tag) => _any || _tags.Any(candidate => candidate.Tag == tag);

    /// <summary>Whether a version is one of these.</summary>
    /// <param name="version">The version.</param>
    /// <param name="schema">The version of its schema.</param>
    /// <param name="strong">Whether weak tags do not count (RFC 9110, section 8.8.3.2): a change wants strong ones, a read takes both.</param>
    public bool Match(long version, long schema, bool strong)
    {
        if (_any) return true;
        var tag = Of(version, schema);
        return _tags.Any(candidate => candidate.Tag == tag && !(strong && candidate.IsWeak));
    }

    private static string Format(long version, long schema) => schema == FirstSchema
        ? string.Create(CultureInfo.InvariantCulture, $"\"{version}\"")
        : string.Create(CultureInfo.InvariantCulture, $"\"{version}.{schema}\"");
}
