using System.Text.Json.Nodes;

using Microsoft.Playwright;

using Shouldly;

using TinyBase.Client;

using Xunit;

namespace TinyBase.Browser.Tests;

public sealed class RecordTests(AdminFixture admin)
{
    private TinyBaseClient Client => admin.Server.Client;

    [Fact]
    public async Task A_record_is_created_with_the_servers_errors_at_its_fields_then_changed_in_place_and_in_the_form()
    {
        await using var page = await admin.SignedIn();
        var name = await NewCollection();
        await page.Page.GotoAsync($"{admin.Server.Admin}collections/{name}");
        await page.Sees("No records yet");
        await page.Button("New record").First.ClickAsync();
        await page.Page.GetByLabel("Stars").FillAsync("9");
        await page.Button("Create record").ClickAsync();
        await page.Sees("Field required");
        (await page.Page.GetByLabel("Stars").GetAttributeAsync("aria-invalid")).ShouldBe("true");
        await page.Shows("record-errors");

        await page.Page.GetByLabel("Title").FillAsync("<b>Stalker</b>");
        await page.Page.GetByLabel("Stars").FillAsync("4");
        await page.Page.GetByLabel("Seen").SelectOptionAsync("true");
        await page.Button("Create record").ClickAsync();
        var cell = page.Page.GetByRole(AriaRole.Gridcell, new() { Name = "<b>Stalker</b>" });
        await cell.WaitForAsync();

        await cell.DblClickAsync();
        await page.Page.Keyboard.TypeAsync("Solaris");
        await page.Page.RunAndWaitForResponseAsync(() => page.Page.Keyboard.PressAsync("Enter"), answer => answer.Request.Method == "PATCH");
        await page.Page.GetByRole(AriaRole.Gridcell, new() { Name = "Solaris" }).WaitForAsync();
        var stored = (await Client.Collection(name).ListAsync()).Records.Single();
        stored.Data["title"]!.GetValue<string>().ShouldBe("Solaris");
        stored.Data["stars"]!.GetValue<int>().ShouldBe(4);
        page.Page.Url.ShouldEndWith(name);
    }

    [Fact]
    public async Task What_somebody_else_changed_meanwhile_is_not_overwritten_unasked()
    {
        await using var page = await admin.SignedIn();
        var name = await NewCollection();
        var made = await Client.Collection(name).CreateAsync(new JsonObject { ["title"] = "before" });
        await page.Page.GotoAsync($"{admin.Server.Admin}collections/{name}?record={made.Id}");
        await page.Page.GetByLabel("Title").FillAsync("mine");
        await Client.Collection(name).UpdateAsync(made.Id, new JsonObject { ["title"] = "theirs" });
        await page.Button("Save").ClickAsync();

        await page.Sees("Somebody else changed this record meanwhile.");
        (await Client.Collection(name).GetAsync(made.Id)).Data["title"]!.GetValue<string>().ShouldBe("theirs");
        await page.Shows("record-conflict");
        await page.Button("Save mine over theirs").ClickAsync();
        await page.Page.GetByRole(AriaRole.Gridcell, new() { Name = "mine" }).WaitForAsync();
    }

    [Fact]
    public async Task Going_back_closes_a_record_but_not_with_changes_unasked()
    {
        await using var page = await admin.SignedIn();
        var name = await NewCollection();
        await Client.Collection(name).CreateAsync(new JsonObject { ["title"] = "before" });
        await page.Page.GotoAsync($"{admin.Server.Admin}collections/{name}");
        var open = page.Page.GetByTitle("Open", new() { Exact = true });
        var title = page.Page.GetByLabel("Title");
        await open.ClickAsync();
        await title.WaitForAsync();
        await page.Page.GoBackAsync();
        await title.WaitForAsync(new() { State = WaitForSelectorState.Detached });

        // The second time it is known already.
        await open.ClickAsync();
        await title.FillAsync("mine");
        await page.Page.GoBackAsync();
        await page.Button("Keep editing").ClickAsync();
        (await title.InputValueAsync()).ShouldBe("mine");
        await page.Page.GoBackAsync();
        await page.Button("Discard changes").ClickAsync();
        await title.WaitForAsync(new() { State = WaitForSelectorState.Detached });
        page.Page.Url.ShouldEndWith(name);
        page.IsFine(admin.Server.Url);
    }

