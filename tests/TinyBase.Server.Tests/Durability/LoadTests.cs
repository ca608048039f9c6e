using Shouldly;
using TinyBase.Client;
using TinyBase.Server.Tests.Cli;
using Xunit;

namespace TinyBase.Server.Tests.Durability;

/// <summary>It takes the whole machine, so it runs alone, after the others.</summary>
[CollectionDefinition(DisableParallelization = true)]
public sealed class LoadCollection;

[Collection(typeof(LoadCollection))]
public class LoadTests
{
    private const int Readers = 32;
    private const int Writers = 32;
    private const int SlowReaders = 200;
    private const int LargeList = 1000;
    private const long MostLogBytes = 160L << 20;

    private static TimeSpan Duration => TimeSpan.FromSeconds(DurabilityTests.IsLong ? 120 : 20);

    [Fact]
    public async Task Readers_writers_and_slow_clients_do_not_get_into_each_others_way()
    {
        using var folder = await ServerFolder.Create();
        await using var server = await CliProcess.Serve(folder.Path);
        using var client = folder.Connect(server);
        var large = await CreateLargeList(client);

        using var slow = new SlowReader(server.Url, folder.Token);
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var slowReads = Enumerable.Range(0, SlowReaders)
            .Select(_ => Task.Run(() => slow.Read($"/api/collections/large/records?limit={LargeList}", done.Task)))
            .ToArray();

        var notes = client.Collection<Note>(ServerFolder.Notes);
        using var stop = new CancellationTokenSource(Duration);
        var work = Enumerable.Range(0, Writers).Select(number => Task.Run(() => Write(notes, number, stop.Token)))
            .Concat(Enumerable.Range(0, Readers).Select(number => Task.Run(() => Read(notes, large, number, stop.Token))))
            .ToArray();
        var longest = await WatchLog(folder, stop.Token);
        var answers = await Task.WhenAll(work);
        slowReads.Count(read => read.IsCompleted).ShouldBe(0, "the slow clients hang all the while");
        done.SetResult();

        (await Task.WhenAll(slowReads)).ShouldAllBe(records => records == LargeList);
        answers.ShouldAllBe(count => count > 0);
        longest.ShouldBeLessThan(MostLogBytes);
        server.ShouldHaveLoggedNoErrors();
        (await notes.ListAsync(new ListQuery { Limit = 1 })).Total.ShouldBe(answers.Take(Writers).Sum());
        folder.CheckIntegrity().ShouldBe("ok");
    }

    /// <summary>A list of far more than what is read from the database in one piece.</summary>
    private static async Task<RecordsClient<Note>> CreateLargeList(TinyBaseClient client)
    {
        await client.Collections.CreateAsync(new NewCollection(
            "large", "Large", new CollectionSchema(new Field("marker"), new Field("revision", FieldType.Int), new Field("text"))));
        var large = client.Collection<Note>("large");
        await Parallel.ForAsync(0, LargeList, async (i, cancel) =>
            await large.CreateAsync(new Note($"{i}", 0, new string('x', 2000)), cancel));
        return large;
    }

    /// <summary>Creates records and changes each.</summary>
    /// <returns>How many there are now.</returns>
    private static async Task<long> Write(RecordsClient<Note> notes, int number, CancellationToken stop)
    {
        var written = 0;
        while (!stop.IsCancellationRequested)
        {
            var made = await notes.CreateAsync(Note.Of($"{number}-{written++}", 0), CancellationToken.None);
            await notes.UpdateAsync(made.Id, (object)Note.Of(made.Data.Marker, 1), CancellationToken.None);
        }

        return written;
    }

    /// <summary>Reads lists and single records.</summary>
    /// <returns>How many answers came.</returns>
    private static async Task<long> Read(RecordsClient<Note> notes, RecordsClient<Note> large, int number, CancellationToken stop)
    {
        var answers = 0;
        while (!stop.IsCancellationRequested)
        {
            var page = await notes.ListAsync(new ListQuery { Limit = 20 }, CancellationToken.None);
            page.Total!.Value.ShouldBeGreaterThanOrEqualTo(page.Records.Count);
            foreach (var record in page.Records.Take(3))
            {
                (await notes.GetAsync(record.Id, CancellationToken.None)).Data.Marker.ShouldBe(record.Data.Marker);
            }

            if (number == 0) (await large.ListAsync(new ListQuery { Limit = LargeList }, CancellationToken.None)).Records.Count.ShouldBe(LargeList);
            answers++;
        }

        return answers;
    }

    private static async Task<long> WatchLog(ServerFolder folder, CancellationToken stop)
    {
        var longest = 0L;
        while (!stop.IsCancellationRequested)
        {
            longest = Math.Max(longest, new FileInfo(folder.LogPath).Length);
            await Task.WhenAny(Task.Delay(50, stop));
        }

        return longest;
    }
}
