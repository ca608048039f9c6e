using Shouldly;

using TinyBase.Functions.Building;
using TinyBase.Sdk.Binding;

using Xunit;

namespace TinyBase.Tests.Functions.Building;

/// <summary>What a function says of itself is checked before it is served.</summary>
public sealed class MetadataRulesTests
{
    [Theory]
    [InlineData("0 9 * * 1-5", null)]
    [InlineData("@daily", "Europe/Berlin")]
    [InlineData("0 9 29 2 *", "")]
    public void A_schedule_that_runs_is_taken(string cron, string? zone) => Refusal(cron, zone).ShouldBeNull();

    [Theory]
    [InlineData("99 * * * *", null, "[Schedule(\"99 * * * *\")] should have a cron expression. 99 is too large")]
    [InlineData("every day", null, "[Schedule(\"every day\")] should have a cron expression. It has five fields")]
    [InlineData("0 0 31 2 *", null, "[Schedule(\"0 0 31 2 *\")]: It never comes")]
    [InlineData("@daily", "Mars/X", "[Schedule(\"@daily\", Zone = \"Mars/X\")]: Zone should be the IANA name of a time zone, such as Europe/Berlin")]
    public void A_schedule_that_can_never_run_is_refused(string cron, string? zone, string reason) =>
        Refusal(cron, zone).ShouldNotBeNull().ShouldStartWith(reason);

    private static string? Refusal(string cron, string? zone) => MetadataRules.Refusal(new FunctionMetadata
    {
        Name = "f",
        SdkVersion = "1.0.0",
        Schedules = [new FunctionSchedule { Name = "f", Cron = "@hourly" }, new FunctionSchedule { Name = "g", Cron = cron, Zone = zone }],
    });
}
