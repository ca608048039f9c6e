using System.Text;
using System.Text.Json.Nodes;

using Microsoft.Playwright;

using Shouldly;

using TinyBase.Client;
using TinyBase.Examples.LoadData;

using Xunit;

namespace TinyBase.Browser.Tests;

public sealed class ImportTests(AdminFixture admin)
{
    private TinyBaseClient Client => admin.Server.Client;

    [Fact]
    public async Task A_csv_file_is_mapped_previewed_and_imported_and_what_was_refused_can_be_mended()
    {
        await using var page = await admin.SignedIn();
        var name = $"southern_airports_{Guid.NewGuid():N}";
        await Client.Collections.CreateAsync(new NewCollection(name, "Southern airports", new CollectionSchema(
            new Field("code") { Required = true, Unique = true },
            new Field("name"),
            new Field("latitude", FieldType.Float) { Required = true, Max = 60 })));
        var file = Path.Combine(SampleData.FindFolder()!, "airports.csv");
        // The name of an airport may have commas; its place may not.
        var northern = (await File.ReadAllLinesAsync(file)).Skip(1).Count(line => double.Parse(line.Split(',')[^2], System.Globalization.CultureInfo.InvariantCulture) > 60);

        await page.Page.GotoAsync($"{admin.Server.Admin}collections/{name}/import");
        await page.Page.Locator("input[type=file]").SetInputFilesAsync(file);
        await page.Sees("3,376 rows");
        await page.Sees("No column goes to code, which is required");
        (await page.Page.GetByLabel("Field for latitude").InputValueAsync()).ShouldBe("latitude");
        (await page.Page.GetByLabel("Field for state").InputValueAsync()).ShouldBe("");
        await page.Page.GetByLabel("Field for iata").SelectOptionAsync("code");
        await page.Page.GetByLabel("Field for city").SelectOptionAsync("name");
        await page.Sees("Two columns go to name");
        await page.Page.GetByLabel("Field for city").SelectOptionAsync("");
        await page.Page.GetByText("\"code\": \"00M\"").WaitForAsync();
        await page.Shows("import-mapping");
        await page.Button("Import 3,376 rows").ClickAsync();

        await page.Sees("The import is done");
        await page.Sees($"{northern} rejected rows");
        await page.Sees("latitude: ");
        await page.Shows("import-rejected");
        (await Client.Collection(name).ListAsync()).Total.ShouldBe(3376 - northern);
        var download = await page.Page.RunAndWaitForDownloadAsync(() => page.Button("Download them").ClickAsync());
        var refused = await File.ReadAllLinesAsync(await download.PathAsync());
        refused.Length.ShouldBe(northern);

        var mended = refused.Select(line =>
        {
            var record = JsonNode.Parse(line)!.AsObject();
            record["latitude"] = 60;
            return record.ToJsonString();
        });
        await page.Button("Import another file").ClickAsync();
        await page.Page.Locator("input[type=file]").SetInputFilesAsync(Text("mended.ndjson", string.Join('\n', mended)));
        await page.Button($"Import {northern} rows").ClickAsync();
        await page.Sees("The import is done");
        (await Client.Collection(name).ListAsync()).Total.ShouldBe(3376);
        await page.Page.GetByRole(AriaRole.Link, new() { Name = "Show the records" }).ClickAsync();
        await page.Sees("3,376 records");
        page.IsFine(admin.Server.Url);
    }

