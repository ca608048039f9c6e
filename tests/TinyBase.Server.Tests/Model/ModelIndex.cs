using System.Text.Json.Nodes;

namespace TinyBase.Server.Tests.Model;

/// <summary>An index that the options or a field of the modelled collection ask for.</summary>
internal sealed record ModelIndex(bool Unique, params IReadOnlyList<string> Fields)
{
    public string NameOn(string table) => $"{(Unique ? "_unique" : "_index")}_{table}.{string.Join(',', Fields)}";

    public JsonObject ToJson() => new() { ["fields"] = new JsonArray([.. Fields.Select(field => JsonValue.Create(field))]), ["unique"] = Unique };
}
