using Microsoft.AspNetCore.Http;

using TinyBase.Audit;
using TinyBase.Hosting;
using TinyBase.Hosting.Describing;

namespace TinyBase.Collections.Endpoints;

/// <summary>Deletes a collection and all its records.</summary>
internal sealed class DeleteCollection(CollectionStore store) : IEndpoint
{
    public Operation Operation { get; } = new("DELETE", "/api/collections/{name}", "collections_delete_collection", Access.Admin);

    public OperationDescription Description => new("Delete a collection with its records")
    {
        Answers = [new(204, "It is deleted"), CollectionShapes.NotFound],
    };

    public async Task Handle(HttpContext context, Caller caller)
    {
        var name = context.CollectionName();
        var deleted = await store.Delete(name, Actor.Of(context, caller), context.RequestAborted).ConfigureAwait(false);
        await (deleted ? Answers.NoContent(context) : CollectionAnswers.NotFound(context, name)).ConfigureAwait(false);
    }
}
