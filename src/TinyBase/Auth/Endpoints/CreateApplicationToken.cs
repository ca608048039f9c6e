using Microsoft.AspNetCore.Http;

using TinyBase.Audit;
using TinyBase.Configuration;
using TinyBase.Hosting;
using TinyBase.Hosting.Describing;

namespace TinyBase.Auth.Endpoints;

/// <summary>Makes an application token. Only this answer has its value.</summary>
internal sealed class CreateApplicationToken(ApplicationTokenStore store, TinyBaseOptions options, TimeProvider clock) : IEndpoint
{
    public Operation Operation { get; } = new("POST", ApplicationTokenAnswers.Path, "admin_create_application_token", Access.Admin);

    public OperationDescription Description => new("Make an application token")
    {
        Details = "A program with it has the rights of an admin, or those of `scopes`. Only this answer has its value.",
        Body = Shape.Body(
            BodyField.Text("name", 0, NewApplicationToken.MaxName),
            BodyField.Text("description", 0, NewApplicationToken.MaxDescription).Optional(),
            BodyField.Integer("expires_days", 1, NewApplicationToken.MaxExpiresDays, "In how many days it expires; never, if it is absent").Optional(),
            TokenScopesBody.Field),
        Answers =
        [
            new(201, "The token with its value", Shape.Of<CreatedApplicationToken>()),
            new(400, "There are too many already"),
        ],
    };

    public async Task Handle(HttpContext context, Caller caller)
    {
        using var body = await RequestBody.Read(context, options.Server.MaxBodyBytes).ConfigureAwait(false);
        if (await body.Refused(context).ConfigureAwait(false)) return;
        var fields = new BodyFields(body.Root);
        // Without its scopes a token may do all that admins may, and without its days it never expires.
        fields.RefuseMisspelt("name", "description", "expires_days", "scopes");
        var name = fields.Text("name", 0, NewApplicationToken.MaxName);
        var description = fields.OptionalText("description", 0, NewApplicationToken.MaxDescription);
        var days = fields.OptionalInteger("expires_days", 1, NewApplicationToken.MaxExpiresDays);
        var scopes = TokenScopesBody.Take(fields);
        if (name is null || fields.Errors.Count > 0)
        {
            await Answers.Unprocessable(context, fields.Errors).ConfigureAwait(false);
            return;
        }

        var wanted = new NewApplicationToken(name, description, days, scopes);
        if (await store.Create(wanted, Actor.Of(context, caller), context.RequestAborted).ConfigureAwait(false) is not { } issued)
        {
            await Answers.Problem(context, StatusCodes.Status400BadRequest, ApplicationTokenAnswers.TooMany).ConfigureAwait(false);
            return;
        }

        var answer = new CreatedApplicationToken(ApplicationTokenView.At(clock.GetUtcNow(), issued.Token), issued.Value);
        await Answers.Json(context, StatusCodes.Status201Created, answer, WireJson.Wire.CreatedApplicationToken).ConfigureAwait(false);
    }
}

/// <summary>A new application token with its value.</summary>
internal sealed record CreatedApplicationToken(ApplicationTokenView Token, string TokenValue);
