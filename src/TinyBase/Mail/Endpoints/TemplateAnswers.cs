using Microsoft.AspNetCore.Http;

using TinyBase.Hosting;
using TinyBase.Hosting.Describing;

namespace TinyBase.Mail.Endpoints;

/// <summary>Answers about the templates of e-mails.</summary>
internal static class TemplateAnswers
{
    public const string Path = "/api/admin/mail/templates";

    public const string PathOfOne = Path + "/{name}";

    /// <summary>The name in the path, if there is such a template.</summary>
    public static string? Name(HttpContext context) =>
        context.Request.RouteValues["name"] is string name && MailKinds.All.Contains(name) ? name : null;

    public static Task One(HttpContext context, MailTemplate template) =>
        Answers.Json(context, StatusCodes.Status200OK, MailTemplateView.Of(template), WireJson.Wire.MailTemplateView);

    public static Task NotFound(HttpContext context) => Answers.Problem(
        context,
        StatusCodes.Status404NotFound,
        $"Mail template '{context.Request.RouteValues["name"]}' not found; there are {string.Join(", ", MailKinds.All)}");

    /// <summary>The fields of a template in a body; what is absent stays as it is.</summary>
    public static MailTemplate Read(BodyFields fields, MailTemplate current)
    {
        var template = current with
        {
            Subject = fields.OptionalText("subject", 1, MailTemplate.MaxSubject) ?? current.Subject,
            Text = fields.OptionalText("text", 1, MailTemplate.MaxBody) ?? current.Text,
            Html = fields.OptionalText("html", 1, MailTemplate.MaxBody) ?? current.Html,
        };
        foreach (var (field, place) in template.UnknownPlaces(MailKinds.Places).DistinctBy(found => found.Field))
        {
            fields.AddRefused(field, $"a template whose places are among {string.Join(", ", MailKinds.Places)}, not {place}");
        }

        return template;
    }

    /// <summary>How the API document describes those fields.</summary>
    public static Shape Body => Shape.Body(
        BodyField.Text("subject", 1, MailTemplate.MaxSubject, "The subject.").Optional(),
        BodyField.Text("text", 1, MailTemplate.MaxBody, "What it says as plain text.").Optional(),
        BodyField.Text("html", 1, MailTemplate.MaxBody, "What it says as HTML.").Optional());
}

/// <summary>The template of an e-mail.</summary>
/// <param name="UpdatedAt">When it was last changed; null while it is as it came with the program.</param>
/// <param name="Places">What can stand in double braces.</param>
internal sealed record MailTemplateView(string Name, string Subject, string Text, string Html, string? UpdatedAt, IReadOnlyList<string> Places)
{
    public static MailTemplateView Of(MailTemplate template) =>
        new(template.Name, template.Subject, template.Text, template.Html, template.UpdatedAt, MailKinds.Places);
}