    [Fact]
    public async Task Records_that_are_deleted_come_back_with_undo_and_are_gone_without()
    {
        await using var page = await admin.SignedIn();
        var name = await NewCollection();
        for (var i = 0; i < 3; i++) await Client.Collection(name).CreateAsync(new JsonObject { ["title"] = $"film {i}" });
        await page.Page.GotoAsync($"{admin.Server.Admin}collections/{name}");
        await page.Page.GetByLabel("Select all on this page").ClickAsync();
        await page.Sees("3 records selected");
        await page.Shows("records-selected");
        await page.Button("Delete").ClickAsync();
        await page.Sees("No records yet");
        await page.Button("Undo").ClickAsync();
        await page.Page.GetByRole(AriaRole.Gridcell, new() { Name = "film 1" }).WaitForAsync();
        (await Client.Collection(name).ListAsync()).Total.ShouldBe(3);

        await page.Page.GetByLabel("Select all on this page").ClickAsync();
        await page.Button("Delete").ClickAsync();
        // Whoever leaves gives up the chance to undo.
        await page.Page.GotoAsync($"{admin.Server.Admin}collections");
        await Becomes(async () => (await Client.Collection(name).ListAsync()).Total == 0);
    }

    [Fact]
    public async Task Records_that_are_deleted_are_gone_also_where_one_leaves_while_the_token_has_to_be_renewed()
    {
        await using var page = await admin.SignedIn();
        var name = await NewCollection();
        await Client.Collection(name).CreateAsync(new JsonObject { ["title"] = "film" });
        await page.Page.GotoAsync($"{admin.Server.Admin}collections/{name}");
        await page.Page.GetByLabel("Select all on this page").ClickAsync();
        // By the clock of the browser the token is about to end, and the server is slow to renew it.
        await page.Page.RouteAsync("**/api/auth/refresh", _ => Task.CompletedTask);
        await page.Page.Clock.SetFixedTimeAsync(DateTime.UtcNow.AddDays(1).AddSeconds(-30));
        await page.Button("Delete").ClickAsync();
        await page.Sees("1 record deleted");
        await page.Page.GotoAsync("about:blank");
        await Becomes(async () => (await Client.Collection(name).ListAsync()).Total == 0);
    }

    [Fact]
    public async Task What_is_selected_of_a_filtered_list_is_dealt_with_at_once()
    {
        await using var page = await admin.SignedIn();
        await page.Page.GotoAsync($"{admin.Server.Admin}collections/movies?filter=director.contains.Spielberg");
        await page.Sees("23 records");
        await page.Page.GetByLabel("Select all on this page").ClickAsync();
        await page.Sees("23 records selected");
        await page.Button("Clear selection").ClickAsync();
        await page.Page.GetByLabel("Select all on this page").ClickAsync();
        await page.Button("Delete").ClickAsync();
        await page.Sees("No record fits these filters");
        await page.Button("Undo").ClickAsync();
        await page.Page.GetByRole(AriaRole.Gridcell, new() { Name = "Steven Spielberg" }).First.WaitForAsync();
        (await Client.Collection("movies").ListAsync()).Total.ShouldBe(3201);
        page.IsFine(admin.Server.Url);
    }

