using Microsoft.Playwright;

using Shouldly;

using Xunit;

namespace TinyBase.Browser.Tests;

public sealed class AdministrationTests(AdminFixture admin)
{
    [Fact]
    public async Task A_user_is_made_found_and_deleted()
    {
        await using var page = await admin.SignedIn();
        await page.Page.GotoAsync($"{admin.Server.Admin}users?user=new");
        var dialog = page.Page.GetByRole(AriaRole.Dialog);
        await dialog.GetByLabel("E-mail address").FillAsync("ada@example.com");
        await dialog.GetByLabel("Password").First.FillAsync("short");
        await page.Button("Create user").ClickAsync();
        await page.Sees("Enter a password of at least 8 characters");
        await dialog.GetByLabel("Password").First.FillAsync("correct horse");
        await page.Button("Create user").ClickAsync();
        await page.Sees("ada@example.com can sign in now");

        await page.Page.GetByLabel("Find a user").FillAsync("ADA@");
        await page.Sees("1 user");
        page.Page.Url.ShouldContain("search=ADA");
        await page.Button("Actions for ada@example.com").ClickAsync();
        await page.Page.GetByRole(AriaRole.Menuitem, new() { Name = "Delete…" }).ClickAsync();
        await page.Sees("Their records stay, without owner");
        await page.Button("Delete user").ClickAsync();
        await page.Sees("No such users");
        page.IsFine(admin.Server.Url);
    }

    [Fact]
    public async Task The_last_admin_is_told_why_they_stay_one()
    {
        await using var page = await admin.SignedIn();
        await page.Page.GotoAsync($"{admin.Server.Admin}users?search={AdminServer.Email}");
        await page.Button(AdminServer.Email).ClickAsync();
        await page.Sees("This is you.");
        await page.Page.GetByRole(AriaRole.Switch, new() { Name = "Admin" }).ClickAsync();
        await page.Button("Save").ClickAsync();
        await page.Button("Give them up").ClickAsync();
        await page.Sees("This is the last admin");
        await page.Shows("user-last-admin");
    }

    [Fact]
    public async Task The_value_of_an_application_token_is_shown_once()
    {
        await using var page = await admin.SignedIn();
        await page.Page.GotoAsync($"{admin.Server.Admin}tokens?token=new");
        await page.Page.GetByLabel("Name", new() { Exact = false }).First.FillAsync("Importer");
        await page.Button("Create token").ClickAsync();
        await page.Sees("Choose at least one thing that it may do");
        await page.Page.GetByLabel("Name a collection").SelectOptionAsync("movies");
        await page.Page.GetByLabel("create movies").ClickAsync();
        await page.Button("Create token").ClickAsync();
        var value = await page.Page.GetByRole(AriaRole.Dialog).GetByText("tb_").TextContentAsync();
        await page.Shows("token-value");
        await page.Button("I have it").ClickAsync();

        await page.Button("Importer").WaitForAsync();
        await page.Page.GetByText(value!).WaitForAsync(new() { State = WaitForSelectorState.Detached });
        await page.Shows("tokens");
        await page.Page.GetByRole(AriaRole.Switch, new() { Name = "Importer is on" }).ClickAsync();
        await page.Sees("Importer is off");
        page.IsFine(admin.Server.Url);
    }

    [Fact]
    public async Task Settings_are_saved_together_reset_and_not_changed_where_they_are_pinned()
    {
        await using var page = await admin.SignedIn();
        await page.Page.GotoAsync($"{admin.Server.Admin}settings");
        (await page.Page.GetByRole(AriaRole.Switch, new() { Name = "Limit requests" }).IsDisabledAsync()).ShouldBeTrue();
        await page.Sees("The code of the app that this server is part of sets it");

        var name = page.Page.GetByRole(AriaRole.Textbox, new() { Name = "Bucket" });
        await name.FillAsync("films");
        var port = page.Page.GetByRole(AriaRole.Textbox, new() { Name = "Port", Exact = true });
        await port.FillAsync("many");
        await page.Button("Save").ClickAsync();
        await page.Sees("Input should be a valid integer");
        (await port.GetAttributeAsync("aria-invalid")).ShouldBe("true");
        await page.Shows("settings-invalid");

        await page.Page.GetByRole(AriaRole.Link, new() { Name = "Users" }).ClickAsync();
        await page.Button("Keep editing").ClickAsync();
        await page.Button("Undo the change of Port").ClickAsync();
        await page.Button("Save").ClickAsync();
        await page.Sees("1 setting saved");
        await page.Button("Reset Bucket").ClickAsync();
        await page.Sees("the file or the default counts again");
        await page.Button("Save").ClickAsync();
        await page.Button("Discard").WaitForAsync(new() { State = WaitForSelectorState.Detached });
        (await name.InputValueAsync()).ShouldBe("");
        page.IsFine(admin.Server.Url);
    }

    [Fact]
    public async Task Who_did_what_is_found_by_a_link_and_told_in_detail()
    {
        await using var page = await admin.SignedIn();
        await page.Page.GotoAsync($"{admin.Server.Admin}audit?action=collection.create");
        await page.Button("Created a collection").First.ClickAsync();
        await page.Button("All that was done to it").ClickAsync();
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Remove the filter To" }).WaitForAsync();
        page.Page.Url.ShouldContain("object=");
        await page.Shows("audit-filtered");
        page.IsFine(admin.Server.Url);
    }
}
