using Microsoft.AspNetCore.Http;

using TinyBase.Hosting;

namespace TinyBase.Collections.Endpoints;

/// <summary>The collections that the caller may know of, oldest first.</summary>
internal sealed class ListCollections(CollectionCatalog catalog) : IEndpoint
{
    public Operation Operation { get; } = new("GET", "/api/collections", "collections_list_collections", Access.Optional);

    public Task Handle(HttpContext context, Caller caller)
    {
        IReadOnlyList<CollectionView> answer =
            [.. catalog.All.Where(model => model.IsVisibleTo(caller)).Select(model => CollectionView.For(caller, model))];
        return Answers.Json(context, StatusCodes.Status200OK, answer, WireJson.Wire.IReadOnlyListCollectionView);
    }
}
