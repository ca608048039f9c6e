using System.Net.Sockets;
using System.Text;
using Shouldly;
using TinyBase.Client;
using TinyBase.Server.Tests.Cli;
using Xunit;

namespace TinyBase.Server.Tests.Durability;

public class AbortTests
{
    [Fact]
    public async Task Clients_that_leave_in_the_middle_leave_nothing_broken_behind()
    {
        using var folder = await ServerFolder.Create();
        await using var server = await CliProcess.Serve(folder.Path);
        using var client = folder.Connect(server);
        var notes = client.Collection<Note>(ServerFolder.Notes);
        await Parallel.ForAsync(0, 500, async (i, cancel) => await notes.CreateAsync(Note.Of($"kept {i}", 0), cancel));

        var aborted = 0;
        await Parallel.ForAsync(0, 400, new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (i, _) =>
        {
            if (i % 4 == 0) await SendHalf(server.Url, folder.Token);
            else if (await IsAborted(notes, i)) Interlocked.Increment(ref aborted);
        });

        aborted.ShouldBeGreaterThan(0);
        await notes.CreateAsync(Note.Of("last", 0));
        var page = await notes.ListAsync(new ListQuery { Limit = 1000 });
        page.Total.ShouldBe(page.Records.Count);
        page.Records.Count(record => record.Data.Marker.StartsWith("kept", StringComparison.Ordinal)).ShouldBe(500);
        page.Records.Select(record => record.Data.Marker).ShouldBeUnique();
        server.ShouldHaveLoggedNoErrors();
        folder.CheckIntegrity().ShouldBe("ok");
    }

    /// <summary>Begins a request and drops the connection at some moment.</summary>
    private static async Task<bool> IsAborted(RecordsClient<Note> notes, int number)
    {
        using var cancel = new CancellationTokenSource(TimeSpan.FromMicroseconds(number * 37 % 4000));
        try
        {
            if (number % 2 == 0) await notes.ListAsync(new ListQuery { Limit = 500 }, cancel.Token);
            else await notes.CreateAsync(Note.Of($"aborted {number}", 0), cancel.Token);
            return false;
        }
        catch (OperationCanceledException)
        {
            return true;
        }
    }

    /// <summary>Promises a body and hangs up after the first bytes of it.</summary>
    private static async Task SendHalf(Uri server, string token)
    {
        using var connection = new TcpClient();
        await connection.ConnectAsync(server.Host, server.Port);
        var head = $"POST /api/collections/{ServerFolder.Notes}/records HTTP/1.1\r\nHost: {server.Authority}\r\n"
            + $"Authorization: Bearer {token}\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{{\"data\": {{\"mark";
        await connection.GetStream().WriteAsync(Encoding.ASCII.GetBytes(head));
        connection.LingerState = new LingerOption(true, 0);
    }
}
