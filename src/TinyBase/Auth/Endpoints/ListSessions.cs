using Microsoft.AspNetCore.Http;

using TinyBase.Hosting;
using TinyBase.Hosting.Describing;

namespace TinyBase.Auth.Endpoints;

/// <summary>The caller's sessions, the one used last first. A user of the host app has none here.</summary>
internal sealed class ListSessions(SessionStore sessions) : IEndpoint
{
    public Operation Operation { get; } = new("GET", "/api/auth/sessions", "auth_list_sessions", Access.User);

    public OperationDescription Description => new("List one's own sessions")
    {
        Details = "The one that was used last comes first.",
        Answers = [new(200, "The sessions", Shape.Of<SessionList>())],
    };

    public async Task Handle(HttpContext context, Caller caller)
    {
        var own = caller.SessionId is null ? [] : await sessions.List(caller.Id!, context.RequestAborted).ConfigureAwait(false);
        var answer = new SessionList([.. own.Select(session => SessionView.For(caller, session))]);
        await Answers.Json(context, StatusCodes.Status200OK, answer, WireJson.Wire.SessionList).ConfigureAwait(false);
    }
}

/// <summary>The sessions of a user.</summary>
internal sealed record SessionList(IReadOnlyList<SessionView> Sessions);

/// <summary>A session, as its user sees it.</summary>
/// <param name="LastUsedAt">The last login or refresh.</param>
/// <param name="Current">Whether the request came from it.</param>
internal sealed record SessionView(
    string Id, string CreatedAt, string LastUsedAt, string ExpiresAt, string? UserAgent, string? Address, bool Current)
{
    public static SessionView For(Caller caller, Session session) => new(
        session.Id,
        session.CreatedAt,
        session.LastUsedAt,
        session.ExpiresAt,
        session.UserAgent,
        session.Address,
        session.Id == caller.SessionId);
}
