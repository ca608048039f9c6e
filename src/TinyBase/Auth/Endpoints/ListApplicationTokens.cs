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
        Parameters =
        [
            ParameterDescription.Query("search", Schemas.Text(), "A part of the name or of the prefix, in any case."),
            ParameterDescription.Query("is_active", Schemas.Boolean(), "Only those that are active, or only those that are not."),
            .. PageRange.AllParameters,
        ],
        Answers = [new(200, "The tokens", Shape.Of<ApplicationTokenList>())],
    };

    public async Task Handle(HttpContext context, Caller caller)
    {
        var query = new QueryParameters(context.Request.Query);
        var filter = new ApplicationTokenFilter(query.Text("search"), query.OptionalBoolean("is_active"));
        var range = PageRange.AllOf(query);
        if (query.Errors.Count > 0)
        {
            await Answers.Unprocessable(context, query.Errors).ConfigureAwait(false);
            return;
        }

        var (tokens, total) = await store.List(filter, range, context.RequestAborted).ConfigureAwait(false);
        var now = clock.GetUtcNow();
        var answer = new ApplicationTokenList([.. tokens.Select(token => ApplicationTokenView.At(now, token))], total, range.Limit, range.Offset);
        await Answers.Json(context, StatusCodes.Status200OK, answer, WireJson.Wire.ApplicationTokenList).ConfigureAwait(false);
    }
}

/// <summary>Application tokens.</summary>
internal sealed record ApplicationTokenList(IReadOnlyList<ApplicationTokenView> Tokens, long Total, int Limit, int Offset);
