using System.Net;

namespace TinyBase.Client;

/// <summary>The server refused a call, or something other than a TinyBase server answered it.</summary>
public sealed class TinyBaseException : Exception
{
    internal TinyBaseException(string message, HttpStatusCode statusCode, string detail, Exception? innerException = null)
        : base(message, innerException)
    {
        StatusCode = statusCode;
        Detail = detail;
    }

    /// <summary>The status of the answer.</summary>
    public HttpStatusCode StatusCode { get; }

    /// <summary>What the server says was wrong, in one text: <c>detail</c> of its answer, or else the text of the status.</summary>
    public string Detail { get; }

    /// <summary>The fields that were wrong, each with what was wrong about it; empty if the refusal is not about fields.</summary>
    public IReadOnlyList<FieldError> Errors { get; internal init; } = [];

    /// <summary>How far an import came that the server ended early, such as on a full disk; null for everything else.</summary>
    public ImportResult? Import { get; internal init; }

    /// <summary>
    /// How long to wait before the call is tried again (header <c>Retry-After</c>), which a server that is busy or limits requests says with
    /// 429 and 503; null if it does not.
    /// </summary>
    public TimeSpan? RetryAfter { get; internal init; }

    /// <summary>The id under which the server logged the request (header <c>X-Request-Id</c>); null if it named none.</summary>
    public string? RequestId { get; internal init; }
}
