using Microsoft.Playwright;

using TinyBase.Browser.Tests;
using TinyBase.Examples.LoadData;
using TinyBase.Server.Tests.EndToEnd;
using TinyBase.Server.Tests.Hosting;

using Xunit;

[assembly: AssemblyFixture(typeof(AdminFixture))]

namespace TinyBase.Browser.Tests;

/// <summary>One server with the real data for all tests, whose pages are watched for complaints.</summary>
public sealed class AdminFixture : IAsyncLifetime
{
    private readonly BrowserFixture _browser = new();
    private AdminServer? _server;
    private string? _session;

    internal AdminServer Server => _server!;

    public async ValueTask InitializeAsync()
    {
        if (SampleData.FindFolder() is not { } folder || !IsBuilt) return;
        _server = await AdminServer.StartWithData(folder);
    }

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        if (_server is not null) await _server.DisposeAsync();
    }

    /// <summary>Whether the admin UI was built: there may be no Node.</summary>
    internal static bool IsBuilt => File.Exists(Path.Combine(Repository.Require(), "admin", "dist", "index.html"));

    /// <summary>A page of somebody who is signed in.</summary>
    internal async Task<AdminPage> SignedIn(PageLook? look = null)
    {
        Assert.SkipUnless(IsBuilt, "The admin UI is not built: there is no Node on this machine.");
        Assert.SkipWhen(_server is null, "There is no folder shared/data around the project.");
        var page = await NewPage(look);
        await page.SignIn(_session ??= await Server.NewSession());
        return page;
    }

    /// <summary>A page of nobody.</summary>
    internal async Task<AdminPage> NewPage(PageLook? look = null)
    {
        Assert.SkipUnless(IsBuilt, "The admin UI is not built: there is no Node on this machine.");
        var chosen = look ?? PageLook.Usual;
        return new AdminPage(await _browser.NewPage(new()
        {
            ViewportSize = new() { Width = chosen.Width, Height = chosen.Height },
            ColorScheme = chosen.IsDark ? ColorScheme.Dark : ColorScheme.Light,
            ReducedMotion = ReducedMotion.Reduce,
            Locale = "en-GB",
        }), chosen);
    }
}
