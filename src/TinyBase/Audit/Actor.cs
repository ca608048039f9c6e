using Microsoft.AspNetCore.Http;

using TinyBase.Hosting;

namespace TinyBase.Audit;

/// <summary>Who does something, and from where.</summary>
/// <param name="Kind">The kind of caller, as the audit log names it.</param>
/// <param name="Id">The id of the user or of the application token; null for everybody else.</param>
/// <param name="Name">The user's address, or the one that somebody gave; null for none.</param>
/// <param name="Address">The network address that the request came from; null for none.</param>
/// <param name="RequestId">The request; null for none.</param>
internal sealed record Actor(string Kind, string? Id, string? Name, string? Address, string? RequestId)
{
    private const string UserKind = "user";

    /// <summary>Whether they have admin rights.</summary>
    public bool IsAdmin { get; init; }

    /// <summary>The id of the user; null for everybody who is no user.</summary>
    public string? UserId => Kind == UserKind ? Id : null;

    /// <summary>As hooks see them; null for nobody known.</summary>
    public HookActor? ForHooks => Kind == KindOf(Caller.Anonymous)
        ? null
        : new HookActor(UserId is { } id ? Guid.Parse(id) : null, Kind == UserKind ? Name : null, IsAdmin);

    /// <summary>Whoever works on the database while no server runs.</summary>
    public static Actor Operator { get; } = new(KindOf(Caller.Operator), null, null, null, null) { IsAdmin = true };

    /// <summary>The server itself.</summary>
    public static Actor System { get; } = new(KindOf(Caller.System), null, null, null, null) { IsAdmin = true };

    /// <summary>The caller of a request.</summary>
    public static Actor Of(HttpContext context, Caller caller) => new(
        KindOf(caller),
        caller.Id ?? caller.ApplicationId,
        caller.Email ?? caller.ApplicationName ?? caller.Extension,
        AddressOf(context),
        context.TraceIdentifier) { IsAdmin = caller.IsAdmin };

    /// <summary>Somebody who is not known, or only by the address that they gave.</summary>
    public static Actor Unknown(HttpContext context, string? email) =>
        new(KindOf(Caller.Anonymous), null, email, AddressOf(context), context.TraceIdentifier);

    /// <summary>A user who has shown just now who they are.</summary>
    public static Actor User(HttpContext context, string id, string email) =>
        new(UserKind, id, email, AddressOf(context), context.TraceIdentifier);

    private static string? AddressOf(HttpContext context) => context.Connection.RemoteIpAddress?.ToString();

    private static string KindOf(Caller caller) => caller.Kind switch
    {
        CallerKind.User => UserKind,
        CallerKind.Application => "application",
        CallerKind.Operator => "operator",
        CallerKind.System => "system",
        CallerKind.Extension => "extension",
        _ => "anonymous",
    };
}
