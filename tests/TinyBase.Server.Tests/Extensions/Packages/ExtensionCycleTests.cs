using System.Diagnostics;

using Shouldly;

using TinyBase.Server.Tests.Cli;
using TinyBase.Server.Tests.Durability;
using TinyBase.Server.Tests.Hosting;

using Xunit;

namespace TinyBase.Server.Tests.Extensions.Packages;

/// <summary>Enabling and disabling over and over leaves nothing behind; a server of its own is measured, which does nothing else.</summary>
public sealed class ExtensionCycleTests
{
    private static int Cycles => DurabilityTests.IsLong ? 1000 : 150;

    private static int WarmUp => Cycles / 5;

    [Fact]
    public async Task Enabled_and_disabled_again_and_again_it_leaks_nothing()
    {
        using var folder = await ServerFolder.Create();
        await using var server = await CliProcess.Serve(folder.Path);
        using var http = server.CreateClient();
        var api = new ApiClient(http, folder.Token);
        (await api.Install(TestPackage.Full())).Expect(201).State().ShouldBe("running");
        await Run(api, WarmUp);
        var (memory, handles, threads) = Measure(server);

        await Run(api, Cycles - WarmUp);

        var after = Measure(server);
        // A cycle makes some 300 KB: a twentieth of it, kept each time, would show. The heap takes hundreds of cycles until it grows no more.
        if (DurabilityTests.IsLong) (after.Memory - memory).ShouldBeLessThan(40L * 1024 * 1024, "bytes of memory");
        (after.Handles - handles).ShouldBeLessThan(30, "open files and sockets");
        (after.Threads - threads).ShouldBeLessThan(20, "threads");
        (await api.Get("/api/ext/full/starts")).Expect(200).Text.ShouldBe($"{Cycles + 1}", "one code was used for all");
        (await api.Get("/api/admin/hooks")).Json.GetProperty("hooks").GetArrayLength().ShouldBe(4);
        (await api.Get("/api/functions/full_add/schema")).Expect(200);
    }

    private static async Task Run(ApiClient api, int cycles)
    {
        for (var i = 0; i < cycles; i++)
        {
            (await api.Enable("full", false)).Expect(200);
            (await api.Enable("full", true)).Expect(200).State().ShouldBe("running");
            // What a request leaves behind counts as well.
            if (i % 10 == 0) (await api.Get("/api/ext/full/hello")).Expect(200);
        }
    }

    private static (long Memory, int Handles, int Threads) Measure(CliProcess server)
    {
        using var process = Process.GetProcessById(server.Id);
        return (process.WorkingSet64, process.HandleCount, process.Threads.Count);
    }
}
