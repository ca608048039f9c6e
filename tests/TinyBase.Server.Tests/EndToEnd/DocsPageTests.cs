using Microsoft.AspNetCore.Builder;
using Microsoft.Playwright;

using Shouldly;

using TinyBase.Hosting;
using TinyBase.Server.Tests.Hosting;

using Xunit;

namespace TinyBase.Server.Tests.EndToEnd;

/// <summary>The page under <c>/docs</c>, behind a path base and a prefix.</summary>
public sealed class DocsPageTests(BrowserFixture browser) : IAsyncLifetime
{
    private readonly List<string> _complaints = [];
    private readonly List<string> _requests = [];
    private TestServer _server = null!;
    private IPage _page = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await TestServer.Start(new ServerSetup
        {
            Prefix = "/deep/backend",
            Map = app =>
            {
                app.UsePathBase("/deep");
                app.UseRouting();
                app.MapTinyBase("/backend");
            },
        });
        _page = await browser.NewPage(new() { ViewportSize = new() { Width = 390, Height = 800 } });
        _page.SetDefaultTimeout(20_000);
        _page.Console += (_, message) => _complaints.Add($"{message.Type}: {message.Text}");
        _page.PageError += (_, error) => _complaints.Add(error);
        _page.Request += (_, request) => _requests.Add(request.Url);
    }

    public async ValueTask DisposeAsync()
    {
        if (_page is not null) await _page.Context.CloseAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Whoever_enters_a_token_sees_more_and_can_try_it_out()
    {
        var name = await _server.NewCollection(options: """{"access": {"list": "admin", "create": "admin"}}""");
        await _page.GotoAsync($"{_server.BaseAddress}deep/backend/docs");
        await _page.Locator("#operations-tag-auth").WaitForAsync();
        (await Tag(name).CountAsync()).ShouldBe(0);
        // Nothing hangs over the side of a phone.
        (await _page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth")).ShouldBeTrue();

        await _page.Locator(".btn.authorize").First.ClickAsync();
        await _page.Locator(".auth-container input").FillAsync(_server.Admin.AccessToken);
        await _page.Locator(".auth-btn-wrapper .authorize").ClickAsync();
        await _page.Locator(".auth-btn-wrapper .btn-done").ClickAsync();

        await Tag(name).ClickAsync();
        var list = _page.Locator($"[id='operations-{name}-{name}_list_records']");
        await list.Locator(".opblock-summary-control").ClickAsync();
        await list.Locator(".try-out__btn").ClickAsync();
        await list.Locator(".execute").ClickAsync();
        await list.Locator(".live-responses-table .response-col_status").GetByText("200").WaitForAsync();

        _requests.ShouldContain(request => request.StartsWith($"{_server.BaseAddress}deep/backend/api/collections/{name}/records"));
        _requests.ShouldAllBe(request => request.StartsWith($"{_server.BaseAddress}deep/backend/") || request.StartsWith("data:"));
        _complaints.ShouldBeEmpty();
    }

    private ILocator Tag(string name) => _page.Locator($"[id='operations-tag-{name}']");
}
