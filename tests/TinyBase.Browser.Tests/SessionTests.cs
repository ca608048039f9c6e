using Microsoft.Playwright;

using Shouldly;

using Xunit;

namespace TinyBase.Browser.Tests;

public sealed class SessionTests(AdminFixture admin)
{
    [Fact]
    public async Task Whoever_signs_in_comes_to_where_they_wanted_to_go()
    {
        await using var page = await admin.NewPage();
        await page.Page.GotoAsync($"{admin.Server.Admin}collections/airports?sort=name");
        await page.Sees("Sign in to go on where you were.");

        await SignIn(page, "wrong horse");
        await page.Page.GetByRole(AriaRole.Alert).GetByText("Invalid email or password").WaitForAsync();
        await SignIn(page, AdminServer.Password);

        await page.Sees("3,376 records");
        page.Page.Url.ShouldEndWith("/collections/airports?sort=name");
    }

    [Fact]
    public async Task A_session_whose_token_ended_goes_on_unnoticed_and_ends_everywhere_when_signed_out()
    {
        await using var page = await admin.NewPage();
        await page.Page.GotoAsync(admin.Server.Admin);
        await SignIn(page, AdminServer.Password);
        await page.SeesHeading("Dashboard");

        // A token that the server does not know, as after its end.
        await page.Page.EvaluateAsync(
            "(key => { const s = JSON.parse(localStorage.getItem(key)); s.access = 'eyJhbGciOiJIUzI1NiJ9.e30.x'; localStorage.setItem(key, JSON.stringify(s)) })('tinybase:session:/backend/')");
        await page.Page.GotoAsync($"{admin.Server.Admin}collections/penguins");
        await page.Sees("344 records");
        page.Requests.Count(request => request.EndsWith("/api/auth/refresh", StringComparison.Ordinal)).ShouldBe(1);

        var other = await page.Page.RunAndWaitForPopupAsync(() => page.Page.EvaluateAsync($"void open('{admin.Server.Admin}collections')"));
        await other.GetByText("3,376").First.WaitForAsync();
        await page.Button("Sign out").ClickAsync();
        await page.SeesHeading("Sign in");
        await other.GetByRole(AriaRole.Heading, new() { Name = "Sign in" }).WaitForAsync();
    }

    [Fact]
    public async Task A_link_tells_of_a_server_that_does_not_answer_and_works_when_it_is_back()
    {
        await using var page = await admin.SignedIn();
        await page.Page.GotoAsync(admin.Server.Admin);
        await page.SeesHeading("Dashboard");
        await page.Page.RouteAsync("**/*", route => route.AbortAsync("connectionrefused"));
        await page.Page.GetByRole(AriaRole.Link, new() { Name = "Users", Exact = true }).ClickAsync();
        await page.Sees("The server does not answer. Is it running?");

        await page.Page.UnrouteAsync("**/*");
        await page.Page.GetByRole(AriaRole.Link, new() { Name = "Users", Exact = true }).ClickAsync();
        await page.SeesHeading("Users");
    }

    [Fact]
    public async Task A_page_whose_script_is_gone_is_loaded_anew_where_one_wanted_to_go_and_only_once()
    {
        await using var page = await admin.SignedIn();
        await page.Page.GotoAsync(admin.Server.Admin);
        await page.SeesHeading("Dashboard");
        var loaded = 0;
        var isGone = true;
        await page.Page.RouteAsync("**/admin/assets/UsersPage-*.js", route => isGone ? route.FulfillAsync(new() { Status = 404 }) : route.ContinueAsync());
        page.Page.Request += (_, request) => { if (request.IsNavigationRequest) loaded++; };
        await page.Page.GetByRole(AriaRole.Link, new() { Name = "Users", Exact = true }).ClickAsync();
        await page.Sees("The server does not have its script.");
        loaded.ShouldBe(1);
        page.Page.Url.ShouldEndWith("/admin/users");

        isGone = false;
        await page.Page.ReloadAsync();
        await page.SeesHeading("Users");
    }

    private static async Task SignIn(AdminPage page, string password)
    {
        await page.Page.GetByLabel("E-mail address").FillAsync(AdminServer.Email);
        await page.Page.GetByLabel("Password", new() { Exact = true }).FillAsync(password);
        await page.Button("Sign in").ClickAsync();
    }
}
