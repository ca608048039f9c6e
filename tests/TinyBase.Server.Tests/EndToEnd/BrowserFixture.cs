using Microsoft.Playwright;

using TinyBase.Server.Tests.EndToEnd;

using Xunit;

[assembly: AssemblyFixture(typeof(BrowserFixture))]

namespace TinyBase.Server.Tests.EndToEnd;

/// <summary>One browser for all tests, started by the first that needs it. Each test has a session of its own in it.</summary>
public sealed class BrowserFixture : IAsyncDisposable
{
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome"];

    private readonly SemaphoreSlim _gate = new(1);
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    /// <summary>A page with nothing on it. Skips the test where there is no browser.</summary>
    public async Task<IPage> NewPage(BrowserNewPageOptions? options = null)
    {
        var program = Find();
        Assert.SkipWhen(program is null, "There is no Chromium on this machine.");
        await _gate.WaitAsync();
        try
        {
            _playwright ??= await Playwright.CreateAsync();
            // Nothing but the test's own server is opened, and containers and the superuser have no sandbox to offer.
            _browser ??= await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = program, Args = ["--no-sandbox"] });
        }
        finally
        {
            _gate.Release();
        }

        return await _browser.NewPageAsync(options);
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null) await _browser.DisposeAsync();
        _playwright?.Dispose();
        _gate.Dispose();
    }

    private static string? Find() =>
        (from folder in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
         from name in Names
         let path = Path.Combine(folder, name)
         where File.Exists(path)
         select path).FirstOrDefault();
}
