using Microsoft.AspNetCore.Http;

using TinyBase.Configuration;
using TinyBase.Hosting;
using TinyBase.Hosting.Describing;

namespace TinyBase.Mail.Endpoints;

/// <summary>Shows what an e-mail would look like, with a template that need not be saved.</summary>
internal sealed class PreviewMailTemplate(MailTemplates templates, CurrentSettings settings, TinyBaseOptions options) : IEndpoint
{
    public Operation Operation { get; } = new("POST", TemplateAnswers.PathOfOne + "/preview", "admin_preview_mail_template", Access.Admin);

    public OperationDescription Description => new("Show what an e-mail would look like")
    {
        Details = "With made-up values. What is absent is taken from the template as it is; nothing is saved.",
        Body = TemplateAnswers.Body,
        Answers = [new(200, "The e-mail", Shape.Of<RenderedMail>()), new(404, "There is no such template")],
    };

    public async Task Handle(HttpContext context, Caller caller)
    {
        using var body = await RequestBody.Read(context, options.Server.MaxBodyBytes).ConfigureAwait(false);
        if (!body.IsEmpty && await body.Refused(context).ConfigureAwait(false)) return;
        if (TemplateAnswers.Name(context) is not { } name)
        {
            await TemplateAnswers.NotFound(context).ConfigureAwait(false);
            return;
        }

        var template = await templates.Get(name, context.RequestAborted).ConfigureAwait(false);
        if (!body.IsEmpty)
        {
            var fields = new BodyFields(body.Root);
            template = TemplateAnswers.Read(fields, template);
            if (fields.Errors.Count > 0)
            {
                await Answers.Unprocessable(context, fields.Errors).ConfigureAwait(false);
                return;
            }
        }

        var mail = template.Render(MailKinds.Sample(settings.Options.Instance.Name));
        await Answers.Json(context, StatusCodes.Status200OK, mail, WireJson.Wire.RenderedMail).ConfigureAwait(false);
    }
}
