using Microsoft.AspNetCore.Http;

using TinyBase.Hosting;
using TinyBase.Hosting.Describing;

namespace TinyBase.Auth.Endpoints;

/// <summary>One user.</summary>
internal sealed class GetUser(UserStore users) : IEndpoint
{
    public Operation Operation { get; } = new("GET", UserAnswers.PathOfOne, "admin_get_user", Access.Admin);

    public OperationDescription Description => new("Get a user")
    {
        Answers = [new(200, "The user", Shape.Of<UserView>()), new(404, "There is no such user")],
    };

    public async Task Handle(HttpContext context, Caller caller)
    {
        if (!PathId.TryRead(context, out var id, out var error))
        {
            await Answers.Unprocessable(context, error!).ConfigureAwait(false);
            return;
        }

        var user = await users.FindById(id, context.RequestAborted).ConfigureAwait(false);
        await UserAnswers.Outcome(context, id, new UserOutcome(user)).ConfigureAwait(false);
    }
}
