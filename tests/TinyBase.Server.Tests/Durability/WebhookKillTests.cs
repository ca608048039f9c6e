using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Shouldly;
using TinyBase.Server.Tests.Cli;
using TinyBase.Server.Tests.Extensions;
using Xunit;

namespace TinyBase.Server.Tests.Durability;

/// <summary>Kept events, while the server is killed and the receiver fails.</summary>
public class WebhookKillTests
{
    private const int Kills = 5;
    private static int Records => DurabilityTests.IsLong ? 200 : 20;
    private static readonly string[] Updates = ["record.update"];

    private static int Events => DurabilityTests.IsLong ? 10_000 : 600;

    [Fact]
    public async Task Each_event_reaches_a_failing_receiver_at_least_once_in_the_order_of_its_record_however_often_the_server_is_killed()
    {
        using var folder = await ServerFolder.Create();
        await using var receiver = await Receiver.Start();
        var arrived = new ConcurrentDictionary<string, ConcurrentQueue<int>>();
        var taken = 0;
        var calls = 0;
        receiver.Answer = (context, request) =>
        {
            if (Interlocked.Increment(ref calls) % 3 == 0)
            {
                context.Response.StatusCode = StatusCodes.Status500InternalServerError;
                return Task.CompletedTask;
            }

            var data = JsonElement.Parse(request.Body).GetProperty("data").GetProperty("new_data");
            arrived.GetOrAdd(data.GetProperty("marker").GetString()!, _ => new()).Enqueue(data.GetProperty("revision").GetInt32());
            Interlocked.Increment(ref taken);
            return Task.CompletedTask;
        };

        var acknowledged = new int[Records];
        var ids = new Guid[Records];
        for (var kill = 0; kill <= Kills; kill++)
        {
            await using var server = await CliProcess.Serve(
                folder.Path, new Dictionary<string, string> { ["TINYBASE_WEBHOOKS_ALLOW_PRIVATE_ADDRESSES"] = "true" });
            using var client = folder.Connect(server);
            var notes = client.Collection<Note>(ServerFolder.Notes);
            if (kill == 0)
            {
                await CreateWebhook(server, folder.Token, receiver.Url);
                for (var i = 0; i < Records; i++) ids[i] = (await notes.CreateAsync(Note.Of(Marker(i), 0))).Id;
            }

            var most = Events * (kill + 1) / (Kills + 1) / Records;
            var writing = Enumerable.Range(0, Records).Select(i => Task.Run(async () =>
            {
                // The first of a round may be written a second time, where its answer was lost.
                for (var revision = acknowledged[i] + 1; revision <= most; revision++)
                {
                    await notes.UpdateAsync(ids[i], Note.Of(Marker(i), revision));
                    acknowledged[i] = revision;
                }
            })).ToList();
            if (kill == Kills)
            {
                await Task.WhenAll(writing);
                await Wait(() => arrived.Count == Records && Enumerable.Range(0, Records).All(i => arrived[Marker(i)].Contains(most)));
                await server.Stop();
                continue;
            }

            var before = taken;
            await Wait(() => taken > before + Events / 20);
            await server.Kill(folder);
            await Task.WhenAll(writing).ContinueWith(_ => { }, TaskScheduler.Default);
        }

        for (var i = 0; i < Records; i++)
        {
            // Whatever comes again comes from the last batch, so without what was there before, all are in their order.
            var first = arrived[Marker(i)].Distinct().ToList();
            first.ShouldBe(Enumerable.Range(1, Events / Records), Marker(i));
        }

        folder.CheckIntegrity().ShouldBe("ok");
    }

    private static string Marker(int i) => i.ToString(CultureInfo.InvariantCulture);

    private static async Task Wait(Func<bool> until)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(5));
        while (!until()) await Task.Delay(20, patience.Token);
    }

    private static async Task CreateWebhook(CliProcess server, string token, Uri url)
    {
        using var http = server.CreateClient();
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var made = await http.PostAsJsonAsync("/api/admin/webhooks", new { name = "Receiver", url, events = Updates });
        made.EnsureSuccessStatusCode();
    }
}
