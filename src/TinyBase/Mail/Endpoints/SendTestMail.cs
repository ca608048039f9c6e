using Microsoft.AspNetCore.Http;

using TinyBase.Configuration;
using TinyBase.Hosting;
using TinyBase.Hosting.Describing;

namespace TinyBase.Mail.Endpoints;

/// <summary>Sends an e-mail at once, to see whether the settings are right.</summary>
internal sealed class SendTestMail(MailTemplates templates, MailQueue queue, CurrentSettings settings, TinyBaseOptions options) : IEndpoint
{
    public Operation Operation { get; } = new("POST", "/api/admin/mail/test", "admin_send_test_mail", Access.Admin);

    public OperationDescription Description => new("Send a test e-mail")
    {
        Details = "It goes to the mail server before this is answered.",
        Body = Shape.Body(BodyField.Email("email")),
        Answers =
        [
            new(200, "The mail server has taken it", Shape.Of<Message>()),
            new(400, "E-mail is not set up"),
            new(502, "The mail server has not taken it; `detail` says why"),
        ],
    };

    public async Task Handle(HttpContext context, Caller caller)
    {
        using var body = await RequestBody.Read(context, options.Server.MaxBodyBytes).ConfigureAwait(false);
        if (await body.Refused(context).ConfigureAwait(false)) return;
        var fields = new BodyFields(body.Root);
        if (fields.Email("email") is not { } email)
        {
            await Answers.Unprocessable(context, fields.Errors).ConfigureAwait(false);
            return;
        }

        var mail = settings.Options.Mail;
        if (!mail.IsComplete)
        {
            await Answers.Problem(
                context, StatusCodes.Status400BadRequest, "Set email_enabled, email_smtp_host and email_from_address first").ConfigureAwait(false);
            return;
        }

        var template = await templates.Get(MailKinds.Test, context.RequestAborted).ConfigureAwait(false);
        using var sender = new SmtpSender(mail);
        var failure = await sender.Send(email, template.Render(queue.Values(email, link: null)), context.RequestAborted).ConfigureAwait(false);
        await (failure is null
            ? Answers.Json(context, StatusCodes.Status200OK, new Message($"{mail.SmtpHost} has taken the e-mail to {email}"), WireJson.Wire.Message)
            : Answers.Problem(context, StatusCodes.Status502BadGateway, $"{mail.SmtpHost}:{mail.SmtpPort} has not taken it: {failure.Reason}"))
            .ConfigureAwait(false);
    }
}
