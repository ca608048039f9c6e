using System.Text.Json.Nodes;

using TinyBase.Hosting;

namespace TinyBase.Records;

/// <summary>What a change of a record depends on, and what hooks made of it.</summary>
/// <param name="IfMatch">The versions that the caller allows; null for any.</param>
/// <param name="ExpectedVersion">The version of the record that hooks saw; null where it does not matter.</param>
/// <param name="Creates">Records to be added in the same operation.</param>
internal sealed record WriteGuard(
    EntityTags? IfMatch, long? ExpectedVersion, IReadOnlyList<(string Collection, JsonObject Data)> Creates)
{
    /// <summary>No condition and no records of hooks.</summary>
    public static readonly WriteGuard None = new(null, null, []);

    /// <summary>The guard of a change without hooks.</summary>
    public static WriteGuard For(EntityTags? ifMatch) => ifMatch is null ? None : new WriteGuard(ifMatch, null, []);
}

/// <summary>A record of several that change in one operation.</summary>
internal readonly record struct GuardedId(string Id, WriteGuard Guard);
