using Microsoft.Playwright;

using Shouldly;

using Xunit;

namespace TinyBase.Browser.Tests;

public sealed class SetupTests(AdminFixture admin) : IAsyncLifetime
{
    private AdminServer _server = null!;
    private AdminPage _page = null!;

    public async ValueTask InitializeAsync()
    {
        _page = await admin.NewPage();
        _server = await AdminServer.StartEmpty();
    }

    public async ValueTask DisposeAsync()
    {
        if (_page is not null) await _page.DisposeAsync();
        if (_server is not null) await _server.DisposeAsync();
    }

    [Fact]
    public async Task An_operator_becomes_the_admin_through_the_link_and_is_signed_in()
    {
        await _page.Page.GotoAsync(_server.SetupLink);
        await _page.SeesHeading("Create the first admin");
        _page.Page.Url.ShouldNotContain("#");
        await _page.Shows("setup");

        await FillIn("", "short", "short");
        await _page.Sees("Enter your e-mail address.");
        await _page.Sees("Enter a password of at least 8 characters.");
        await FillIn("nobody", AdminServer.Password, "another one");
        await _page.Sees("The two passwords differ.");
        await FillIn("nobody", AdminServer.Password, AdminServer.Password);
        await _page.Sees("An email address must have an @-sign.");
        await FillIn(AdminServer.Email, AdminServer.Password, AdminServer.Password);

        await _page.SeesHeading("Dashboard");
        await _page.Sees("This server is new. What next?");
        await _page.Shows("dashboard-new");
        await _page.Page.GotoAsync($"{_server.Admin}collections");
        await _page.Sees("No collections yet");
        await _page.Shows("collections-none");
        await _server.Client.Auth.LoginAsync(AdminServer.Email, AdminServer.Password);
    }

    [Fact]
    public async Task Without_the_secret_the_page_says_where_the_link_is_and_takes_it_when_it_comes()
    {
        await _page.Page.GotoAsync(_server.Admin);
        await _page.SeesHeading("Open the setup link");
        await _page.Shows("setup-link");

        // The same document, so the browser loads nothing.
        await _page.Page.EvaluateAsync($"location.hash = 'setup=of-an-earlier-start'");
        await _page.SeesHeading("Create the first admin");
        await FillIn(AdminServer.Email, AdminServer.Password, AdminServer.Password);

        await _page.Page.GetByRole(AriaRole.Alert).GetByText("Open the newest link").WaitForAsync();
    }

    private async Task FillIn(string email, string password, string repeat)
    {
        await _page.Page.GetByLabel("E-mail address").FillAsync(email);
        await _page.Page.GetByLabel("Password", new() { Exact = true }).FillAsync(password);
        await _page.Page.GetByLabel("Password again").FillAsync(repeat);
        await _page.Button("Create admin").ClickAsync();
    }
}
