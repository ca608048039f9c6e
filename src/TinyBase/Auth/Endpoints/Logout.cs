using System.Globalization;

using Microsoft.AspNetCore.Http;

using TinyBase.Audit;
using TinyBase.Hosting;
using TinyBase.Hosting.Describing;

namespace TinyBase.Auth.Endpoints;

/// <summary>Ends all sessions of the caller, on every device, or with <c>scope=this</c> only the one that the token belongs to.</summary>
internal sealed class Logout(SessionStore sessions) : IEndpoint
{
    private const string This = "this";

    public Operation Operation { get; } = new("POST", "/api/auth/logout", "auth_logout", Access.User);

    public OperationDescription Description => new("Log out")
    {
        Details = "Ends all sessions of the user, on every device.",
        Parameters =
        [
            ParameterDescription.Query("scope", Schemas.OneOf(This), "`this` ends only the session that the token belongs to."),
        ],
        Answers = [new(200, "How many tokens count no more", Shape.Of<Message>())],
    };

    public async Task Handle(HttpContext context, Caller caller)
    {
        var query = new QueryParameters(context.Request.Query);
        var scope = query.Text("scope");
        if (scope is not (null or This))
        {
            query.Add("enum", "scope", $"Input should be '{This}'", scope, ("expected", $"'{This}'"));
            await Answers.Unprocessable(context, query.Errors).ConfigureAwait(false);
            return;
        }

        var ended = await (scope is null
            ? sessions.EndAll(caller.Id!, Actor.Of(context, caller), context.RequestAborted)
            : EndThis(caller, Actor.Of(context, caller), context.RequestAborted)).ConfigureAwait(false);
        var answer = new Message(string.Create(CultureInfo.InvariantCulture, $"Successfully logged out ({ended} tokens revoked)"));
        await Answers.Json(context, StatusCodes.Status200OK, answer, WireJson.Wire.Message).ConfigureAwait(false);
    }

    private async Task<int> EndThis(Caller caller, Actor by, CancellationToken cancel) =>
        caller.SessionId is { } id ? await sessions.End(caller.Id!, id, by, cancel).ConfigureAwait(false) ?? 0 : 0;
}