    [Fact]
    public async Task Lines_of_JSON_keep_their_types_and_the_columns_find_their_fields()
    {
        await using var page = await admin.SignedIn(PageLook.All[^1]);
        var name = $"sexed_penguins_{Guid.NewGuid():N}";
        await Client.Collections.CreateAsync(new NewCollection(name, "Penguins of known sex", new CollectionSchema(
            new Field("species") { Required = true },
            new Field("beak_length_mm", FieldType.Float),
            new Field("sex", FieldType.Enum) { Values = ["MALE", "FEMALE"], Required = true })));
        var penguins = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(SampleData.FindFolder()!, "penguins.json")))!.AsArray();
        var known = penguins.Count(penguin => penguin!["Sex"]?.GetValue<string>() is "MALE" or "FEMALE");

        await page.Page.GotoAsync($"{admin.Server.Admin}collections/{name}/import");
        await page.Page.Locator("input[type=file]").SetInputFilesAsync(Text("penguins.ndjson", string.Join('\n', penguins.Select(penguin => penguin!.ToJsonString()))));
        (await page.Page.GetByLabel("Field for Beak Length (mm)").InputValueAsync()).ShouldBe("beak_length_mm");
        await page.Page.GetByText("\"beak_length_mm\": 39.1").WaitForAsync();
        await page.Button("Import 344 rows").ClickAsync();

        await page.Sees($"{344 - known} rejected rows");
        await page.Shows("import-done");
        (await Client.Collection(name).ListAsync()).Total.ShouldBe(known);
        page.IsFine(admin.Server.Url);
    }

    [Theory]
    [InlineData(
        "ids.ndjson", "Line", "3", """{"number":9007199254740993}""",
        "{\"code\": \"a\", \"number\": 9007199254740993, \"extra\": {\"id\": 9007199254740995}}\n\n{\"number\": 9007199254740993}")]
    [InlineData(
        "ids.json", "Row", "2", """{"number":9007199254740993}""",
        """[{"code": "a", "number": 9007199254740993, "extra": {"id": 9007199254740995}}, {"number": 9007199254740993}]""")]
    [InlineData(
        "ids.csv", "Row", "2", """{"extra":[9007199254740993]}""",
        "code,number,extra\na,9007199254740993,\"{\"\"id\"\": 9007199254740995}\"\n,,\"[9007199254740993]\"")]
    public async Task Numbers_that_a_browser_cannot_hold_are_imported_and_given_back_as_they_are(string file, string kind, string place, string refused, string content)
    {
        await using var page = await admin.SignedIn();
        var name = $"ids_{Guid.NewGuid():N}";
        await Client.Collections.CreateAsync(new NewCollection(name, "Ids", new CollectionSchema(
            new Field("code") { Required = true }, new Field("number", FieldType.Int), new Field("extra", FieldType.Dict))));

        await page.Page.GotoAsync($"{admin.Server.Admin}collections/{name}/import");
        await page.Page.Locator("input[type=file]").SetInputFilesAsync(Text(file, content));
        await page.Sees("\"id\": 9007199254740995");
        await page.Button("Import 2 rows").ClickAsync();

        await page.Sees("1 rejected row");
        var data = (await admin.Server.Get($"collections/{name}/records")).GetProperty("records")[0].GetProperty("data");
        data.GetProperty("number").GetRawText().ShouldBe("9007199254740993");
        data.GetProperty("extra").GetRawText().ShouldBe("""{"id":9007199254740995}""");
        var download = await page.Page.RunAndWaitForDownloadAsync(() => page.Button("Download them").ClickAsync());
        (await File.ReadAllTextAsync(await download.PathAsync())).ShouldBe(refused);
        await page.Page.GetByRole(AriaRole.Columnheader, new() { Name = kind, Exact = true }).WaitForAsync();
        await page.Page.GetByRole(AriaRole.Cell, new() { Name = place, Exact = true }).WaitForAsync();
        page.IsFine(admin.Server.Url);
    }

    [Fact]
    public async Task A_file_that_cannot_be_read_is_told_with_its_place()
    {
        await using var page = await admin.SignedIn();
        await page.Page.GotoAsync($"{admin.Server.Admin}collections/movies/import");
        await page.Page.Locator("input[type=file]").SetInputFilesAsync(Text("broken.ndjson", "{\"title\": \"A\"}\n{\"title\": "));
        await page.Sees("Line 2: This is not JSON");
        await page.Shows("import-broken");
    }

    private static FilePayload Text(string name, string text) => new() { Name = name, MimeType = "application/octet-stream", Buffer = Encoding.UTF8.GetBytes(text) };
}