    [Fact]
    public async Task A_long_list_is_filtered_sorted_and_paged_and_its_address_says_so()
    {
        await using var page = await admin.SignedIn();
        await page.Page.GotoAsync($"{admin.Server.Admin}collections/movies");
        await page.Button("Filter").ClickAsync();
        await page.Page.GetByLabel("Field").SelectOptionAsync("director");
        await page.Page.GetByLabel("Value").FillAsync("Spielberg");
        await page.Button("Show these records").ClickAsync();
        await page.Sees("23 records");
        await page.Button("Release date").ClickAsync();
        await page.Page.GetByRole(AriaRole.Menuitem, new() { Name = "Sort ascending" }).ClickAsync();
        await page.Page.WaitForURLAsync("**/movies?filter=director.contains.Spielberg&sort=release_date");

        await page.Page.GotoAsync($"{admin.Server.Admin}collections/movies");
        await page.Sees("Page 1");
        var first = await page.Page.GetByRole(AriaRole.Gridcell).Nth(1).TextContentAsync();
        await page.Button("Next page").ClickAsync();
        await page.Sees("Page 2");
        await page.Button("Previous page").ClickAsync();
        await page.Sees("Page 1");
        (await page.Page.GetByRole(AriaRole.Gridcell).Nth(1).TextContentAsync()).ShouldBe(first);
        page.IsFine(admin.Server.Url);
    }

    [Fact]
    public async Task Numbers_that_a_browser_cannot_hold_are_shown_and_stored_as_they_are()
    {
        await using var page = await admin.SignedIn();
        var name = $"ids_{Guid.NewGuid():N}";
        await Client.Collections.CreateAsync(new NewCollection(name, "Ids", new CollectionSchema(
            new Field("title"), new Field("number", FieldType.Int), new Field("ratio", FieldType.Float), new Field("extra", FieldType.Dict))));
        var made = await admin.Server.Post(
            $"collections/{name}/records",
            """{"data": {"title": "a", "number": 9007199254740993, "ratio": 1e-20, "extra": {"id": 9007199254740993, "n": 1}}}""");
        var id = made.GetProperty("id").GetString();

        await page.Page.GotoAsync($"{admin.Server.Admin}collections/{name}");
        await page.Page.GetByRole(AriaRole.Gridcell, new() { Name = "9,007,199,254,740,993" }).WaitForAsync();
        await page.Page.GetByRole(AriaRole.Gridcell, new() { Name = "1e-20" }).WaitForAsync();
        await page.Page.GetByTitle("Open", new() { Exact = true }).ClickAsync();
        await Write(page, "Extra", """{"id": 9007199254740993, "n": 9007199254740995}""");
        await page.Button("Save").ClickAsync();
        await page.Sees("The record is saved");
        (await Stored()).ShouldBe("""9007199254740993 {"id":9007199254740993,"n":9007199254740995}""");

        await page.Page.GotoAsync($"{admin.Server.Admin}collections/{name}?record={id}");
        (await page.Page.GetByLabel("Number").InputValueAsync()).ShouldBe("9007199254740993");
        await page.Button("JSON").ClickAsync();
        await Write(page, "The data of the record as JSON", """{"title": "a", "number": 9007199254740997, "ratio": 1e-20, "extra": {"id": 9007199254740993, "n": 2}}""");
        await page.Button("Save").ClickAsync();
        await page.Sees("The record is saved");
        (await Stored()).ShouldBe("""9007199254740997 {"id":9007199254740993,"n":2}""");

        async Task<string> Stored()
        {
            var data = (await admin.Server.Get($"collections/{name}/records/{id}")).GetProperty("data");
            return $"{data.GetProperty("number").GetRawText()} {data.GetProperty("extra").GetRawText()}";
        }
    }

    private static async Task Write(AdminPage page, string label, string json)
    {
        await page.Page.Locator($".cm-content[aria-label='{label}']").ClickAsync();
        await page.Page.Keyboard.PressAsync("ControlOrMeta+a");
        // As a whole, since the editor closes brackets that are typed.
        await page.Page.Keyboard.InsertTextAsync(json);
    }

    private async Task<string> NewCollection()
    {
        var name = $"films_{Guid.NewGuid():N}";
        await Client.Collections.CreateAsync(new NewCollection(name, "Films", new CollectionSchema(
            new Field("title") { Required = true },
            new Field("stars", FieldType.Int) { Max = 5 },
            new Field("seen", FieldType.Bool))));
        return name;
    }

    private static async Task Becomes(Func<Task<bool>> condition)
    {
        for (var tries = 0; !await condition(); tries++)
        {
            tries.ShouldBeLessThan(200);
            await Task.Delay(50);
        }
    }
}
