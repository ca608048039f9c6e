using Microsoft.AspNetCore.Http;

using TinyBase.Hosting;
using TinyBase.Hosting.Describing;

namespace TinyBase.Mail.Endpoints;

/// <summary>E-mails that were sent, wait or were given up; what they say is told to nobody.</summary>
internal sealed class ListMails(MailQueue queue) : IEndpoint
{
    private static readonly string[] Statuses = [QueuedMail.Queued, QueuedMail.Sent, QueuedMail.Failed];

    public Operation Operation { get; } = new("GET", "/api/admin/mail", "admin_list_mails", Access.Admin);

    public OperationDescription Description => new("List e-mails")
    {
        Details = "The newest come first, without what they say. They are forgotten after `email_keep_days`.",
        Parameters =
        [
            ParameterDescription.Query("status", Schemas.OneOf(Statuses), "Only e-mails with this status."),
            .. PageRange.Parameters,
        ],
        Answers = [new(200, "The e-mails", Shape.Of<MailList>())],
    };

    public async Task Handle(HttpContext context, Caller caller)
    {
        var query = new QueryParameters(context.Request.Query);
        var status = query.OneOf("status", Statuses);
        var range = PageRange.Of(query);
        if (query.Errors.Count > 0)
        {
            await Answers.Unprocessable(context, query.Errors).ConfigureAwait(false);
            return;
        }

        var (mails, total) = await queue.List(status, range, context.RequestAborted).ConfigureAwait(false);
        var answer = new MailList(mails, total, range.Limit, range.Offset);
        await Answers.Json(context, StatusCodes.Status200OK, answer, WireJson.Wire.MailList).ConfigureAwait(false);
    }
}

/// <summary>A page of e-mails.</summary>
internal sealed record MailList(IReadOnlyList<QueuedMail> Mails, long Total, int Limit, int Offset);
