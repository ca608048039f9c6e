using System.Text.Json;
using System.Text.RegularExpressions;

using Shouldly;

using Xunit;

namespace TinyBase.Browser.Tests;

/// <summary>A server with a portal that sends its e-mail into a folder.</summary>
public sealed partial class PortalFixture : IAsyncLifetime
{
    public const string Password = "correct horse";

    private static int _users;

    private AdminServer? _server;

    internal AdminServer Server => _server!;

    /// <summary>The address of the portal, with a slash at its end.</summary>
    internal string Portal => $"{Server.Url}/auth/";

    /// <summary>The address of the app.</summary>
    internal string App => SampleApp.AddressOf(Server);

    public async ValueTask InitializeAsync()
    {
        if (!AdminFixture.IsBuilt) return;
        _server = await AdminServer.StartEmpty(options => options.Debug = true);
        await _server.SetUp();
        await Save(new
        {
            server_public_url = Server.Url.GetLeftPart(UriPartial.Authority),
            instance_name = "Films",
            auth_portal_enabled = true,
            auth_portal_login_redirect_url = $"{App}/home",
            auth_portal_register_redirect_url = $"{App}/welcome",
            auth_portal_redirect_urls = $"{App}/callback",
            auth_portal_primary_color = "#0f766e",
        });
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null) await _server.DisposeAsync();
    }

    internal Task Save(object settings) => Server.Send(HttpMethod.Patch, "admin/settings", JsonSerializer.Serialize(settings));

    /// <summary>The address of somebody who has no account yet.</summary>
    internal static string NewEmail() => $"user{Interlocked.Increment(ref _users)}@example.com";

    /// <summary>The address of somebody who has one.</summary>
    internal async Task<string> NewUser()
    {
        var email = NewEmail();
        await Server.Client.Auth.RegisterAsync(email, Password);
        return email;
    }

    /// <summary>The link in the e-mail to an address.</summary>
    internal async Task<string> LinkTo(string email, string page)
    {
        for (var i = 0; i < 100; i++)
        {
            var texts = Directory.Exists(Server.Mail) ? Directory.GetFiles(Server.Mail, "*.eml").Order(StringComparer.Ordinal).Select(Read) : [];
            var links = texts.Where(text => text.Contains($"To: {email}", StringComparison.Ordinal)).Select(text => Link().Match(text).Value);
            if (links.LastOrDefault(link => link.Contains($"/auth/{page}#", StringComparison.Ordinal)) is { } found) return found;
            await Task.Delay(100);
        }

        throw new ShouldAssertException($"There is no e-mail to {email} with a link to {page}.");
    }

    /// <summary>Without the soft line breaks of quoted-printable.</summary>
    private static string Read(string path) =>
        File.ReadAllText(path).Replace("=\r\n", "", StringComparison.Ordinal).Replace("=\n", "", StringComparison.Ordinal);

    [GeneratedRegex("http://\\S+#[A-Za-z0-9_-]+")]
    private static partial Regex Link();
}
