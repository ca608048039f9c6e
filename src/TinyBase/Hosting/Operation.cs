using Microsoft.AspNetCore.Http;

using TinyBase.Hosting.Describing;
using TinyBase.Hosting.Throttling;

namespace TinyBase.Hosting;

/// <summary>Who may call an operation at all; rules of a collection come on top.</summary>
internal enum Access
{
    /// <summary>Everybody; who is calling is not even looked at.</summary>
    Public,

    /// <summary>Everybody; a valid token tells who.</summary>
    Optional,

    /// <summary>Users, else 401; programs get a 403, since they are no users.</summary>
    User,

    /// <summary>Admins, else 401 or 403.</summary>
    Admin,

    /// <summary>The operator; for everybody else there is no such path.</summary>
    Operator,
}

/// <summary>One method on one path.</summary>
/// <param name="Method">The HTTP method.</param>
/// <param name="Pattern">The path as a route pattern, below the prefix.</param>
/// <param name="Id">The operation id, which generated clients are named by.</param>
/// <param name="Access">Who may call it.</param>
internal sealed record Operation(string Method, string Pattern, string Id, Access Access)
{
    /// <summary>Whether HEAD is answered too, as it is for what browsers open and probes ask for. Default: false.</summary>
    public bool AnswersHead { get; init; }

    /// <summary>Whether every usual method is answered, as for what extensions map themselves. Default: false.</summary>
    public bool AnswersAll { get; init; }

    /// <summary>The methods that are answered.</summary>
    public IReadOnlyList<string> Methods =>
        AnswersAll ? ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"]
        : AnswersHead ? [Method, "HEAD"]
        : [Method];

    /// <summary>Whether calls of it count towards the general limits, as all of the API does; health checks and pages do not.</summary>
    public bool IsCounted { get; } = Pattern.StartsWith("/api/", StringComparison.Ordinal);

    /// <summary>
    /// Whether it takes microseconds, waits for nobody and runs no code of users, such as hooks: a thread that serves many connections may
    /// answer it. Default: false.
    /// </summary>
    public bool IsBrief { get; init; }

    /// <summary>How often one address may call it; checked before all else. Null for as often as it likes.</summary>
    public RateLimit? RateLimit { get; init; }
}

/// <summary>What answers an operation.</summary>
internal interface IEndpoint
{
    Operation Operation { get; }

    /// <summary>What the API document says of it. It is asked when a document is built, so it is best made on demand.</summary>
    OperationDescription Description { get; }

    /// <summary>Answers a request of a caller who may call the operation.</summary>
    Task Handle(HttpContext context, Caller caller);
}
