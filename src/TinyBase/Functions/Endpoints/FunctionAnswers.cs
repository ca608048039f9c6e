using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

using TinyBase.Hosting;
using TinyBase.Hosting.Describing;

namespace TinyBase.Functions.Endpoints;

/// <summary>What requests about functions have in common.</summary>
internal static class FunctionAnswers
{
    public const string Path = "/api/functions";

    public const string AdminPath = "/api/admin/functions";

    public static AnswerDescription NotFound { get; } = new(404, "There is no such function") { Component = "FunctionNotFound" };

    public static AnswerDescription LoginNeeded { get; } =
        new(401, "Nobody is logged in, and the function is not `public`") { Component = "FunctionLoginNeeded" };

    public static AnswerDescription AdminsOnly { get; } = new(403, "The function is for admins") { Component = "FunctionForAdmins" };

    /// <summary>The name in the path.</summary>
    public static string FunctionName(this HttpContext context) => (string)context.GetRouteValue("function_name")!;

    public static Task NoFunction(HttpContext context, string name) =>
        Answers.Problem(context, StatusCodes.Status404NotFound, $"Function '{name}' not found");

    /// <summary>Whether a caller may use a function.</summary>
    public static bool IsFor(this AuthLevel auth, Caller caller) => auth switch
    {
        AuthLevel.Public => true,
        AuthLevel.Auth => !caller.IsAnonymous,
        _ => caller.IsAdmin,
    };

    /// <summary>Whether a caller may use a function: by its level, or by what a program's scopes say.</summary>
    public static bool IsFor(this ServedFunction function, Caller caller) =>
        caller.Scopes is { } scopes ? scopes.AllowFunction(function.Name) : function.Metadata.Auth.IsFor(caller);

    /// <summary>Answers a caller who may not use a function.</summary>
    public static Task Denied(HttpContext context, Caller caller) => caller.IsAnonymous
        ? Answers.NotAuthenticated(context, "Authentication required")
        : Answers.Problem(context, StatusCodes.Status403Forbidden, "Admin access required");
}
