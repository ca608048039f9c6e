using Microsoft.AspNetCore.Http;

using TinyBase.Hosting.Describing;

namespace TinyBase.Hosting.Monitoring;

/// <summary>What this server is and where its parts are; a part that there is not is null.</summary>
internal sealed class GetRoot : IEndpoint
{
    public Operation Operation { get; } = new("GET", "/", "system_get_root", Access.Public) { AnswersHead = true };

    public OperationDescription Description => new("What this server is")
    {
        Details = "Its parts with their paths; a part that it does not have is null.",
        Answers = [new(200, "The server", Shape.Of<SystemRoot>())],
    };

    public Task Handle(HttpContext context, Caller caller)
    {
        // The path of the root is where TinyBase is mapped.
        var here = context.Request.PathBase.Value + context.Request.Path.Value!.TrimEnd('/');
        return Answers.Json(
            context,
            StatusCodes.Status200OK,
            new SystemRoot("TinyBase", TinyBaseVersion.Current, here + "/docs", here + "/openapi.json", here + "/admin", Auth: null),
            WireJson.Wire.SystemRoot);
    }
}

/// <summary>The answer of the root.</summary>
internal sealed record SystemRoot(string Name, string Version, string? Docs, string? Openapi, string? Admin, string? Auth);
