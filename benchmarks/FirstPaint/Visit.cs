using Microsoft.Playwright;

namespace TinyBase.Benchmarks.FirstPaint;

/// <summary>One page that is opened by a browser with an empty cache.</summary>
/// <param name="Name">What it is called in the table.</param>
/// <param name="Url">Its address.</param>
/// <param name="Text">What can be read on it when it is whole.</param>
/// <param name="Session">The storage of somebody who is signed in, null for nobody.</param>
internal sealed record Visit(string Name, string Url, string Text, string? Session)
{
    /// <summary>What a page loads after its text is there counts too.</summary>
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(1);

    /// <summary>Notes when the text of the page is there first, by the page's own clock.</summary>
    private const string Watch =
        """
        text => {
          window.seen = new Promise(resolve => {
            const look = () => document.body?.textContent.includes(text) ? resolve(performance.now()) : requestAnimationFrame(look)
            look()
          })
        }
        """;

    private const string Read =
        """
        async () => {
          const text = await window.seen
          const paints = Object.fromEntries(performance.getEntriesByType('paint').map(paint => [paint.name, paint.startTime]))
          const files = [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]
          const sum = some => some.reduce((bytes, file) => bytes + file.encodedBodySize, 0)
          return {
            paint: paints['first-paint'], content: paints['first-contentful-paint'], text,
            script: sum(files.filter(file => new URL(file.name).pathname.endsWith('.js'))), bytes: sum(files), requests: files.length,
          }
        }
        """;

    /// <summary>Signs in, and returns what a browser keeps of it.</summary>
    public static async Task<string> SignIn(IBrowser browser, string url, string email, string password)
    {
        await using var context = await browser.NewContextAsync();
        var page = await context.NewPageAsync();
        await page.GotoAsync($"{url}/admin");
        await page.GetByLabel("E-mail").FillAsync(email);
        await page.GetByLabel("Password", new() { Exact = true }).FillAsync(password);
        await page.Keyboard.PressAsync("Enter");
        await page.GetByRole(AriaRole.Heading, new() { Name = "Dashboard" }).WaitForAsync();
        return await context.StorageStateAsync();
    }

    /// <summary>Opens the page in a context of its own, which has no cache yet.</summary>
    public async Task<Look> Look(IBrowser browser)
    {
        await using var context = await browser.NewContextAsync(new() { StorageState = Session, ViewportSize = new() { Width = 1280, Height = 800 } });
        var page = await context.NewPageAsync();
        await page.AddInitScriptAsync($"({Watch})({System.Text.Json.JsonSerializer.Serialize(Text)})");
        await page.GotoAsync(Url);
        await page.GetByText(Text).First.WaitForAsync();
        // Pages that follow something never rest.
        await Task.Delay(Settling);
        return await page.EvaluateAsync<Look>(Read);
    }
}
