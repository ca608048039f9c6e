using Microsoft.AspNetCore.Http;

using TinyBase.Hosting;

namespace TinyBase.Auth.Account.Endpoints;

/// <summary>Answers about links that were sent by e-mail.</summary>
internal static class AccountAnswers
{
    public const string NoMail = "This server sends no e-mail";

    public static Task Done(HttpContext context, string what) =>
        Answers.Json(context, StatusCodes.Status200OK, new Message(what), WireJson.Wire.Message);

    public static Task Bad(HttpContext context, string why) => Answers.Problem(context, StatusCodes.Status400BadRequest, why);
}
