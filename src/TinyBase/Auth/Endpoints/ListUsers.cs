using Microsoft.AspNetCore.Http;

using TinyBase.Hosting;
using TinyBase.Hosting.Describing;

namespace TinyBase.Auth.Endpoints;

/// <summary>Users, as they came unless another order is asked for.</summary>
internal sealed class ListUsers(UserAdministration users) : IEndpoint
{
    private static readonly string[] Columns = ["created_at", "updated_at", "email", "is_admin"];
    private static readonly string[] Orders = ["asc", "desc"];

    public Operation Operation { get; } = new("GET", UserAnswers.Path, "admin_list_users", Access.Admin);

    public OperationDescription Description => new("List users")
    {
        Details = "In the order in which they were made, unless another is asked for.",
        Parameters =
        [
            ParameterDescription.Query("search", Schemas.Text(), "A part of the e-mail address, in any case."),
            ParameterDescription.Query("is_admin", Schemas.Boolean(), "Only those with admin rights, or only those without."),
            ParameterDescription.Query("sort_by", Schemas.OneOf(Columns), "What to sort by."),
            ParameterDescription.Query("sort_order", Schemas.OneOf(Orders), "Which end comes first."),
            .. PageRange.Parameters,
        ],
        Answers = [new(200, "The users", Shape.Of<UserList>())],
    };

    public async Task Handle(HttpContext context, Caller caller)
    {
        var query = new QueryParameters(context.Request.Query);
        var filter = new UserFilter(
            query.Text("search"),
            query.OptionalBoolean("is_admin"),
            query.OneOf("sort_by", Columns) ?? Columns[0],
            query.OneOf("sort_order", Orders) == "desc");
        var range = PageRange.Of(query);
        if (query.Errors.Count > 0)
        {
            await Answers.Unprocessable(context, query.Errors).ConfigureAwait(false);
            return;
        }

        var (found, total) = await users.List(filter, range, context.RequestAborted).ConfigureAwait(false);
        var answer = new UserList([.. found.Select(UserView.Of)], total, range.Limit, range.Offset);
        await Answers.Json(context, StatusCodes.Status200OK, answer, WireJson.Wire.UserList).ConfigureAwait(false);
    }
}

/// <summary>A page of users.</summary>
internal sealed record UserList(IReadOnlyList<UserView> Users, long Total, int Limit, int Offset);
