using System.Text;

using Microsoft.Playwright;

using Shouldly;

using Xunit;

namespace TinyBase.Browser.Tests;

public sealed class FunctionTests(AdminFixture admin)
{
    /// <summary>A build takes seconds, on a machine with other things to do many.</summary>
    private const int BuildMilliseconds = 180_000;

    [Fact]
    public async Task A_function_is_run_from_a_form_of_its_schema_with_errors_at_their_fields()
    {
        await using var page = await admin.SignedIn();
        await page.Page.GotoAsync($"{admin.Server.Admin}functions/price_order");
        await page.Button("Run").ClickAsync();
        await page.Sees("It was not called");
        (await page.Page.GetByLabel("Quantity").GetAttributeAsync("aria-invalid")).ShouldBe("true");
        (await page.Page.GetByLabel("Deliver on").GetAttributeAsync("aria-invalid")).ShouldBe("true");
        await page.Shows("function-invalid");

        await page.Page.GetByLabel("Sku").FillAsync("tea");
        await page.Page.GetByLabel("Quantity").FillAsync("101");
        await page.Page.GetByLabel("Deliver on").FillAsync("2026-01-31");
        await page.Button("Run").ClickAsync();
        await page.Sees("1 value of the input does not fit");
        (await page.Page.GetByLabel("Quantity").GetAttributeAsync("aria-invalid")).ShouldBe("true");
        (await page.Page.GetByLabel("Deliver on").GetAttributeAsync("aria-invalid")).ShouldBeNull();

        await page.Page.GetByLabel("Quantity").FillAsync("2");
        await page.Page.GetByLabel("Priority").SelectOptionAsync("express");
        await page.Button("Add Bill to").ClickAsync();
        await page.Page.GetByLabel("City").FillAsync("Ulm");
        await page.Page.Keyboard.PressAsync("Control+Enter");

        await page.Sees("Pricing 1 lines");
        (await page.Page.GetByLabel("Result", new() { Exact = true }).TextContentAsync())!.ShouldContain("\"sum\": 6");
        await page.Shows("function-result");
        await page.Page.GetByTitle("The call").ClickAsync();
        await page.Page.GetByRole(AriaRole.Dialog).GetByText("\"city\": \"Ulm\"").WaitForAsync();
        await page.Shows("call");
    }

    [Fact]
    public async Task The_log_of_a_call_is_seen_while_it_runs_and_the_call_can_be_cancelled()
    {
        await using var page = await admin.SignedIn();
        await page.Page.GotoAsync($"{admin.Server.Admin}functions/wait");
        await page.Sees("It takes no input.");
        await page.Button("Run").ClickAsync();
        await page.Sees("Nothing has come yet");
        await page.Sees("Running");
        await page.Button("Cancel").ClickAsync();
        await page.Sees("You cancelled it");
    }

    [Fact]
    public async Task Calls_are_filtered_by_the_address_followed_and_looked_at()
    {
        await using var page = await admin.SignedIn();
        await page.Page.GotoAsync($"{admin.Server.Admin}calls");
        await page.Page.GetByLabel("Function").SelectOptionAsync("always_fails");
        await page.Page.GetByLabel("Status").SelectOptionAsync("failed");
        await page.Page.WaitForURLAsync("**/calls?function=always_fails&status=failed");
        await page.Page.GetByRole(AriaRole.Row).Nth(1).WaitForAsync();
        var before = await page.Page.GetByRole(AriaRole.Row).CountAsync();
        await page.Page.GetByLabel("Follow").ClickAsync();
        await admin.Server.Call("always_fails", "{}");
        await page.Page.GetByRole(AriaRole.Row).Nth(before).WaitForAsync();

        await page.Page.GetByRole(AriaRole.Button, new() { Name = "always_fails" }).First.ClickAsync();
        await page.Page.GetByRole(AriaRole.Dialog).GetByText("InvalidOperationException").First.WaitForAsync();
        await page.Button("Their calls").ClickAsync();
        await page.Page.WaitForURLAsync("**/calls?*user=*");
        page.IsFine(admin.Server.Url);
    }

    [Fact]
    public async Task A_file_that_is_uploaded_says_where_it_is_wrong_and_its_versions_can_be_compared_and_gone_back_to()
    {
        await using var page = await admin.SignedIn();
        page.Page.SetDefaultTimeout(BuildMilliseconds);
        await page.Page.GotoAsync($"{admin.Server.Admin}functions?upload");
        await Choose(page, "return nope;");
        await page.Button("Upload").Last.ClickAsync();
        await page.Sees("in_browser.cs:2:8");
        await page.Sees("CS0103");
        await page.Shows("functions-upload-failed");

        await Choose(page, Version(1));
        await page.Button("Upload").Last.ClickAsync();
        await page.SeesHeading("in_browser");
        await page.Button("Upload a version").ClickAsync();
        await Choose(page, Version(2));
        await page.Page.GetByLabel("Notes").FillAsync("Twice as much");
        await page.Button("Upload").ClickAsync();
        await page.Page.GetByRole(AriaRole.Dialog).WaitForAsync(new() { State = WaitForSelectorState.Detached });

        await page.Page.GotoAsync($"{admin.Server.Admin}functions/in_browser/source");
        await page.Page.GetByLabel("Source of in_browser").GetByText("=> 2;").WaitForAsync();
        await page.Shows("function-source");
        await page.Page.GotoAsync($"{admin.Server.Admin}functions/in_browser/versions");
        await page.Sees("Twice as much");
        await page.Page.GetByLabel("What has changed in").GetByText("=> 1;").WaitForAsync();
        await page.Shows("function-versions");
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Go back to" }).ClickAsync();
        await page.Button("Go back").ClickAsync();
        await page.Sees("is back at an earlier version");
    }

    private static string Version(int result) =>
        $"""
        using TinyBase;
        return await Function.Run(Answer, args);
        [Function("in_browser")]
        static int Answer() => {result};
        """;

    private static Task Choose(AdminPage page, string code) => page.Page.Locator("input[type=file]").SetInputFilesAsync(new FilePayload
    {
        Name = "in_browser.cs",
        MimeType = "text/plain",
        Buffer = Encoding.UTF8.GetBytes($"#:package TinyBase.Sdk@1.0.0\n{code}"),
    });
}
