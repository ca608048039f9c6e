using System.Text.Json;

using Microsoft.Playwright;

using Shouldly;

using Xunit;

namespace TinyBase.Browser.Tests;

public sealed class ScheduleTests(AdminFixture admin)
{
    [Fact]
    public async Task A_schedule_is_built_with_its_next_times_in_sight_and_run()
    {
        await using var page = await admin.SignedIn();
        await page.Page.GotoAsync($"{admin.Server.Admin}schedules/new");
        await page.Page.GetByLabel("Function").SelectOptionAsync("price_order");
        await page.Page.GetByLabel("Repeats", new() { Exact = true }).SelectOptionAsync("week");
        await page.Button("Friday").ClickAsync();
        await page.Page.Locator("input[type=time]").FillAsync("07:30");
        await page.Page.GetByLabel("Time zone").SelectOptionAsync("Europe/Berlin");
        await page.Page.GetByRole(AriaRole.Heading, new() { Name = "Every Monday and Friday at 07:30" }).WaitForAsync();
        await page.Sees("The next 10 times, in Europe/Berlin");

        await page.Page.GetByLabel("Repeats", new() { Exact = true }).SelectOptionAsync("expression");
        await page.Page.GetByLabel("Cron expression").FillAsync("0 0 31 2 *");
        await page.Sees("this one never does");
        (await page.Page.GetByLabel("Cron expression").GetAttributeAsync("aria-invalid")).ShouldBe("true");
        await page.Page.GetByLabel("Cron expression").FillAsync("0 8 * * 5L");
        await page.Page.GetByRole(AriaRole.Heading, new() { Name = "On the last Friday of every month at 08:00" }).WaitForAsync();

        await page.Page.GetByLabel("Sku").FillAsync("tea");
        await page.Page.GetByLabel("Quantity").FillAsync("2");
        await page.Page.GetByLabel("Deliver on").FillAsync("2026-01-31");
        await page.Page.GetByLabel("Tries after a failure").FillAsync("21");
        await page.Button("Create schedule").ClickAsync();
        await page.Page.Locator("[aria-invalid=true]").First.WaitForAsync();
        (await page.Page.GetByLabel("Name", new() { Exact = false }).First.GetAttributeAsync("aria-invalid")).ShouldBe("true");
        (await page.Page.GetByLabel("Tries after a failure").GetAttributeAsync("aria-invalid")).ShouldBe("true");
        await page.Shows("schedule-invalid");

        await page.Page.GetByLabel("Name", new() { Exact = false }).First.FillAsync("Last Friday");
        await page.Page.GetByLabel("Tries after a failure").FillAsync("2");
        await page.Button("Create schedule").ClickAsync();
        await page.SeesHeading("Last Friday");
        await page.Button("Run now").First.ClickAsync();
        await page.Page.GetByRole(AriaRole.Cell, new() { Name = "Succeeded" }).WaitForAsync();
        await page.Shows("schedule");
        await page.Page.GetByRole(AriaRole.Link, new() { Name = "The call" }).ClickAsync();
        await page.Page.GetByRole(AriaRole.Dialog).GetByText("By a schedule").WaitForAsync();
        await page.Page.GoBackAsync();

        await page.Page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Link, new() { Name = "Settings" }).ClickAsync();
        await page.Page.GetByLabel("Cron expression").WaitForAsync();
        await page.Shows("schedule-settings");
        await page.Button("Delete the schedule").ClickAsync();
        await page.Button("Delete schedule").ClickAsync();
        await page.Sees("Last Friday is deleted");
        page.IsFine(admin.Server.Url);
    }

    [Fact]
    public async Task The_input_of_a_schedule_is_sent_only_where_it_was_edited_and_as_it_was_typed()
    {
        await using var page = await admin.SignedIn();
        var made = await admin.Server.Post("admin/schedules", """
            {"name": "Order by number", "function_name": "price_order", "schedule": {"method": "once", "date": "2099-01-01", "time": "00:00"},
             "input_data": {"lines": [{"sku": "tea", "quantity": 2}], "deliver_on": "2026-01-31", "reference": 9007199254740993}}
            """);
        var id = made.GetProperty("id").GetString();
        var settings = $"{admin.Server.Admin}schedules/{id}/settings";

        await page.Page.GotoAsync(settings);
        (await page.Page.GetByLabel("Reference").InputValueAsync()).ShouldBe("9007199254740993");
        await page.Page.GetByLabel("Name", new() { Exact = false }).First.FillAsync("Order by its number");
        // Somebody else changes the input meanwhile.
        await admin.Server.Send(
            HttpMethod.Patch, $"admin/schedules/{id}",
            """{"input_data": {"lines": [{"sku": "tea", "quantity": 2}], "deliver_on": "2026-01-31", "reference": 9007199254740997}}""");
        await page.Button("Save").ClickAsync();
        await page.Sees("Order by its number is saved");
        (await Input()).GetProperty("reference").GetRawText().ShouldBe("9007199254740997");

        await page.Page.GotoAsync(settings);
        await page.Page.GetByLabel("Quantity").FillAsync("3");
        await page.Button("Save").ClickAsync();
        await page.Sees("Order by its number is saved");
        (await Input()).GetProperty("reference").GetRawText().ShouldBe("9007199254740997");

        await page.Page.GotoAsync(settings);
        await page.Page.GetByLabel("Reference").FillAsync("9007199254740995");
        await page.Button("Save").ClickAsync();
        await page.Sees("Order by its number is saved");
        (await Input()).GetProperty("reference").GetRawText().ShouldBe("9007199254740995");
        (await Input()).GetProperty("lines")[0].GetProperty("quantity").GetInt32().ShouldBe(3);
        await admin.Server.Send(HttpMethod.Delete, $"admin/schedules/{id}", body: null);
        page.IsFine(admin.Server.Url);

        async Task<JsonElement> Input() => (await admin.Server.Get($"admin/schedules/{id}")).GetProperty("input_data");
    }

    [Fact]
    public async Task What_is_declared_in_code_and_housekeeping_offer_only_what_is_allowed()
    {
        await using var page = await admin.SignedIn();
        await page.Page.GotoAsync($"{admin.Server.Admin}schedules?source=code");
        await page.Button("Actions for Price the standing order").ClickAsync();
        await page.Page.GetByRole(AriaRole.Menuitem, new() { Name = "Run now" }).WaitForAsync();
        (await page.Page.GetByRole(AriaRole.Menuitem, new() { Name = "Delete…" }).CountAsync()).ShouldBe(0);
        await page.Page.Keyboard.PressAsync("Escape");
        await page.Page.GetByRole(AriaRole.Switch, new() { Name = "Price the standing order is active" }).ClickAsync();
        await page.Sees("Price the standing order is disabled");
        await page.Page.GetByRole(AriaRole.Switch, new() { Name = "Price the standing order is active" }).ClickAsync();
        await page.Sees("Price the standing order is enabled");
        await page.Page.GetByRole(AriaRole.Link, new() { Name = "Price the standing order" }).ClickAsync();
        await page.Sees("Monday to Friday at 06:00");
        await page.Shows("schedule-code");

        await page.Page.GotoAsync($"{admin.Server.Admin}schedules?source=system");
        await page.Page.GetByRole(AriaRole.Row).Nth(1).WaitForAsync();
        (await page.Page.GetByRole(AriaRole.Switch).CountAsync()).ShouldBe(0);
        await page.Shows("schedules-system");
        page.IsFine(admin.Server.Url);
    }
}
