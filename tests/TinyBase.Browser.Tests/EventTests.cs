using Microsoft.Playwright;

using Shouldly;

using Xunit;

namespace TinyBase.Browser.Tests;

public sealed class EventTests(AdminFixture admin)
{
    [Fact]
    public async Task A_webhook_is_made_shows_its_secret_once_and_what_it_was_answered()
    {
        await using var page = await admin.SignedIn();
        await page.Page.GotoAsync($"{admin.Server.Admin}webhooks");
        await page.Button("New webhook").ClickAsync();
        await page.Page.GetByLabel("Name").First.FillAsync("Kitchen");
        await page.Page.GetByLabel("URL").FillAsync("kitchen.example");
        await page.Page.GetByLabel("Ended").ClickAsync();
        await page.Page.GetByLabel("Only of").SelectOptionAsync("wait");
        await page.Button("Create webhook").ClickAsync();
        await page.Sees("Input should be an address with http or https");
        (await page.Page.GetByLabel("URL").GetAttributeAsync("aria-invalid")).ShouldBe("true");
        await page.Shows("webhook-invalid");

        await page.Page.GetByLabel("URL").FillAsync($"{admin.Server.Receiver}/200");
        await page.Button("Create webhook").ClickAsync();
        (await page.Page.GetByLabel("Secret", new() { Exact = true }).InputValueAsync()).ShouldStartWith("whsec_");
        await page.Button("I have kept it").ClickAsync();
        await page.Page.GetByRole(AriaRole.Link, new() { Name = "Kitchen" }).ClickAsync();
        await page.SeesHeading("Nothing sent yet");
        await page.Button("Send a test").First.ClickAsync();
        await page.Page.GetByLabel("Answer").GetByText("Thank you").WaitForAsync();
        await page.Shows("webhook-tested");
        await page.Button("Close").ClickAsync();
        await page.Button("Delete the webhook").ClickAsync();
        await page.Button("Delete webhook").ClickAsync();
        await page.Sees("Kitchen is deleted");
        page.IsFine(admin.Server.Url);
    }

    [Fact]
    public async Task What_a_receiver_did_not_take_is_found_and_sent_again()
    {
        await using var page = await admin.SignedIn();
        await page.Page.GotoAsync($"{admin.Server.Admin}webhooks");
        await page.Page.GetByRole(AriaRole.Link, new() { Name = "A shop that closed long ago" }).ClickAsync();
        await page.Button("Show them").ClickAsync();
        await page.Page.WaitForURLAsync("**/webhooks/*?status=dead");
        await page.Shows("webhook-dead");
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "function.call" }).First.ClickAsync();
        await page.Page.GetByLabel("Answer").GetByText("Nobody lives here any more").WaitForAsync();
        await page.Page.GetByLabel("Request", new() { Exact = true }).GetByText("\"function_name\": \"always_fails\"").WaitForAsync();
        await page.Shows("delivery");
        await page.Button("Send again").ClickAsync();
        await page.Sees("It is sent again");
        page.IsFine(admin.Server.Url);
    }

    [Fact]
    public async Task A_hook_that_keeps_failing_is_seen_with_its_events_which_can_be_brought_again()
    {
        await using var page = await admin.SignedIn();
        await page.Page.GotoAsync($"{admin.Server.Admin}hooks");
        await page.Sees("The store does not answer");
        await page.Sees("at most 2.0 s");
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "function.complete", Exact = true }).First.ClickAsync();
        await page.Page.GetByLabel("Event", new() { Exact = true }).GetByText("\"function_name\": \"always_fails\"").WaitForAsync();
        await page.Shows("kept-event");
        await page.Button("Again").ClickAsync();
        await page.Sees("again");
        page.IsFine(admin.Server.Url);
    }
}
