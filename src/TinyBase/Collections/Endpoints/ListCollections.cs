using Microsoft.AspNetCore.Http;

using TinyBase.Hosting;
using TinyBase.Hosting.Describing;

namespace TinyBase.Collections.Endpoints;

/// <summary>The collections that the caller may know of, oldest first.</summary>
internal sealed class ListCollections(CollectionCatalog catalog) : IEndpoint
{
    public Operation Operation { get; } = new("GET", "/api/collections", "collections_list_collections", Access.Optional);

    public OperationDescription Description => new("List collections")
    {
        Details = "Those that the caller may list or create records of, the oldest first. Only admins see options.",
        Answers = [new(200, "The collections", Shape.Of<IReadOnlyList<CollectionView>>())],
    };

    public Task Handle(HttpContext context, Caller caller)
    {
        IReadOnlyList<CollectionView> answer =
            [.. catalog.All.Where(model => model.IsVisibleTo(caller)).Select(model => CollectionView.For(caller, model))];
        return Answers.Json(context, StatusCodes.Status200OK, answer, WireJson.Wire.IReadOnlyListCollectionView);
    }
}
