using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

using Microsoft.Playwright;

using Shouldly;

using TinyBase.Client;

using Xunit;

namespace TinyBase.Browser.Tests;

/// <summary>What users do on the portal, from the app and back to it.</summary>
public sealed class PortalTests(AdminFixture admin, PortalFixture portal) : IClassFixture<PortalFixture>
{
    private static readonly string Verifier = new('v', 43);

    [Fact]
    public async Task Whoever_registers_comes_back_to_the_app_which_gets_their_session_for_a_code()
    {
        await using var page = await admin.NewPage();
        var email = PortalFixture.NewEmail();
        var challenge = Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(Verifier)));
        await page.Page.GotoAsync($"{portal.Portal}login?redirect={Uri.EscapeDataString($"{portal.App}/callback?from=films")}&code_challenge={challenge}&state=s");
        await page.Page.GetByRole(AriaRole.Link, new() { Name = "Create an account" }).ClickAsync();
        await page.Button("Create account").ClickAsync();
        await page.Sees("Enter your e-mail address.");
        await Fill(page, "E-mail address", AdminServer.Email);
        await Fill(page, "Password", "12345678");
        await Fill(page, "Password again", "12345679");
        await page.Button("Create account").ClickAsync();
        await page.Sees("The two passwords differ.");
        await Fill(page, "Password again", "12345678");
        await page.Button("Create account").ClickAsync();
        await page.Sees("A password must not be a plain sequence");
        await Fill(page, "Password", PortalFixture.Password);
        await Fill(page, "Password again", PortalFixture.Password);
        await page.Button("Create account").ClickAsync();
        await page.Sees("This address cannot be registered.");
        page.Requests.ShouldNotContain(request => request.Contains(PortalFixture.Password, StringComparison.Ordinal));
        await Fill(page, "E-mail address", email);
        await page.Button("Create account").ClickAsync();

        await page.SeesHeading("Welcome to the app");
        page.Page.Url.ShouldStartWith($"{portal.App}/callback?from=films#code=");
        var answer = page.Page.Url.Split('#')[1].Split('&').ToDictionary(pair => pair.Split('=')[0], pair => pair.Split('=')[1]);
        answer["state"].ShouldBe("s");
        using var app = new TinyBaseClient(portal.Server.Url);
        await app.Auth.RedeemCodeAsync(answer["code"], Verifier, new Uri($"{portal.App}/callback?from=films"));
        (await app.Auth.GetMeAsync()).Email.ShouldBe(email);

        await page.Page.GotoAsync(await portal.LinkTo(email, "verify-email"));
        page.Page.Url.ShouldNotContain("#");
        await page.Button("Confirm").ClickAsync();
        await page.SeesHeading("Your e-mail address is confirmed");
        await page.Page.GetByRole(AriaRole.Link, new() { Name = "Your account" }).ClickAsync();
        await page.Sees("Confirmed");
        await page.Page.GotoAsync($"{portal.Portal}login");
        await page.SeesHeading("You are signed in");
        IsFine(page);
    }

    [Fact]
    public async Task Signing_in_takes_no_mouse_and_tells_nobody_whether_there_is_an_account()
    {
        await using var page = await admin.NewPage();
        var email = await portal.NewUser();
        await page.Page.GotoAsync($"{portal.Portal}login");
        await page.SeesHeading("Sign in");
        await page.Page.Keyboard.PressAsync("Enter");
        await page.Sees("Enter your e-mail address.");
        foreach (var address in (string[])["nobody@example.com", email])
        {
            await Fill(page, "E-mail address", address);
            await page.Page.Keyboard.PressAsync("Tab");
            await page.Page.Keyboard.TypeAsync("wrong horse");
            await page.Page.Keyboard.PressAsync("Enter");
            await page.Page.GetByRole(AriaRole.Alert).GetByText("Invalid email or password", new() { Exact = true }).WaitForAsync();
            await Fill(page, "Password", "");
        }

        await page.Page.Keyboard.TypeAsync(PortalFixture.Password);
        await page.Page.Keyboard.PressAsync("Enter");
        await page.SeesHeading("Welcome to the app");
        page.Page.Url.ShouldBe($"{portal.App}/home");

        await page.Page.GotoAsync($"{portal.Portal}login");
        await page.Sees($"As {email}.");
        await Assertions.Expect(page.Page.GetByRole(AriaRole.Button, new() { Name = "Continue to" })).ToBeFocusedAsync();
        await page.Page.Keyboard.PressAsync("Enter");
        await page.SeesHeading("Welcome to the app");
        await page.Page.GotoAsync($"{portal.Portal}login");
        await page.Button("Use another account").ClickAsync();
        await page.SeesHeading("Sign in");
        IsFine(page);
    }

    [Fact]
    public async Task Nobody_is_sent_to_an_address_that_is_not_allowed()
    {
        await using var page = await admin.NewPage();
        var email = await portal.NewUser();
        await page.Page.GotoAsync($"{portal.Portal}login?redirect=https%3A%2F%2Fevil.example");
        await page.Sees("not allowed here");
        await Fill(page, "E-mail address", email);
        await Fill(page, "Password", PortalFixture.Password);
        await page.Button("Sign in").ClickAsync();
        await Assertions.Expect(page.Page).ToHaveURLAsync($"{portal.App}/home");

        foreach (var wanted in (string[])
            ["//evil.example", @"\\evil.example", "https://localhost.evil.example/app", $"{portal.App.Replace("//", "//evil@", StringComparison.Ordinal)}/home", "javascript:alert(1)"])
        {
            await page.Page.GotoAsync($"{portal.Portal}login?redirect={Uri.EscapeDataString(wanted)}&code_challenge={new string('c', 43)}");
            await page.Sees("not allowed here");
            await page.Page.GetByRole(AriaRole.Button, new() { Name = "Continue to" }).ClickAsync();
            await Assertions.Expect(page.Page).ToHaveURLAsync($"{portal.App}/home");
        }

        page.Requests.ShouldNotContain(request => request.StartsWith("http", StringComparison.Ordinal) && new Uri(request).Host.Contains("evil", StringComparison.Ordinal));
        IsFine(page);
    }

    [Fact]
    public async Task A_forgotten_password_is_replaced_through_the_link()
    {
        await using var page = await admin.NewPage();
        var email = await portal.NewUser();
        await page.Page.GotoAsync($"{portal.Portal}login");
        await page.Page.GetByRole(AriaRole.Link, new() { Name = "Forgot your password?" }).ClickAsync();
        foreach (var address in (string[])["nobody@example.com", email])
        {
            await Fill(page, "E-mail address", address);
            await page.Button("Send the link").ClickAsync();
            await page.Sees($"If there is an account for {address}");
            await page.Button("Another address").ClickAsync();
        }

        var link = await portal.LinkTo(email, "password-reset");
        await page.Page.GotoAsync(link);
        await page.SeesHeading("Choose a new password");
        page.Page.Url.ShouldNotContain("#");
        await Fill(page, "New password", email);
        await Fill(page, "New password again", email);
        await page.Button("Set password").ClickAsync();
        await page.Sees("A password must not be the e-mail address");
        await Fill(page, "New password", "battery staple");
        await Fill(page, "New password again", "battery staple");
        await page.Button("Set password").ClickAsync();
        await page.SeesHeading("Your password is set");
        await page.Page.GetByRole(AriaRole.Link, new() { Name = "Sign in" }).ClickAsync();
        await Fill(page, "E-mail address", email);
        await Fill(page, "Password", "battery staple");
        await page.Button("Sign in").ClickAsync();
        await page.SeesHeading("Welcome to the app");

        await page.Page.GotoAsync(link);
        await Fill(page, "New password", "battery staple");
        await Fill(page, "New password again", "battery staple");
        await page.Button("Set password").ClickAsync();
        await page.Sees("This link counts no more");
        await page.Page.GetByRole(AriaRole.Link, new() { Name = "Ask for another link" }).ClickAsync();
        await page.SeesHeading("Forgot your password?");
        IsFine(page);
    }

    [Fact]
    public async Task An_account_is_looked_after()
    {
        await using var page = await admin.NewPage();
        var (email, moved) = (await portal.NewUser(), PortalFixture.NewEmail());
        await page.Page.GotoAsync($"{portal.Portal}login");
        await Fill(page, "E-mail address", email);
        await Fill(page, "Password", PortalFixture.Password);
        await page.Button("Sign in").ClickAsync();
        await page.SeesHeading("Welcome to the app");
        using var elsewhere = new TinyBaseClient(portal.Server.Url);
        await elsewhere.Auth.LoginAsync(email, PortalFixture.Password);

        await page.Page.GotoAsync($"{portal.Portal}profile");
        await page.Sees("This browser");
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Sign out Unknown program" }).ClickAsync();
        await page.Page.GetByText("Unknown program").WaitForAsync(new() { State = WaitForSelectorState.Detached });
        await Should.ThrowAsync<TinyBaseException>(() => elsewhere.Auth.GetMeAsync());

        await page.Button("Change password").ClickAsync();
        await Fill(page, "Current password", "wrong horse");
        await Fill(page, "New password", "battery staple");
        await Fill(page, "New password again", "battery staple");
        await page.Button("Set password").ClickAsync();
        await page.Sees("This is not your password.");
        await Fill(page, "Current password", PortalFixture.Password);
        await page.Button("Set password").ClickAsync();
        await page.Sees("Your password is changed.");

        await page.Button("Change address").ClickAsync();
        await Fill(page, "New e-mail address", AdminServer.Email);
        await Fill(page, "Your password", "battery staple");
        await page.Button("Send the link").ClickAsync();
        await page.Sees("This address cannot be used.");
        await Fill(page, "New e-mail address", moved);
        await page.Button("Send the link").ClickAsync();
        await page.Sees($"Open the link that was sent to {moved}.");
        await page.Page.GotoAsync(await portal.LinkTo(moved, "change-email"));
        await page.Button("Confirm").ClickAsync();
        await page.Page.GetByRole(AriaRole.Link, new() { Name = "Your account" }).ClickAsync();
        await page.Sees(moved);

        await page.Button("Sign out everywhere …").ClickAsync();
        await page.Button("Sign out everywhere").ClickAsync();
        await page.SeesHeading("Sign in");
        await page.Page.GotoAsync($"{portal.Portal}profile");
        await page.SeesHeading("Sign in");
        IsFine(page);
    }

    [Fact]
    public async Task Its_look_is_shown_in_the_settings_while_it_is_typed()
    {
        await using var page = await admin.SignedIn();
        var failures = new List<string>();
        page.Page.RequestFailed += (_, request) => failures.Add($"{request.Url} {request.Failure}");
        await page.Page.GotoAsync($"{admin.Server.Admin}settings?search=portal");
        var preview = page.Page.GetByRole(AriaRole.Img, new() { Name = "The sign-in page of the portal, light and dark" });
        await preview.WaitForAsync();
        const string ground = "background-color";
        var button = preview.Locator("button:not([aria-pressed])").First;
        var before = await button.EvaluateAsync<string>("button => getComputedStyle(button).backgroundColor");

        await page.Page.Locator("#setting-auth_portal_primary_color").FillAsync("#0f766e");
        await Assertions.Expect(button).Not.ToHaveCSSAsync(ground, before);
        await page.Page.Locator("#setting-auth_portal_logo_url").FillAsync("https://elsewhere.example/logo.png");
        await page.Sees("The logo cannot be shown.");
        failures.ShouldContain("https://elsewhere.example/logo.png csp");
        await page.Shows("settings-portal");
        await page.Button("Discard").ClickAsync();
        await Assertions.Expect(button).ToHaveCSSAsync(ground, before);
    }

    private static Task Fill(AdminPage page, string label, string text) => page.Page.GetByLabel(label, new() { Exact = true }).FillAsync(text);

    /// <summary>Nothing was asked of any other server than the portal's and the app's.</summary>
    private void IsFine(AdminPage page)
    {
        page.Requests.RemoveAll(request => request.StartsWith(portal.App, StringComparison.Ordinal) || request.EndsWith("/favicon.ico", StringComparison.Ordinal));
        page.IsFine(portal.Server.Url);
    }
}
