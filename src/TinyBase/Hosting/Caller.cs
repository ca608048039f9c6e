using System.Text;

using TinyBase.Auth;

namespace TinyBase.Hosting;

/// <summary>What kind of caller a request comes from.</summary>
internal enum CallerKind
{
    /// <summary>Nobody known.</summary>
    Anonymous,

    /// <summary>A user, of TinyBase or of the host app.</summary>
    User,

    /// <summary>A program with an application token.</summary>
    Application,

    /// <summary>Whoever operates the server, on the same machine and with the rights to its files.</summary>
    Operator,

    /// <summary>The server itself, for a schedule or a function that runs with its rights.</summary>
    System,

    /// <summary>An extension that works with its client.</summary>
    Extension,
}

/// <summary>Who a request comes from.</summary>
internal sealed class Caller
{
    public static readonly Caller Anonymous = new(CallerKind.Anonymous, id: null, isAdmin: false);

    /// <summary>Whoever operates the server: an admin who is no user.</summary>
    public static readonly Caller Operator = new(CallerKind.Operator, id: null, isAdmin: true);

    /// <summary>The server itself: an admin who is no user.</summary>
    public static readonly Caller System = new(CallerKind.System, id: null, isAdmin: true);

    private Caller(CallerKind kind, string? id, bool isAdmin)
    {
        Kind = kind;
        Id = id;
        IdUtf8 = id is null ? default : Encoding.UTF8.GetBytes(id);
        IsAdmin = isAdmin;
    }

    public CallerKind Kind { get; }

    /// <summary>The user's id in lower case; null for everybody who is no user.</summary>
    public string? Id { get; }

    /// <summary>The same in UTF-8, to be compared with what the database holds.</summary>
    public ReadOnlyMemory<byte> IdUtf8 { get; }

    /// <summary>The user's address; null for everybody who is no user.</summary>
    public string? Email { get; private init; }

    /// <summary>The session that a user's token belongs to; null for a user of the host app and everybody who is no user.</summary>
    public string? SessionId { get; private init; }

    /// <summary>The id of an application token; null for everybody else.</summary>
    public string? ApplicationId { get; private init; }

    /// <summary>The name of an application token; null for everybody else.</summary>
    public string? ApplicationName { get; private init; }

    /// <summary>An extension as it is told in logs, <c>extension:name</c>; null for everybody else.</summary>
    public string? Extension { get; private init; }

    /// <summary>What an application token is limited to; null for everybody else, and for one that is an admin.</summary>
    public TokenScopes? Scopes { get; private init; }

    public bool IsAdmin { get; }

    public bool IsAnonymous => Kind == CallerKind.Anonymous;

    /// <summary>A user.</summary>
    public static Caller User(string id, string email, bool isAdmin, string? sessionId = null) =>
        new(CallerKind.User, id, isAdmin) { Email = email, SessionId = sessionId };

    /// <summary>An extension: an admin who is no user.</summary>
    public static Caller OfExtension(string name) => new(CallerKind.Extension, id: null, isAdmin: true) { Extension = $"extension:{name}" };

    /// <summary>A program with an application token, which owns nothing.</summary>
    /// <param name="scopes">What it may do; null for whatever an admin may.</param>
    public static Caller Application(string id, string name, TokenScopes? scopes)
    {
        var isAdmin = scopes is null or { Admin: true };
        return new(CallerKind.Application, id: null, isAdmin)
        {
            ApplicationId = id,
            ApplicationName = name,
            Scopes = isAdmin ? null : scopes,
        };
    }
}
