using System.Globalization;

using FsCheck;
using FsCheck.Fluent;

using Shouldly;

using TinyBase.Server.Tests.Hosting;

using Xunit;

namespace TinyBase.Server.Tests.Model;

/// <summary>
/// A collection does what a simple model of it does, whatever is done to it in whatever order. A failure shows the shortest steps that
/// lead to it and what they send; TINYBASE_TEST_STEPS="1;2;3" runs such steps again.
/// </summary>
public sealed class ModelTests(ServerFixture fixture)
{
    private const int MostSteps = 40;

    private static int Cases => Environment.GetEnvironmentVariable("TINYBASE_TEST_LONG") == "1" ? 5000 : 60;

    [Fact]
    public async Task Whatever_is_done_to_a_collection_a_simple_model_of_it_agrees()
    {
        if (Environment.GetEnvironmentVariable("TINYBASE_TEST_STEPS") is { } steps)
        {
            await Run([.. steps.Split(';').Select(step => int.Parse(step, CultureInfo.InvariantCulture))]);
            return;
        }

        var numbers = from count in Gen.Choose(1, MostSteps)
                      from chosen in Gen.ArrayOf(Gen.Choose(0, int.MaxValue - 1), count)
                      select chosen;
        await Task.Run(() => Prop.ForAll(Arb.From(numbers, Shorter), Run).Check(Config.QuickThrowOnFailure.WithMaxTest(Cases)));
    }

    private async Task Run(int[] steps)
    {
        var name = TestServer.NewName("modelled");
        var run = new ModelRun(name);
        var api = fixture.Server.Admin.Api;
        try
        {
            foreach (var step in steps) await run.Step(api, step);
            await run.Settle(api, fixture.Server.DatabasePath);
            if (run.Known is not null) ModelTable.Check(fixture.Server.DatabasePath, name).ShouldBe("ok");
        }
        catch (Exception error)
        {
            throw new InvalidOperationException($"Steps {string.Join(';', steps)}\n{run}\n{error.Message}", error);
        }

        if (run.Known is not null) (await api.Delete($"/api/collections/{name}")).Expect(204);
    }

    /// <summary>Without a half, a quarter and so on, down to one step.</summary>
    private static IEnumerable<int[]> Shorter(int[] steps)
    {
        for (var length = steps.Length / 2; length > 0; length /= 2)
        {
            for (var start = 0; start + length <= steps.Length; start += length) yield return [.. steps[..start], .. steps[(start + length)..]];
        }
    }
}
