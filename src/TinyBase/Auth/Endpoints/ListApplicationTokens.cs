using Microsoft.AspNetCore.Http;

using TinyBase.Hosting;
using TinyBase.Hosting.Describing;

namespace TinyBase.Auth.Endpoints;

/// <summary>All application tokens, the newest first.</summary>
internal sealed class ListApplicationTokens(ApplicationTokenStore store, TimeProvider clock) : IEndpoint
{
    public Operation Operation { get; } = new("GET", ApplicationTokenAnswers.Path, "admin_list_application_tokens", Access.Admin);

    public OperationDescription Description => new("List application tokens")
    {
        Details = "The newest comes first; their values are not known any more.",
        Answers = [new(200, "The tokens", Shape.Of<ApplicationTokenList>())],
    };

    public async Task Handle(HttpContext context, Caller caller)
    {
        var tokens = await store.List(context.RequestAborted).ConfigureAwait(false);
        var now = clock.GetUtcNow();
        var answer = new ApplicationTokenList([.. tokens.Select(token => ApplicationTokenView.At(now, token))]);
        await Answers.Json(context, StatusCodes.Status200OK, answer, WireJson.Wire.ApplicationTokenList).ConfigureAwait(false);
    }
}

/// <summary>Application tokens.</summary>
internal sealed record ApplicationTokenList(IReadOnlyList<ApplicationTokenView> Tokens);
