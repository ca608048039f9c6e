using Microsoft.AspNetCore.Http;

using TinyBase.Audit;
using TinyBase.Hosting;
using TinyBase.Hosting.Describing;

namespace TinyBase.Auth.Endpoints;

/// <summary>Deletes a user with their sessions. Their records stay, without owner.</summary>
internal sealed class DeleteUser(UserAdministration users) : IEndpoint
{
    private const string OwnAccount = "Cannot delete your own account";

    public Operation Operation { get; } = new("DELETE", UserAnswers.PathOfOne, "admin_delete_user", Access.Admin);

    public OperationDescription Description => new("Delete a user")
    {
        Details = "Ends their sessions. Their records stay, without owner: only admins may change those under the rule `owner`.",
        Answers =
        [
            new(204, "The user is gone"),
            new(400, $"`{OwnAccount}`, or `Cannot delete the last admin user`"),
            new(404, "There is no such user"),
        ],
    };

    public async Task Handle(HttpContext context, Caller caller)
    {
        if (!PathId.TryRead(context, out var id, out var error))
        {
            await Answers.Unprocessable(context, error!).ConfigureAwait(false);
            return;
        }

        if (id == caller.Id)
        {
            await Answers.Problem(context, StatusCodes.Status400BadRequest, OwnAccount).ConfigureAwait(false);
            return;
        }

        var outcome = await users.Delete(id, Actor.Of(context, caller), context.RequestAborted).ConfigureAwait(false);
        await (outcome is { Refusal: null, User: not null }
            ? Answers.NoContent(context)
            : UserAnswers.Outcome(context, id, outcome)).ConfigureAwait(false);
    }
}
