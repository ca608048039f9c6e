using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

using TinyBase.Hosting;

namespace TinyBase.Collections;

/// <summary>What requests about collections have in common.</summary>
internal static class CollectionAnswers
{
    /// <summary>The name in the path.</summary>
    public static string CollectionName(this HttpContext context) => (string)context.GetRouteValue("name")!;

    public static Task NotFound(HttpContext context, string name) =>
        Answers.Problem(context, StatusCodes.Status404NotFound, $"Collection '{name}' not found");

    public static Task Refused(HttpContext context, string refusal) =>
        Answers.Problem(context, StatusCodes.Status400BadRequest, refusal);
}
