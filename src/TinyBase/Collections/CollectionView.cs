using System.Text.Json;

using TinyBase.Hosting;
using TinyBase.Hosting.Describing;

namespace TinyBase.Collections;

/// <summary>A collection as clients see it.</summary>
internal sealed record CollectionView(
    string Id,
    string Name,
    string Label,
    [property: WrittenAs(CollectionShapes.Schema)] JsonElement Schema,
    [property: WrittenAs(CollectionShapes.Options)] JsonElement Options,
    string CreatedAt,
    string UpdatedAt)
{
    private static readonly JsonElement NoOptions = JsonElement.Parse("{}"u8);

    /// <summary>The collection for a caller; its options are for admins only.</summary>
    public static CollectionView For(Caller caller, CollectionModel model)
    {
        var definition = model.Definition;
        return new CollectionView(
            definition.Id,
            definition.Name,
            definition.Label,
            definition.Schema,
            caller.IsAdmin ? definition.Options : NoOptions,
            definition.CreatedAt,
            definition.UpdatedAt);
    }
}
