using System.Text.Json;

using Microsoft.Playwright;

using Shouldly;

using TinyBase.Server.Tests.Hosting;

using Xunit;

namespace TinyBase.Browser.Tests;

/// <summary>A page of the admin UI with what the browser complained of.</summary>
internal sealed class AdminPage : IAsyncDisposable
{
    private const string Axe = "admin/node_modules/axe-core/axe.min.js";

    /// <summary>WCAG 2.2 AA; the name of the rule and the first places that break it.</summary>
    private const string Check =
        """
        async () => {
          const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
          const { violations } = await axe.run(document, { runOnly: tags });
          return violations.map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map(({ target, html }) => `${target} ${html.slice(0, 120)}`).join(' | ')}`);
        }
        """;

    /// <summary>What is wider than the screen, or than a part of the page that was not made to be moved sideways.</summary>
    private const string Overhang =
        """
        () => [document.documentElement, ...document.querySelectorAll('main *, [role=dialog] *')]
          .filter((element) => element === document.documentElement
            ? element.scrollWidth > innerWidth
            : ['auto', 'scroll'].includes(getComputedStyle(element).overflowX) && element.scrollWidth > element.clientWidth + 1
              && !element.matches('.overflow-x-auto, .overflow-auto, .cm-scroller, textarea'))
          .map((element) => `${element.tagName} ${element.className}`.slice(0, 120))
        """;

    private readonly List<string> _complaints = [];

    public AdminPage(IPage page, PageLook look)
    {
        Page = page;
        Look = look;
        page.SetDefaultTimeout(20_000);
        page.Console += (_, message) =>
        {
            // A refusal of the server is no complaint of the browser: the page tells it.
            if (message.Type is "error" or "warning" && !message.Text.StartsWith("Failed to load resource", StringComparison.Ordinal)) _complaints.Add(message.Text);
        };
        page.PageError += (_, error) => _complaints.Add(error);
        page.Request += (_, request) => Requests.Add(request.Url);
    }

    public IPage Page { get; }

    public PageLook Look { get; }

    public List<string> Requests { get; } = [];

    /// <summary>Is signed in from the first page on.</summary>
    public Task SignIn(string session) =>
        Page.AddInitScriptAsync($"localStorage.setItem('tinybase:session:/backend/', {JsonSerializer.Serialize(session)})");

    public ILocator Button(string name) => Page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    public Task Sees(string text) => Page.GetByText(text).First.WaitForAsync();

    public Task SeesHeading(string text) => Page.GetByRole(AriaRole.Heading, new() { Name = text, Exact = true }).WaitForAsync();

    /// <summary>Keeps a picture, and finds nothing that shuts somebody out and nothing that hangs over the side.</summary>
    public async Task Shows(string name)
    {
        await Page.Locator("body:not(:has(.skeleton))").WaitForAsync();
        var folder = Path.Combine(Repository.Require(), "artifacts", "screenshots");
        await Page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"{name}-{Look.Name}.png"), Animations = ScreenshotAnimations.Disabled });
        (await Page.EvaluateAsync<string[]>(Overhang)).ShouldBeEmpty($"{name}, {Look.Name}");
        var axe = Path.Combine(Repository.Require(), Axe);
        Assert.SkipUnless(File.Exists(axe), "The packages of the admin UI are not installed.");
        await Page.EvaluateAsync(await File.ReadAllTextAsync(axe));
        (await Page.EvaluateAsync<string[]>(Check)).ShouldBeEmpty($"{name}, {Look.Name}");
    }

    /// <summary>The browser complained of nothing, and nothing was asked of another origin.</summary>
    public void IsFine(Uri server)
    {
        _complaints.ShouldBeEmpty();
        Requests.ShouldAllBe(request => request.StartsWith($"{server}/", StringComparison.Ordinal) || request.StartsWith("data:", StringComparison.Ordinal));
    }

    public async ValueTask DisposeAsync() => await Page.Context.CloseAsync();
}
