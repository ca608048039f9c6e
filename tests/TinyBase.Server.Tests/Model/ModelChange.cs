using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace TinyBase.Server.Tests.Model;

/// <summary>A change of the modelled collection; what is null stays as it is.</summary>
internal sealed record ModelChange(ImmutableArray<ModelField>? Fields, ImmutableArray<ModelIndex>? Indexes, bool Purge)
{
    public string ToJson()
    {
        var json = new JsonObject();
        if (Fields is { } fields) json["schema"] = ModelCollection.Schema(fields, stored: false);
        if (Indexes is { } indexes) json["options"] = ModelCollection.Options(indexes);
        if (Purge) json["purge_removed"] = true;
        return json.ToJsonString();
    }
}
