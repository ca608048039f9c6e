using Microsoft.Playwright;

using Xunit;

namespace TinyBase.Browser.Tests;

/// <summary>Every page, light and dark, wide and narrow: pictures for people, and rules for all.</summary>
public sealed class AppearanceTests(AdminFixture admin)
{
    public static IEnumerable<TheoryDataRow<string>> Looks => PageLook.All.Select(look => new TheoryDataRow<string>(look.Name));

    [Theory]
    [MemberData(nameof(Looks))]
    public async Task Every_page_can_be_used_by_everybody(string name)
    {
        var look = PageLook.All.Single(candidate => candidate.Name == name);
        await using var page = await admin.SignedIn(look);
        foreach (var (picture, path, ready) in Pages)
        {
            await page.Page.GotoAsync(admin.Server.Admin + path);
            await page.Page.GetByText(ready).First.WaitForAsync();
            await page.Shows(picture);
        }

        await page.Page.Keyboard.PressAsync("Control+k");
        await page.Page.GetByRole(AriaRole.Option).First.WaitForAsync();
        await page.Shows("palette");
        page.IsFine(admin.Server.Url);
    }

    [Theory]
    [MemberData(nameof(Looks))]
    public async Task Whoever_is_not_signed_in_sees_the_same_care(string name)
    {
        await using var page = await admin.NewPage(PageLook.All.Single(candidate => candidate.Name == name));
        Assert.SkipWhen(admin.Server is null, "There is no folder shared/data around the project.");
        await page.Page.GotoAsync(admin.Server.Admin);
        await page.SeesHeading("Sign in");
        await page.Shows("sign-in");
        await page.Page.GotoAsync($"{admin.Server.Admin}no/such/page");
        await page.Sees("There is no such page");
        await page.Shows("not-found");
        page.IsFine(admin.Server.Url);
    }

    private static readonly (string Picture, string Path, string Ready)[] Pages =
    [
        ("dashboard", "", "What was done last"),
        ("functions", "functions", "Price an order"),
        ("functions-upload", "functions?upload", "Upload functions"),
        ("function-run", "functions/price_order", "Not run yet"),
        ("function-source-none", "functions/price_order/source", "It has no file"),
        ("function-versions-none", "functions/price_order/versions", "No versions yet"),
        ("function-calls", "functions/always_fails/calls", "When"),
        ("function-metrics", "functions/price_order/metrics", "Counted from the calls that are remembered"),
        ("function-api", "functions/price_order/api", "Try it"),
        ("function-missing", "functions/nothing", "There is no function nothing"),
        ("calls", "calls", "Who called what"),
        ("calls-none", "calls?function=nothing", "No such calls"),
        ("schedules", "schedules", "Ask what never works"),
        ("schedules-none", "schedules?function=nothing", "No such schedules"),
        ("schedule-new", "schedules/new?function=price_order", "The next 10 times"),
        ("schedule-missing", "schedules/00000000-0000-7000-8000-000000000000", "There is no such schedule"),
        ("webhooks", "webhooks", "A shop that closed long ago"),
        ("webhook-new", "webhooks?new", "It has to answer"),
        ("webhook-missing", "webhooks/nothing", "There is no such webhook"),
        ("hooks", "hooks", "TellTheStore"),
        ("extension-install", "extensions?install", "You are shown what it is"),
        ("extension-missing", "extensions/nothing", "There is no extension nothing"),
        ("collections", "collections", "3,376"),
        ("records", "collections/movies", "3,201 records"),
        ("records-filtered", "collections/movies?filter=imdb_rating.gte.8&sort=-imdb_rating", "Imdb rating is at least"),
        ("records-none", "collections/movies?filter=title.eq.nothing", "No record fits these filters"),
        ("record-new", "collections/penguins?record=new", "New record in Penguins"),
        ("schema", "collections/movies/schema", "Indexes"),
        ("access", "collections/movies/access", "Who may do what"),
        ("import", "collections/movies/import", "Drop a file here"),
        ("api", "collections/movies/api?operation=create", "Try it"),
        ("new-collection", "collections/new", "What people call it"),
        ("collection-missing", "collections/nothing", "There is no collection nothing"),
        ("users", "users?search=admin@example.com", "1 user"),
        ("users-none", "users?search=nothing", "No such users"),
        ("user-new", "users?user=new", "May sign in here"),
        ("tokens-none", "tokens?search=nothing", "No such tokens"),
        ("token-new", "tokens?token=new", "What it may do"),
        ("settings", "settings", "Name of this server"),
        ("settings-none", "settings?search=nothing", "No setting fits"),
        ("mail", "mail", "Verify an address"),
        ("mail-template", "mail?template=password_reset", "These are filled in"),
        ("audit", "audit", " entries"),
        ("audit-none", "audit?action=nothing", "No such entries"),
        ("requests", "requests?path=/api/auth/login", "/api/auth/login"),
        ("requests-none", "requests?path=/zzzz", "No such requests"),
    ];
}
