using Microsoft.AspNetCore.Http;

using TinyBase.Audit;
using TinyBase.Configuration;
using TinyBase.Hosting;
using TinyBase.Hosting.Describing;

namespace TinyBase.Auth.Endpoints;

/// <summary>Changes an application token. What is absent stays as it is; a description of null is removed.</summary>
internal sealed class UpdateApplicationToken(ApplicationTokenStore store, TinyBaseOptions options, TimeProvider clock) : IEndpoint
{
    public Operation Operation { get; } = new("PATCH", ApplicationTokenAnswers.PathOfOne, "admin_update_application_token", Access.Admin);

    public OperationDescription Description => new("Change an application token")
    {
        Details = "What is absent stays as it is; a description of null is removed.",
        Body = Shape.Body(
            BodyField.Text("name", 0, NewApplicationToken.MaxName).Optional(),
            BodyField.Text("description", 0, NewApplicationToken.MaxDescription).Optional(),
            BodyField.Boolean("is_active").Optional(),
            TokenScopesBody.Field),
        Answers = [new(200, "The token", Shape.Of<ApplicationTokenView>()), new(404, "There is no such token")],
    };

    public async Task Handle(HttpContext context, Caller caller)
    {
        using var body = await RequestBody.Read(context, options.Server.MaxBodyBytes).ConfigureAwait(false);
        if (await body.Refused(context).ConfigureAwait(false)) return;
        var fields = new BodyFields(body.Root);
        fields.RefuseMisspelt("name", "description", "is_active", "scopes");
        if (fields.IsGiven("expires_days")) fields.AddRefused("expires_days", "given when the token is made; make another one with it");
        var name = fields.OptionalText("name", 0, NewApplicationToken.MaxName);
        var description = fields.OptionalText("description", 0, NewApplicationToken.MaxDescription);
        var isActive = fields.OptionalBoolean("is_active");
        var scopes = TokenScopesBody.Take(fields);
        var hasId = PathId.TryRead(context, out var id, out var error);
        if (!hasId || fields.Errors.Count > 0)
        {
            await Answers.Unprocessable(context, [.. hasId ? [] : new[] { error! }, .. fields.Errors]).ConfigureAwait(false);
            return;
        }

        var change = new ApplicationTokenChange(name, fields.IsGiven("description") ? new NewDescription(description) : null, isActive, scopes);
        var token = await store.Update(id, change, Actor.Of(context, caller), context.RequestAborted).ConfigureAwait(false);
        await ApplicationTokenAnswers.OneOrNotFound(context, id, token, clock.GetUtcNow()).ConfigureAwait(false);
    }
}
