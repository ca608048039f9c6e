using Shouldly;

using TinyBase.Sdk.Binding;
using TinyBase.Sdk.Frames;

using Xunit;

namespace TinyBase.Tests.Sdk;

/// <summary>The schedules that functions declare.</summary>
public sealed class FunctionScheduleTests
{
    [Fact]
    public void What_a_function_declares_is_in_its_metadata_also_as_the_program_writes_it()
    {
        var metadata = FunctionBinding.Create(
            [Function("report")]
            [Schedule("0 9 * * 1-5", Zone = "Europe/Berlin", Input = """{"to": "all"}""", MaxRetries = 2)]
            [Schedule("@daily", QueueOverlap = true)]
            [Schedule("@yearly", Name = "New Year", SkipMissed = true)]
            (string? to) => to).Metadata;

        metadata.Schedules.Select(schedule => schedule.Name).ShouldBe(["report", "report 2", "New Year"], ignoreOrder: true);
        metadata.Schedules.Single(schedule => schedule.Zone is not null)
            .ShouldBe(new FunctionSchedule { Name = "report", Cron = "0 9 * * 1-5", Zone = "Europe/Berlin", Input = """{"to": "all"}""", MaxRetries = 2 });
        FrameCodec.Read<FunctionMetadata>(FrameCodec.Write(metadata)).Schedules.ShouldBe(metadata.Schedules);
    }

    [Fact]
    public void A_schedule_that_cannot_be_is_refused_where_the_function_is_built()
    {
        Refusal([Function("f")] [Schedule("@daily", Input = "[1]")] () => 1).ShouldContain("Input of schedule 'f' must be a JSON object");
        Refusal([Function("f")] [Schedule("@daily", Input = "{")] () => 1).ShouldContain("must be a JSON object");
        Refusal([Function("f")] [Schedule("")] () => 1).ShouldContain("a schedule needs a cron expression");
        Refusal([Function("f")] [Schedule("@daily", MaxRetries = 21)] () => 1).ShouldContain("MaxRetries must be from 0 to 20, not 21");
        Refusal([Function("f")] [Schedule("@daily", Name = "x")] [Schedule("@hourly", Name = "x")] () => 1).ShouldContain("have the name 'x'");
    }

    private static string Refusal(Delegate function) => Should.Throw<UnsupportedFunctionException>(() => FunctionBinding.Create(function)).Message;
}
