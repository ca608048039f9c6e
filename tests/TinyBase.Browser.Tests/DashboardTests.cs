using Microsoft.Playwright;

using Shouldly;

using Xunit;

namespace TinyBase.Browser.Tests;

public sealed class DashboardTests(AdminFixture admin)
{
    [Fact]
    public async Task What_the_dashboard_tells_leads_to_where_there_is_more_of_it()
    {
        await using var page = await admin.SignedIn();
        await page.Page.GotoAsync(admin.Server.Admin);
        await page.SeesHeading("Slowest endpoints");
        await page.Sees("Keeping up");
        await page.Page.GetByRole(AriaRole.List, new() { Name = "What 95 of 100 requests took at most" }).GetByRole(AriaRole.Link).First.ClickAsync();
        await page.Page.WaitForURLAsync("**/admin/requests?operation=*&within=24h");
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Remove the filter Operation" }).WaitForAsync();

        await page.Page.GotoAsync(admin.Server.Admin);
        await page.Page.GetByText("always_fails").First.ClickAsync();
        await page.Page.GetByRole(AriaRole.Dialog).WaitForAsync();
        page.Page.Url.ShouldContain("status=failed");

        await page.Page.GotoAsync(admin.Server.Admin);
        await page.Button("Table").First.ClickAsync();
        await page.Page.GetByRole(AriaRole.Columnheader, new() { Name = "Refused (4xx)" }).WaitForAsync();
        page.IsFine(admin.Server.Url);
    }

    [Fact]
    public async Task An_entry_of_the_audit_log_is_opened_by_its_address_whatever_page_it_is_on()
    {
        await using var page = await admin.SignedIn();
        var oldest = (await admin.Server.Get("admin/audit?action=auth.setup")).GetProperty("entries")[0].GetProperty("id").GetString();
        await page.Page.GotoAsync($"{admin.Server.Admin}audit?action=collection.*&entry={oldest}");
        await page.Page.GetByRole(AriaRole.Dialog, new() { Name = "Set up the server" }).WaitForAsync();
        await page.Shows("audit-entry");
        await page.Page.GotoAsync($"{admin.Server.Admin}audit?entry={Guid.Empty}");
        await page.Sees("There is no such entry");
        page.IsFine(admin.Server.Url);
    }
}
