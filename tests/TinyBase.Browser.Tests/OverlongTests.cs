using Microsoft.Playwright;

using Xunit;

namespace TinyBase.Browser.Tests;

/// <summary>Names without a blank, long texts and addresses, markup and text from right to left break no page.</summary>
public sealed class OverlongTests(AdminFixture admin)
{
    public static IEnumerable<TheoryDataRow<string>> Looks =>
        PageLook.All.Where(look => look.IsNarrow || PageLook.AreAll).Select(look => new TheoryDataRow<string>(look.Name));

    [Theory]
    [MemberData(nameof(Looks))]
    public async Task What_is_as_long_as_it_may_be_fits_on_every_page(string name)
    {
        await using var page = await admin.NewPage(PageLook.All.Single(look => look.Name == name));
        await using var overlong = await OverlongServer.Start();
        await page.SignIn(await overlong.Server.NewSession());
        foreach (var (picture, path) in PagesOf(overlong))
        {
            await page.Page.GotoAsync(overlong.Server.Admin + path);
            await page.Page.Locator("h1, [role=dialog] h2").First.WaitForAsync();
            await page.Shows($"overlong-{picture}");
        }

        await page.Page.GotoAsync($"{overlong.Server.Admin}webhooks/{overlong.Ids["webhook"]}");
        await page.Button("Delete the webhook").ClickAsync();
        await page.Page.GetByRole(AriaRole.Alertdialog).WaitForAsync();
        await page.Shows("overlong-question");
        await page.Button("Cancel").ClickAsync();
        await page.Page.Keyboard.PressAsync("Control+k");
        await page.Page.Keyboard.TypeAsync("donau");
        await page.Page.GetByRole(AriaRole.Option).First.WaitForAsync();
        await page.Shows("overlong-palette");
        page.IsFine(overlong.Server.Url);
    }

    private static (string Picture, string Path)[] PagesOf(OverlongServer overlong)
    {
        var collection = $"collections/{OverlongServer.Collection}";
        return
        [
            ("dashboard", ""),
            ("collections", "collections"),
            ("records", collection),
            ("record", $"{collection}?record={overlong.Ids["record"]}"),
            ("schema", $"{collection}/schema"),
            ("api", $"{collection}/api?operation=create"),
            ("schedules", "schedules"),
            ("schedule", $"schedules/{overlong.Ids["schedule"]}"),
            ("schedule-settings", $"schedules/{overlong.Ids["schedule"]}/settings"),
            ("webhooks", "webhooks"),
            ("webhook-edit", $"webhooks/{overlong.Ids["webhook"]}?edit"),
            ("user", $"users?user={overlong.Ids["user"]}"),
            ("token", $"tokens?token={overlong.Ids["token"]}"),
            ("audit", "audit"),
            ("requests", "requests"),
        ];
    }
}
