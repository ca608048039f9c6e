using Microsoft.AspNetCore.Http;

using TinyBase.Hosting;

namespace TinyBase.Extensions.Hooks;

/// <summary>Answers about hooks.</summary>
internal static class HookAnswers
{
    public const string Path = "/api/admin/hooks";

    /// <summary>Tells a client that hooks do not want what it asked for.</summary>
    public static Task Refuse(HttpContext context, HookRefusal refusal) => refusal switch
    {
        { RetryAfter: { } wait } => Answers.Busy(context, refusal.Message, wait),
        { Field: { } field } => Answers.InvalidRecord(context, [new ValidationError("hook_rejected", ["body", field], refusal.Message)]),
        _ => Answers.Problem(context, StatusCodes.Status400BadRequest, refusal.Message),
    };
}
