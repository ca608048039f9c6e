using System.Text.RegularExpressions;

using Microsoft.Playwright;

using Shouldly;

using TinyBase.Hosting;
using TinyBase.Server.Tests.Hosting;

using Xunit;

namespace TinyBase.Server.Tests.EndToEnd;

public sealed partial class SetupPageTests(BrowserFixture browser) : IAsyncLifetime
{
    private const string Email = "o'brien@example.com";

    private readonly List<string> _complaints = [];
    private TestServer _server = null!;
    private IPage _page = null!;

    /// <summary>The page when its address holds no secret.</summary>
    private string PageUrl => $"{_server.BaseAddress}backend/admin/";

    private string Link => File.ReadAllText(_server.DatabasePath + ".setup").TrimEnd();

    public async ValueTask InitializeAsync()
    {
        _server = await TestServer.Start(new ServerSetup
        {
            IsEmpty = true,
            Prefix = "/backend",
            Map = app => app.MapTinyBase("/backend"),
        });
        _page = await browser.NewPage();
        _page.SetDefaultTimeout(20_000);
        _page.Console += (_, message) => _complaints.Add($"{message.Type}: {message.Text}");
        _page.PageError += (_, error) => _complaints.Add(error);
    }

    public async ValueTask DisposeAsync()
    {
        if (_page is not null) await _page.Context.CloseAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task An_operator_becomes_the_admin_through_the_link()
    {
        await _page.GotoAsync(Link);
        await _page.GetByLabel("E-mail address").WaitForAsync();
        _page.Url.ShouldBe(PageUrl);

        await FillIn(Email, TestServer.Password, TestServer.Password);

        await Shows("You are the admin");
        (await Text("#admin-email")).ShouldBe(Email);
        (await Text("#login-command")).ShouldBe(
            $$"""
            curl {{_server.BaseAddress}}backend/api/auth/login \
              -H 'Content-Type: application/json' \
              -d '{"email":"o'\''brien@example.com","password":"your password"}'
            """);
        (await _page.Locator("#success-view .api-address").TextContentAsync()).ShouldBe($"{_server.BaseAddress}backend/api");
        await _server.Login(Email);
        _complaints.ShouldBeEmpty();

        await _page.ReloadAsync();
        await Shows("Setup is already done");
    }

    [Fact]
    public async Task What_is_wrong_stands_beside_its_field()
    {
        await _page.GotoAsync(Link);

        await FillIn("", "short", "short");
        (await Text("#email-error")).ShouldBe("Enter your e-mail address.");
        (await Text("#password-error")).ShouldBe("Enter a password of at least 8 characters.");
        (await _page.GetByLabel("E-mail address").GetAttributeAsync("aria-invalid")).ShouldBe("true");
        (await _page.EvaluateAsync<string>("document.activeElement.id")).ShouldBe("email");

        await FillIn("nobody", TestServer.Password, "another one");
        (await Text("#repeat-error")).ShouldBe("The two passwords differ.");
        (await _page.Locator("#email-error").IsVisibleAsync()).ShouldBeFalse();

        await FillIn("nobody", TestServer.Password, TestServer.Password);
        await _page.GetByText("An email address must have an @-sign.").WaitForAsync();

        await FillIn(Email, TestServer.Password, TestServer.Password);
        await Shows("You are the admin");
    }

    [Fact]
    public async Task Without_the_secret_the_page_says_where_the_link_is_and_takes_it_when_it_comes()
    {
        await _page.GotoAsync(PageUrl);
        await Shows("Open the setup link");

        // The same document, so the browser loads nothing.
        await _page.GotoAsync($"{PageUrl}#{Link.Split('#')[1]}");

        await Shows("Create the first admin");
        _page.Url.ShouldBe(PageUrl);
    }

    [Fact]
    public async Task The_link_of_an_earlier_start_is_refused_with_a_way_on()
    {
        await _page.GotoAsync($"{PageUrl}#setup=of-an-earlier-start");

        await FillIn(Email, TestServer.Password, TestServer.Password);

        await _page.GetByRole(AriaRole.Alert).GetByText(NewestLink()).WaitForAsync();
    }

    [Fact]
    public async Task Somebody_who_was_faster_is_told_of()
    {
        await _page.GotoAsync(Link);
        (await _server.Anonymous.Post("/api/auth/setup", TestServer.JsonText(
            ("token", Link.Split('=')[1]), ("email", "faster@example.com"), ("password", TestServer.Password)))).Expect(201);

        await FillIn(Email, TestServer.Password, TestServer.Password);

        await Shows("Setup is already done");
    }

    [GeneratedRegex("Open the newest link")]
    private static partial Regex NewestLink();

    private async Task FillIn(string email, string password, string repeat)
    {
        await _page.GetByLabel("E-mail address").FillAsync(email);
        await _page.GetByLabel("Password", new() { Exact = true }).FillAsync(password);
        await _page.GetByLabel("Password again").FillAsync(repeat);
        await _page.GetByRole(AriaRole.Button, new() { Name = "Create admin" }).ClickAsync();
    }

    private Task Shows(string heading) => _page.GetByRole(AriaRole.Heading, new() { Name = heading, Level = 1 }).WaitForAsync();

    private async Task<string> Text(string selector)
    {
        await _page.Locator(selector).WaitForAsync();
        return (await _page.Locator(selector).TextContentAsync())!;
    }
}
