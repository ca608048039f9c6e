using System.Collections.Immutable;

namespace TinyBase.Server.Tests.Model;

/// <summary>A record of the modelled collection.</summary>
internal sealed record ModelRecord(string Id, long Version, ImmutableDictionary<string, object?> Values)
{
    /// <summary>Whether it holds just these values.</summary>
    public bool Holds(IReadOnlyDictionary<string, object?> values) =>
        Values.Count == values.Count && values.All(entry => Values.TryGetValue(entry.Key, out var value) && Equals(value, entry.Value));

    public override string ToString() =>
        $"{Id} v{Version} {{{string.Join(", ", Values.OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => $"{entry.Key}: {entry.Value ?? "null"}"))}}}";
}
