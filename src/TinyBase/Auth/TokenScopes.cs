using System.Text.Json;

using TinyBase.Collections;
using TinyBase.Hosting;

namespace TinyBase.Auth;

/// <summary>
/// What an application token may do: all that an admin may, or so much with the records of these collections and so much with these
/// functions, and nothing else. Where it may, it may with every record, whoever owns it.
/// </summary>
/// <param name="Admin">Whether it has the rights of an admin; then the others do not count.</param>
/// <param name="Collections">The operations by the name of the collection; <c>*</c> stands for all others.</param>
/// <param name="Functions">The names of functions; <c>*</c> stands for all.</param>
/// <param name="Metrics">Whether it may read what was measured.</param>
internal sealed record TokenScopes(
    bool Admin, IReadOnlyDictionary<string, IReadOnlyList<string>> Collections, IReadOnlyList<string> Functions, bool Metrics = false)
{
    /// <summary>How many collections, and how many functions, can be named.</summary>
    public const int MaxNames = 200;

    private const string All = "*";

    /// <summary>What can be done with records.</summary>
    public static readonly IReadOnlyList<string> Operations = ["list", "read", "create", "update", "delete"];

    /// <summary>Reads scopes that the database holds.</summary>
    public static TokenScopes? OfStored(string? json) =>
        json is null ? null : JsonSerializer.Deserialize(json, WireJson.Wire.TokenScopes);

    public string ToJson() => JsonSerializer.Serialize(this, WireJson.Wire.TokenScopes);

    /// <summary>The access rules of a collection as a token meets them: what it may do is open to it, all else is not.</summary>
    public AccessRules RulesOf(string collection)
    {
        var granted = Collections.GetValueOrDefault(collection) ?? Collections.GetValueOrDefault(All) ?? [];
        AccessRule Rule(string operation) => granted.Contains(operation) ? AccessRule.Public : AccessRule.Admin;
        return new AccessRules(Rule("list"), Rule("read"), Rule("create"), Rule("update"), Rule("delete"));
    }

    public bool AllowFunction(string name) => Functions.Contains(name) || Functions.Contains(All);
}
