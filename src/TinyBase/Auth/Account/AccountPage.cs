using System.Text;

using Microsoft.AspNetCore.Http;

using TinyBase.Hosting;
using TinyBase.Hosting.Describing;

namespace TinyBase.Auth.Account;

/// <summary>A page that a link in an e-mail opens. The secret stands in the fragment, so the server does not see it before it is used.</summary>
internal sealed class AccountPage(AccountPurpose purpose) : IEndpoint
{
    private readonly Lazy<byte[]> _page = new(() => Encoding.UTF8.GetBytes(
        Encoding.UTF8.GetString(AccountPageFile.Load("account.html")).Replace("{{page}}", purpose.Page, StringComparison.Ordinal)));

    public Operation Operation { get; } = new("GET", $"/auth/{purpose.Page}", $"system_get_{purpose.Name}_page", Access.Public) { AnswersHead = true };

    public OperationDescription Description => OperationDescription.None;

    public Task Handle(HttpContext context, Caller caller)
    {
        if (context.Request.Path.Value!.EndsWith('/'))
        {
            // The page names its files relative to itself. Browsers keep the fragment.
            context.Response.StatusCode = StatusCodes.Status307TemporaryRedirect;
            context.Response.Headers.Location = $"../{purpose.Page}";
            return Task.CompletedTask;
        }

        AccountPageFile.Send(context, _page.Value, "text/html; charset=utf-8");
        return Task.CompletedTask;
    }
}
