using Shouldly;
using TinyBase.Client;
using TinyBase.Server.Tests.Cli;
using Xunit;

namespace TinyBase.Server.Tests.Durability;

public class KillTests
{
    private const int Writers = 16;
    private const int PageSize = 1000;

    private static int Rounds => DurabilityTests.IsLong ? 300 : 20;

    [Fact]
    public async Task What_was_acknowledged_survives_being_killed_and_nothing_appears_twice()
    {
        using var folder = await ServerFolder.Create();
        var writers = Enumerable.Range(0, Writers).Select(number => new LedgerWriter(number)).ToArray();
        for (var round = 0; round < Rounds; round++)
        {
            await using (var server = await CliProcess.Serve(folder.Path))
            {
                using var client = folder.Connect(server);
                Settle(writers, await ReadAll(client));
                await WriteUntilKilled(writers, folder, server, client);
            }

            folder.CheckIntegrity().ShouldBe("ok");
        }

        await using var last = await CliProcess.Serve(folder.Path);
        using var reader = folder.Connect(last);
        Settle(writers, await ReadAll(reader));
        writers.Sum(writer => writer.Acknowledgements).ShouldBeGreaterThan(Rounds * Writers);
    }

    private static async Task WriteUntilKilled(LedgerWriter[] writers, ServerFolder folder, CliProcess server, TinyBaseClient client)
    {
        var before = writers.Sum(writer => writer.Acknowledgements);
        var notes = client.Collection<Note>(ServerFolder.Notes);
        var running = writers.Select(writer => Task.Run(() => writer.Run(notes))).ToArray();
        var few = Random.Shared.Next(1, 1200);
        while (writers.Sum(writer => writer.Acknowledgements) < before + few && !running.Any(task => task.IsCompleted)) await Task.Delay(1);
        await server.Kill(folder);
        await Task.WhenAll(running);
    }

    /// <summary>All records by pages, which has to come to the total.</summary>
    private static async Task<List<Record<Note>>> ReadAll(TinyBaseClient client)
    {
        var notes = client.Collection<Note>(ServerFolder.Notes);
        var all = new List<Record<Note>>();
        while (true)
        {
            var page = await notes.ListAsync(new ListQuery { Limit = PageSize, Offset = all.Count });
            all.AddRange(page.Records);
            if (page.Records.Count == PageSize) continue;
            page.Total.ShouldBe(all.Count);
            return all;
        }
    }

    private static void Settle(LedgerWriter[] writers, List<Record<Note>> found)
    {
        found.Select(record => record.Id).ShouldBeUnique();
        found.Select(record => record.Data.Marker).ShouldBeUnique();
        var byMarker = found.ToDictionary(record => record.Data.Marker);
        foreach (var writer in writers) writer.Settle(byMarker);
        writers.Sum(writer => writer.Live.Count).ShouldBe(found.Count, "no record that nobody asked for");
    }
}
