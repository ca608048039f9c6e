using Microsoft.AspNetCore.Http;

using TinyBase.Audit;
using TinyBase.Configuration;
using TinyBase.Hosting;
using TinyBase.Hosting.Describing;

namespace TinyBase.Extensions.Packages.Endpoints;

/// <summary>Enables or disables an extension, at once.</summary>
internal sealed class UpdateExtension(ExtensionAdministration administration, ExtensionViews views, TinyBaseOptions options) : IEndpoint
{
    public Operation Operation { get; } = new("PATCH", ExtensionAnswers.PathOfOne, "extensions_update_extension", Access.Admin);

    public OperationDescription Description => new("Enable or disable an extension")
    {
        Details = "It counts at once. One that cannot be started is disabled again: `state` is `failed` then, and `reason` says why.",
        Body = Shape.Body(BodyField.Boolean("is_enabled").Optional()),
        Answers = [new(200, "The extension", Shape.Of<ExtensionView>()), ExtensionAnswers.Missing],
    };

    public async Task Handle(HttpContext context, Caller caller)
    {
        using var body = await RequestBody.Read(context, options.Server.MaxBodyBytes).ConfigureAwait(false);
        if (await body.Refused(context).ConfigureAwait(false)) return;
        var fields = new BodyFields(body.Root);
        var isEnabled = fields.OptionalBoolean("is_enabled");
        if (fields.Errors.Count > 0)
        {
            await Answers.Unprocessable(context, fields.Errors).ConfigureAwait(false);
            return;
        }

        var row = await administration.SetEnabled(context.ExtensionName(), isEnabled, Actor.Of(context, caller), context.RequestAborted).ConfigureAwait(false);
        await ExtensionAnswers.Show(context, views, row).ConfigureAwait(false);
    }
}
