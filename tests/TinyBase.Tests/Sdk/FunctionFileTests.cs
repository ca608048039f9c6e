using System.Text;
using System.Text.Json;

using Shouldly;

using TinyBase.Sdk.Frames;

using Xunit;

namespace TinyBase.Tests.Sdk;

/// <summary>A function file as a program: alone, for its metadata, and as a worker.</summary>
public sealed class FunctionFileTests(FunctionFile file) : IClassFixture<FunctionFile>
{
    [Fact]
    public async Task Alone_it_prints_the_result()
    {
        var run = await file.Run("""{"x": 1, "y": 2}""");
        run.ShouldBe((0, "{\n  \"sum\": 3\n}\n", ""));
    }

    [Fact]
    public async Task Alone_it_tells_what_does_not_fit()
    {
        var run = await file.Run("""{"x": "a"}""");
        run.ShouldBe((1, "", "The input does not fit:\n  body.x: Input should be a valid number, a text is none\n  body.y: Field required\n"));
        (await file.Run("--help")).Error.ShouldContain("Give the input as one argument");
    }

    [Fact]
    public async Task It_describes_itself()
    {
        var run = await file.Run("--metadata");
        run.Code.ShouldBe(0, run.Error);
        var metadata = JsonElement.Parse(run.Output);
        metadata.GetProperty("name").GetString().ShouldBe("add_numbers");
        metadata.GetProperty("auth").GetString().ShouldBe("public");
        metadata.GetProperty("input_schema").GetProperty("required").ToString().ShouldBe("""["x","y"]""");
    }

    [Fact]
    public async Task As_a_worker_it_answers_until_its_input_ends()
    {
        using var process = file.Start("--worker");
        using var writer = new FrameWriter(process.StandardInput.BaseStream);
        var reader = new FrameReader(process.StandardOutput.BaseStream);
        using (var hello = await reader.ReadAsync(default)) hello.ShouldNotBeNull().Type.ShouldBe(FrameType.Hello);
        await writer.WriteAsync(FrameType.Call, 1, Encoding.UTF8.GetBytes("""{"call_id": "c", "request_id": "r"}""" + "\n"), """{"x": 1, "y": 2}"""u8.ToArray(), default);
        using (var result = await reader.ReadAsync(default)) Encoding.UTF8.GetString(result.ShouldNotBeNull().Payload.Span[1..]).ShouldBe("""{"sum":3}""");

        process.StandardInput.Close();
        (await reader.ReadAsync(default)).ShouldBeNull();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        process.ExitCode.ShouldBe(0);
    }
}
