using System.IO.Compression;

using Microsoft.Playwright;

using Shouldly;

using TinyBase.Server.Tests.Hosting;

using Xunit;

namespace TinyBase.Browser.Tests;

public sealed class ExtensionTests(AdminFixture admin)
{
    [Fact]
    public async Task An_extension_is_looked_at_installed_set_up_switched_off_and_uninstalled()
    {
        await using var page = await admin.SignedIn();
        await page.Page.GotoAsync($"{admin.Server.Admin}extensions");
        await page.SeesHeading("No extensions yet");
        await page.Shows("extensions-none");
        await page.Button("Install an extension").ClickAsync();
        await page.Button("From a zip file").ClickAsync();
        await page.Page.GetByLabel("Zip file of an extension").SetInputFilesAsync(new FilePayload { Name = "empty.zip", MimeType = "application/zip", Buffer = Zip() });
        await page.Button("Look at it").ClickAsync();
        await page.Sees("Manifest not found");
        await page.Page.GetByLabel("Zip file of an extension").SetInputFilesAsync(new FilePayload { Name = "full.zip", MimeType = "application/zip", Buffer = Full() });
        await page.Button("Look at it").ClickAsync();
        await page.SeesHeading("Install full 1.0.0?");
        await page.Sees("Talks to nobody, in truth");
        await page.Sees("It gets all rights of this server.");
        await page.Shows("extension-preview");
        await page.Button("Trust and install").ClickAsync();

        await page.Sees("full 1.0.0 is installed");
        await page.Page.GetByText("Running", new() { Exact = true }).WaitForAsync();
        await page.Page.GetByText("Hooks.NoBlankTitles").WaitForAsync();
        var greeting = page.Page.GetByRole(AriaRole.Textbox, new() { Name = "Greeting" });
        (await greeting.InputValueAsync()).ShouldBe("Hello");
        await greeting.FillAsync("Welcome");
        await page.Page.GetByLabel("Api key").FillAsync("planted-3f7a");
        await page.Button("Save").ClickAsync();
        await page.Sees("2 settings saved");
        (await admin.Server.GetText("ext/full/hello")).ShouldContain("Welcome, world");
        (await page.Page.ContentAsync()).ShouldNotContain("planted-3f7a");
        await page.Page.GetByText("Saved here").First.WaitForAsync();
        await Everybody("extension", "extensions/full", "Hooks.NoBlankTitles");
        await Everybody("extensions", "extensions", "One of everything");

        await page.Page.GetByRole(AriaRole.Switch, new() { Name = "On", Exact = true }).ClickAsync();
        await page.SeesHeading("It adds nothing now");
        await page.Button("Uninstall the extension").ClickAsync();
        await page.Button("Uninstall").ClickAsync();
        await page.Sees("full is uninstalled");
        await page.SeesHeading("No extensions yet");
        page.IsFine(admin.Server.Url);
    }

    /// <summary>Looks at a page light and dark, wide and narrow.</summary>
    private async Task Everybody(string picture, string path, string ready)
    {
        foreach (var look in PageLook.All)
        {
            await using var page = await admin.SignedIn(look);
            await page.Page.GotoAsync(admin.Server.Admin + path);
            await page.Page.GetByText(ready).First.WaitForAsync();
            await page.Shows(picture);
        }
    }

    /// <summary>The extension of the server's own tests, as somebody would give it to others.</summary>
    private static byte[] Full()
    {
        var root = Repository.Require();
        var sources = Path.Combine(root, "tests", "Extensions", "Full");
        var files = new Dictionary<string, string> { ["extension.toml"] = Path.Combine(sources, "extension.toml") };
        foreach (var folder in new[] { "migrations", "wwwroot" })
        {
            foreach (var file in Directory.GetFiles(Path.Combine(sources, folder))) files[$"{folder}/{Path.GetFileName(file)}"] = file;
        }

        foreach (var file in Directory.GetFiles(Path.Combine(root, "artifacts", "bin", "Full", "release")))
        {
            if (!Path.GetFileName(file).StartsWith("TinyBase.", StringComparison.Ordinal)) files[$"bin/{Path.GetFileName(file)}"] = file;
        }

        return Zip([.. files.Select(file => (file.Key, File.ReadAllBytes(file.Value)))]);
    }

    private static byte[] Zip(params (string Name, byte[] Content)[] files)
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content) in files)
            {
                using var entry = zip.CreateEntry(name).Open();
                entry.Write(content);
            }
        }

        return stream.ToArray();
    }
}
