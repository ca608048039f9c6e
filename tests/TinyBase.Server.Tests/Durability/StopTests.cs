using System.Net.Http.Headers;
using Shouldly;
using TinyBase.Server.Tests.Cli;
using Xunit;

namespace TinyBase.Server.Tests.Durability;

public class StopTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task After_a_restart_everything_is_as_it_was(bool killed)
    {
        using var folder = await ServerFolder.Create();
        IReadOnlyList<string> before;
        await using (var server = await CliProcess.Serve(folder.Path))
        {
            using var client = folder.Connect(server);
            var notes = client.Collection<Note>(ServerFolder.Notes);
            var made = new List<Guid>();
            for (var i = 0; i < 30; i++) made.Add((await notes.CreateAsync(Note.Of($"Grüße 🎉 {i}", 0))).Id);
            await notes.UpdateAsync(made[3], (object)Note.Of("changed", 1));
            await notes.DeleteAsync(made[4]);
            await client.Auth.RegisterAsync("user@example.com", "another long password");
            before = await ReadEverything(server, folder.Token);
            if (killed) await server.Kill(folder);
            else (await server.Stop()).ShouldBe(0, server.Output);
        }

        await using var again = await CliProcess.Serve(folder.Path);
        (await ReadEverything(again, folder.Token)).ShouldBe(before);
    }

    [Fact]
    public async Task Stopping_answers_what_is_under_way_and_leaves_one_file()
    {
        using var folder = await ServerFolder.Create();
        var writers = Enumerable.Range(0, 16).Select(number => new LedgerWriter(number)).ToArray();
        await using (var server = await CliProcess.Serve(folder.Path))
        {
            using var client = folder.Connect(server);
            var notes = client.Collection<Note>(ServerFolder.Notes);
            var running = writers.Select(writer => Task.Run(() => writer.Run(notes))).ToArray();
            while (writers.Any(writer => writer.Acknowledgements < 20) && !running.Any(task => task.IsCompleted)) await Task.Delay(1);
            (await server.Stop()).ShouldBe(0, server.Output);
            await Task.WhenAll(running);
            server.ShouldHaveLoggedNoErrors();
        }

        File.Exists(folder.LogPath).ShouldBeFalse();
        folder.CheckIntegrity().ShouldBe("ok");
        await using var again = await CliProcess.Serve(folder.Path);
        using var reader = folder.Connect(again);
        var found = await reader.Collection<Note>(ServerFolder.Notes).ListAllAsync().ToListAsync();
        var byMarker = found.ToDictionary(record => record.Data.Marker);
        foreach (var writer in writers) writer.Settle(byMarker);
        writers.Sum(writer => writer.Live.Count).ShouldBe(found.Count);
    }

    private static async Task<IReadOnlyList<string>> ReadEverything(CliProcess server, string token)
    {
        using var http = new HttpClient { BaseAddress = server.Url };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        string[] paths = ["/api/auth/me", "/api/auth/setup-status", "/api/collections", $"/api/collections/{ServerFolder.Notes}/records"];
        var answers = new List<string>();
        foreach (var path in paths) answers.Add(await http.GetStringAsync(path));
        return answers;
    }
}
