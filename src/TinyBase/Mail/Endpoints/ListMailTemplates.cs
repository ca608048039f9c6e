using Microsoft.AspNetCore.Http;

using TinyBase.Hosting;
using TinyBase.Hosting.Describing;

namespace TinyBase.Mail.Endpoints;

/// <summary>The templates of all e-mails.</summary>
internal sealed class ListMailTemplates(MailTemplates templates) : IEndpoint
{
    public Operation Operation { get; } = new("GET", TemplateAnswers.Path, "admin_list_mail_templates", Access.Admin);

    public OperationDescription Description => new("List the templates of e-mails")
    {
        Answers = [new(200, "The templates", Shape.Of<MailTemplateList>())],
    };

    public async Task Handle(HttpContext context, Caller caller)
    {
        var all = new List<MailTemplateView>();
        foreach (var name in MailKinds.All) all.Add(MailTemplateView.Of(await templates.Get(name, context.RequestAborted).ConfigureAwait(false)));
        await Answers.Json(context, StatusCodes.Status200OK, new MailTemplateList(all), WireJson.Wire.MailTemplateList).ConfigureAwait(false);
    }
}

/// <summary>The templates.</summary>
internal sealed record MailTemplateList(IReadOnlyList<MailTemplateView> Templates);
