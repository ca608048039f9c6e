using System.Text;

using Microsoft.AspNetCore.Http;

using TinyBase.Hosting;
using TinyBase.Hosting.Describing;

namespace TinyBase.Auth.Setup;

/// <summary>The page that the setup link opens.</summary>
internal sealed class SetupPage(SetupLink link) : IEndpoint
{
    // The page asks nothing about the state of the server: it is told.
    private readonly Lazy<byte[]> _open = new(() => Page("open"));
    private readonly Lazy<byte[]> _done = new(() => Page("done"));

    public Operation Operation { get; } = new("GET", "/admin", "system_get_admin_page", Access.Public) { AnswersHead = true };

    public OperationDescription Description => OperationDescription.None;

    public async Task Handle(HttpContext context, Caller caller)
    {
        if (!context.Request.Path.Value!.EndsWith('/'))
        {
            // The page names its files relative to itself. Browsers keep the fragment, and a relative address any prefix.
            context.Response.StatusCode = StatusCodes.Status307TemporaryRedirect;
            context.Response.Headers.Location = "admin/";
            return;
        }

        var isOpen = await link.IsOpen(context.RequestAborted).ConfigureAwait(false);
        SetupPageFile.Send(context, (isOpen ? _open : _done).Value, "text/html; charset=utf-8");
    }

    private static byte[] Page(string state) =>
        Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(SetupPageFile.Load("admin/setup.html")).Replace("{{state}}", state, StringComparison.Ordinal));
}
