using Microsoft.AspNetCore.Http;

using TinyBase.Audit;
using TinyBase.Configuration;
using TinyBase.Hosting;
using TinyBase.Hosting.Describing;

namespace TinyBase.Mail.Endpoints;

/// <summary>Changes the template of an e-mail.</summary>
internal sealed class UpdateMailTemplate(MailTemplates templates, TinyBaseOptions options) : IEndpoint
{
    public Operation Operation { get; } = new("PATCH", TemplateAnswers.PathOfOne, "admin_update_mail_template", Access.Admin);

    public OperationDescription Description => new("Change the template of an e-mail")
    {
        Details = $"What is absent stays as it is. In double braces can stand {string.Join(", ", MailKinds.Places)}.",
        Body = TemplateAnswers.Body,
        Answers = [new(200, "The template", Shape.Of<MailTemplateView>()), new(404, "There is no such template")],
    };

    public async Task Handle(HttpContext context, Caller caller)
    {
        using var body = await RequestBody.Read(context, options.Server.MaxBodyBytes).ConfigureAwait(false);
        if (await body.Refused(context).ConfigureAwait(false)) return;
        if (TemplateAnswers.Name(context) is not { } name)
        {
            await TemplateAnswers.NotFound(context).ConfigureAwait(false);
            return;
        }

        var fields = new BodyFields(body.Root);
        var wanted = TemplateAnswers.Read(fields, await templates.Get(name, context.RequestAborted).ConfigureAwait(false));
        if (fields.Errors.Count > 0)
        {
            await Answers.Unprocessable(context, fields.Errors).ConfigureAwait(false);
            return;
        }

        var template = await templates.Put(wanted, Actor.Of(context, caller), context.RequestAborted).ConfigureAwait(false);
        await TemplateAnswers.One(context, template).ConfigureAwait(false);
    }
}
