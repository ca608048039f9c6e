using Shouldly;

using Xunit;

namespace TinyBase.Browser.Tests;

/// <summary>Every page of the portal, light and dark, wide and narrow, plain and with images of the operator's own.</summary>
public sealed class PortalAppearanceTests(AdminFixture admin, PortalFixture portal) : IClassFixture<PortalFixture>
{
    private const string Logo = "https://cdn.example.com/logo.svg";
    private const string Background = "https://cdn.example.com/background.svg";

    private static readonly (string Picture, string Path, string Ready)[] Pages =
    [
        ("portal-login", "login", "Forgot your password?"),
        ("portal-login-refused", "login?redirect=//evil.example", "not allowed here"),
        ("portal-register", "register", "At least 8 characters."),
        ("portal-forgot", "password-reset", "Send the link"),
        ("portal-verify", "verify-email#secret", "It shows that you can read its mail."),
        ("portal-change", "change-email", "This page needs all of the link."),
        ("portal-not-found", "nothing", "There is no such page"),
        ("portal-new-password", "password-reset#secret", "It ends all your sessions"),
    ];

    public static IEnumerable<TheoryDataRow<string>> Looks => PageLook.All.Select(look => new TheoryDataRow<string>(look.Name));

    [Theory]
    [MemberData(nameof(Looks))]
    public async Task Every_page_can_be_used_by_everybody(string name)
    {
        await using var page = await admin.NewPage(PageLook.All.Single(look => look.Name == name));
        await portal.Save(new { auth_portal_logo_url = (string?)null, auth_portal_background_image_url = (string?)null });
        foreach (var (picture, path, ready) in Pages) await Show(page, picture, path, ready);
        page.IsFine(portal.Server.Url);

        await portal.Save(new { auth_portal_logo_url = Logo, auth_portal_background_image_url = Background });
        await page.Page.RouteAsync("https://cdn.example.com/**", route => route.FulfillAsync(new() { ContentType = "image/svg+xml", Body = Image(route.Request.Url) }));
        await Show(page, "portal-login-images", "login", "Forgot your password?");
        page.Requests.Where(request => request.StartsWith("https:", StringComparison.Ordinal)).ShouldBe([Logo, Background], ignoreOrder: true);
        await SignIn(page);
        await Show(page, "portal-signed-in", "login", "Use another account");
        await Show(page, "portal-profile", "profile", "This browser");
        await page.Button("Change password").ClickAsync();
        await page.Button("Set password").ClickAsync();
        await page.Button("Sign out everywhere …").ClickAsync();
        await page.Shows("portal-profile-open");
    }

    [Fact]
    public async Task A_portal_that_is_turned_off_says_so()
    {
        await using var page = await admin.NewPage();
        await portal.Save(new { auth_portal_enabled = false, auth_portal_logo_url = (string?)null, auth_portal_background_image_url = (string?)null });
        try
        {
            (await page.Page.GotoAsync($"{portal.Portal}login"))!.Status.ShouldBe(404);
            await page.SeesHeading("There is no sign-in page here");
            await page.Shows("portal-off");
            (await page.Page.GotoAsync($"{portal.Portal}verify-email#secret"))!.Status.ShouldBe(200);
            await page.SeesHeading("Confirm your e-mail address");
            page.IsFine(portal.Server.Url);
        }
        finally
        {
            await portal.Save(new { auth_portal_enabled = true });
        }
    }

    private async Task Show(AdminPage page, string picture, string path, string ready)
    {
        await page.Page.GotoAsync($"{portal.Portal}{path}");
        await page.Sees(ready);
        await page.Shows(picture);
    }

    private async Task SignIn(AdminPage page)
    {
        await page.Page.GetByLabel("E-mail address").FillAsync(await portal.NewUser());
        await page.Page.GetByLabel("Password", new() { Exact = true }).FillAsync(PortalFixture.Password);
        await page.Button("Sign in").ClickAsync();
        await page.SeesHeading("Welcome to the app");
    }

    private static string Image(string url) => url == Logo
        ? """<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40"><rect width="40" height="40" rx="8" fill="#0f766e"/><circle cx="20" cy="20" r="9" fill="none" stroke="#fff" stroke-width="4"/></svg>"""
        : """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 6" preserveAspectRatio="none"><rect width="8" height="6" fill="#0ea5e9"/><circle cx="8" cy="6" r="5" fill="#134e4a"/></svg>""";
}
