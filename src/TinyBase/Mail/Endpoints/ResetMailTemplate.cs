using Microsoft.AspNetCore.Http;

using TinyBase.Audit;
using TinyBase.Hosting;
using TinyBase.Hosting.Describing;

namespace TinyBase.Mail.Endpoints;

/// <summary>Goes back to the template that came with the program.</summary>
internal sealed class ResetMailTemplate(MailTemplates templates) : IEndpoint
{
    public Operation Operation { get; } = new("DELETE", TemplateAnswers.PathOfOne, "admin_reset_mail_template", Access.Admin);

    public OperationDescription Description => new("Go back to the template that came with the program")
    {
        Answers = [new(200, "The template", Shape.Of<MailTemplateView>()), new(404, "There is no such template")],
    };

    public async Task Handle(HttpContext context, Caller caller) => await (TemplateAnswers.Name(context) is { } name
        ? TemplateAnswers.One(context, await templates.Reset(name, Actor.Of(context, caller), context.RequestAborted).ConfigureAwait(false))
        : TemplateAnswers.NotFound(context)).ConfigureAwait(false);
}
