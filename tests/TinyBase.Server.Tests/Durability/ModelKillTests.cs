using System.Globalization;

using Shouldly;

using TinyBase.Server.Tests.Cli;
using TinyBase.Server.Tests.Hosting;
using TinyBase.Server.Tests.Model;

using Xunit;

namespace TinyBase.Server.Tests.Durability;

/// <summary>As <see cref="ModelTests"/>, with the process killed in between.</summary>
public class ModelKillTests
{
    private const string Name = "modelled";

    private static int Rounds => DurabilityTests.IsLong ? 200 : 6;

    [Fact]
    public async Task After_being_killed_in_the_middle_a_collection_is_what_it_was_before_the_last_request_or_after_it()
    {
        var seed = int.Parse(
            Environment.GetEnvironmentVariable("TINYBASE_TEST_SEED") ?? Random.Shared.Next().ToString(CultureInfo.InvariantCulture),
            CultureInfo.InvariantCulture);
        var random = new Random(seed);
        using var folder = await ServerFolder.Create();
        var run = new ModelRun(Name);
        try
        {
            for (var round = 0; round < Rounds; round++) await StepUntilKilled(run, folder, random);
            await using var last = await CliProcess.Serve(folder.Path);
            using var http = last.CreateClient();
            await run.Settle(new ApiClient(http, folder.Token), folder.DatabasePath);
        }
        catch (Exception error)
        {
            throw new InvalidOperationException($"TINYBASE_TEST_SEED={seed}\n{run}\n{error.Message}", error);
        }

        run.Answers.ShouldBeGreaterThan(Rounds);
    }

    private static async Task StepUntilKilled(ModelRun run, ServerFolder folder, Random random)
    {
        await using (var server = await CliProcess.Serve(folder.Path))
        {
            using var http = server.CreateClient();
            var api = new ApiClient(http, folder.Token);
            await run.Settle(api, folder.DatabasePath);
            var stepping = Task.Run(() => StepUntilGone(run, api, random));
            await Task.WhenAny(stepping, Task.Delay(random.Next(50, 700)));
            await server.Kill(folder);
            await stepping;
        }

        folder.CheckIntegrity().ShouldBe("ok");
    }

    private static async Task StepUntilGone(ModelRun run, ApiClient api, Random random)
    {
        try
        {
            while (true) await run.Step(api, random.Next());
        }
        catch (HttpRequestException)
        {
            // What became of the last request is for the next start to say.
        }
    }
}
