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

    private static int LargeRounds => DurabilityTests.IsLong ? 50 : 3;

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

    /// <summary>The log is copied into the file beside the writes once it has 64 MB; these writes make so much in a second or two.</summary>
    [Fact]
    public async Task What_was_acknowledged_survives_being_killed_while_the_log_is_brought_into_the_file()
    {
        using var folder = await ServerFolder.Create();
        var writers = Enumerable.Range(0, Writers).Select(number => new LedgerWriter(number, mostNotes: 5, repeats: 12_000)).ToArray();
        for (var round = 0; round < LargeRounds; round++)
        {
            await using (var server = await CliProcess.Serve(folder.Path))
            {
                using var client = folder.Connect(server);
                Settle(writers, await ReadAll(client));
                await WriteUntilKilled(writers, folder, server, client, HasCheckpoint(folder));
            }

            folder.CheckIntegrity().ShouldBe("ok");
        }

        await using var last = await CliProcess.Serve(folder.Path);
        using var reader = folder.Connect(last);
        Settle(writers, await ReadAll(reader));
    }

    /// <summary>Whether a checkpoint has begun since the log has had most of what makes one.</summary>
    private static Func<bool> HasCheckpoint(ServerFolder folder)
    {
        DateTime? before = null;
        return () =>
        {
            var (file, log) = (new FileInfo(folder.DatabasePath), new FileInfo(folder.LogPath));
            if (before is null && log.Length > 48 << 20) before = file.LastWriteTimeUtc;
            return before is { } time && file.LastWriteTimeUtc > time;
        };
    }

    private static Task WriteUntilKilled(LedgerWriter[] writers, ServerFolder folder, CliProcess server, TinyBaseClient client)
    {
        var enough = writers.Sum(writer => writer.Acknowledgements) + Random.Shared.Next(1, 1200);
        return WriteUntilKilled(writers, folder, server, client, () => writers.Sum(writer => writer.Acknowledgements) >= enough);
    }

    private static async Task WriteUntilKilled(LedgerWriter[] writers, ServerFolder folder, CliProcess server, TinyBaseClient client, Func<bool> isEnough)
    {
        var notes = client.Collection<Note>(ServerFolder.Notes);
        var running = writers.Select(writer => Task.Run(() => writer.Run(notes))).ToArray();
        while (!isEnough() && !running.Any(task => task.IsCompleted)) await Task.Delay(1);
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
