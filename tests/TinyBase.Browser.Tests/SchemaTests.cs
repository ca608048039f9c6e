using Shouldly;

using TinyBase.Client;

using Xunit;

namespace TinyBase.Browser.Tests;

public sealed class SchemaTests(AdminFixture admin)
{
    [Fact]
    public async Task A_collection_is_made_changed_with_a_look_ahead_and_deleted()
    {
        await using var page = await admin.SignedIn();
        var name = $"books_{Guid.NewGuid():N}";
        await page.Page.GotoAsync($"{admin.Server.Admin}collections/new");
        await page.Page.GetByLabel("Label").FillAsync("Books");
        (await page.Page.Locator("#name").InputValueAsync()).ShouldBe("books");
        await page.Page.Locator("#name").FillAsync(name);
        await page.Button("Add a field").ClickAsync();
        await page.Page.Keyboard.TypeAsync("pages");
        await page.Page.GetByLabel("Type of pages").SelectOptionAsync("int");
        await page.Button("Create collection").ClickAsync();
        await page.Sees("No records yet");
        var made = await admin.Server.Client.Collections.GetAsync(name);
        made.Options!.Access!.Read.ShouldBe(AccessRule.Auth);

        await page.Page.GotoAsync($"{admin.Server.Admin}collections/{name}/schema");
        await page.Page.GetByLabel("Name of title").FillAsync("heading");
        await page.Button("Remove pages").ClickAsync();
        await page.Button("Review the change").ClickAsync();
        await page.Sees("Rename title to heading");
        await page.Sees("Remove the field pages");
        await page.Shows("schema-review");
        await page.Button("Apply the change").ClickAsync();
        await page.Sees("The change is applied");
        (await admin.Server.Client.Collections.GetAsync(name)).Schema.Fields.Select(field => field.Name).ShouldBe(["heading"]);

        await page.Button("More actions").ClickAsync();
        await page.Page.GetByText("Delete the collection…").ClickAsync();
        await page.Page.GetByLabel($"Type {name} to go on").FillAsync(name);
        await page.Button("Delete collection").ClickAsync();
        await page.Sees("Books is deleted");
        (await Should.ThrowAsync<TinyBaseException>(() => admin.Server.Client.Collections.GetAsync(name))).StatusCode.ShouldBe(System.Net.HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Types_by_other_names_and_limits_of_64_bits_stay_as_they_were_sent()
    {
        await using var page = await admin.SignedIn();
        var name = $"measures_{Guid.NewGuid():N}";
        await admin.Server.Post("collections", $$"""
            {"name": "{{name}}", "label": "Measures", "schema": {"fields": [
              {"name": "count", "type": "integer", "max": 9007199254740993}, {"name": "weight", "type": "Number"},
              {"name": "checked", "type": "boolean"}, {"name": "extra", "type": "object"}]} }
            """);
        await admin.Server.Post($"collections/{name}/records", """{"data": {"count": 7, "weight": 1.5, "checked": true, "extra": {"a": 1}}}""");

        await page.Page.GotoAsync($"{admin.Server.Admin}collections/{name}/schema");
        (await page.Page.GetByLabel("Type of count").InputValueAsync()).ShouldBe("int");
        (await page.Page.GetByLabel("Type of extra").InputValueAsync()).ShouldBe("dict");
        await page.Page.GetByLabel("Name of weight").FillAsync("mass");
        await page.Button("Review the change").ClickAsync();
        await page.Sees("Rename weight to mass");
        (await page.Page.GetByText("Convert").CountAsync()).ShouldBe(0);
        await page.Button("Apply the change").ClickAsync();
        await page.Sees("The change is applied");

        var fields = (await admin.Server.Get($"collections/{name}")).GetProperty("schema").GetProperty("fields").EnumerateArray().ToArray();
        fields.Select(field => field.GetProperty("type").GetString()).ShouldBe(["integer", "Number", "boolean", "object"]);
        fields[0].GetProperty("max").GetRawText().ShouldBe("9007199254740993");
        await page.Page.GotoAsync($"{admin.Server.Admin}collections/{name}");
        await page.Button("Filter").ClickAsync();
        await page.Page.GetByLabel("Field").SelectOptionAsync("count");
        await page.Page.GetByLabel("Condition").SelectOptionAsync("gt");
        (await page.Page.GetByLabel("Condition").Locator("option").AllTextContentsAsync()).ShouldNotContain("contains");
        page.IsFine(admin.Server.Url);
    }

    [Fact]
    public async Task Opening_a_collection_to_everybody_asks_first()
    {
        await using var page = await admin.SignedIn();
        var name = $"notes_{Guid.NewGuid():N}";
        await admin.Server.Client.Collections.CreateAsync(new NewCollection(name, "Notes", new CollectionSchema()));
        await page.Page.GotoAsync($"{admin.Server.Admin}collections/{name}/access");
        await page.Sees("Open to everybody: list records, read a record.");
        await page.Page.GetByLabel("Delete records").SelectOptionAsync("public");
        await page.Button("Save the rules").ClickAsync();
        await page.Sees("Open Notes to everybody?");
        await page.Button("Cancel").ClickAsync();
        await page.Page.GetByLabel("List records").SelectOptionAsync("admin");
        await page.Page.GetByLabel("Delete records").SelectOptionAsync("admin");
        await page.Button("Save the rules").ClickAsync();
        await page.Sees("The access rules are saved");
        (await admin.Server.Client.Collections.GetAsync(name)).Options!.Access!.List.ShouldBe(AccessRule.Admin);
    }
}
