using Microsoft.AspNetCore.Http;

using TinyBase.Hosting;
using TinyBase.Hosting.Describing;

namespace TinyBase.Extensions.Webhooks.Endpoints;

/// <summary>What requests about webhooks have in common.</summary>
internal static class WebhookAnswers
{
    public const string Path = "/api/admin/webhooks";

    public const string PathOfOne = Path + "/{id}";

    public static AnswerDescription Missing { get; } = new(404, "There is no such webhook") { Component = "WebhookNotFound" };

    public static AnswerDescription Unreadable { get; } =
        new(409, "Its secret or its headers cannot be read, since the secrets file is another one") { Component = "WebhookUnreadable" };

    public static Task NotFound(HttpContext context, string id) =>
        Answers.Problem(context, StatusCodes.Status404NotFound, $"Webhook '{id}' not found");

    /// <summary>The webhook in the path; otherwise the request is answered.</summary>
    public static async Task<WebhookRow?> Find(HttpContext context, WebhookStore store)
    {
        if (!PathId.TryRead(context, out var id, out var error))
        {
            await Answers.Unprocessable(context, error!).ConfigureAwait(false);
            return null;
        }

        var row = await store.Get(id, context.RequestAborted).ConfigureAwait(false);
        if (row is null) await NotFound(context, id).ConfigureAwait(false);
        return row;
    }
}
