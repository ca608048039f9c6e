using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

using TinyBase.Extensions.Packages.Store;
using TinyBase.Hosting;
using TinyBase.Hosting.Describing;

namespace TinyBase.Extensions.Packages.Endpoints;

/// <summary>What requests about extensions have in common.</summary>
internal static class ExtensionAnswers
{
    public const string Path = "/api/admin/extensions";

    public const string PathOfOne = Path + "/{extension}";

    public static BodyField RepoUrl => BodyField.Text("repo_url", 1, MaxUrl, "A repository: `owner/repo`, an address of GitHub, or any address that git takes.");

    private const int MaxUrl = 2000;

    public static AnswerDescription Missing { get; } = new(404, "There is no such extension") { Component = "ExtensionNotFound" };

    /// <summary>The name in the path.</summary>
    public static string ExtensionName(this HttpContext context) => (string)context.GetRouteValue("extension")!;

    /// <summary>Takes the field of a body.</summary>
    public static string? ReadRepoUrl(BodyFields fields) => fields.Text("repo_url", 1, MaxUrl);

    public static Task NotFound(HttpContext context, string name) =>
        Answers.Problem(context, StatusCodes.Status404NotFound, $"Extension '{name}' not found");

    /// <summary>Shows an extension, or says that there is none.</summary>
    public static async Task Show(HttpContext context, ExtensionViews views, ExtensionRow? row, int status = StatusCodes.Status200OK)
    {
        if (row is null)
        {
            await NotFound(context, context.ExtensionName()).ConfigureAwait(false);
            return;
        }

        var view = await views.Of(row, context.RequestAborted).ConfigureAwait(false);
        await Answers.Json(context, status, view, WireJson.Wire.ExtensionView).ConfigureAwait(false);
    }

    /// <summary>Answers a change that may have been refused.</summary>
    public static Task Answer(HttpContext context, ExtensionViews views, ExtensionChange change, int status = StatusCodes.Status200OK) => change.Problem is { } problem
        ? Answers.Problem(context, StatusCodes.Status400BadRequest, problem)
        : Show(context, views, change.Row, status);
}
