using Microsoft.AspNetCore.Http;

using TinyBase.Hosting;
using TinyBase.Hosting.Describing;

namespace TinyBase.Collections.Endpoints;

/// <summary>One collection.</summary>
internal sealed class GetCollection(CollectionCatalog catalog) : IEndpoint
{
    public Operation Operation { get; } = new("GET", "/api/collections/{name}", "collections_get_collection", Access.Optional);

    public OperationDescription Description => new("Get a collection")
    {
        Details = "Only admins see options.",
        Answers = [new(200, "The collection", Shape.Of<CollectionView>()), CollectionShapes.NotFound],
    };

    public Task Handle(HttpContext context, Caller caller)
    {
        var name = context.CollectionName();
        return catalog.TryFind(name, out var model) && model.IsVisibleTo(caller)
            ? Answers.Json(context, StatusCodes.Status200OK, CollectionView.For(caller, model), WireJson.Wire.CollectionView)
            : CollectionAnswers.NotFound(context, name);
    }
}
