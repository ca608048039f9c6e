using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

using Shouldly;

using TinyBase.Client;
using TinyBase.Examples.LoadData;
using TinyBase.Server.Tests.Cli;

using Xunit;

namespace TinyBase.Server.Tests.EndToEnd;

/// <summary>The main job, done on real data through the command line, the client and the example that loads it.</summary>
public sealed class SampleDataTests
{
    private const string Email = "admin@example.com";
    private const string Password = "a long one";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Real_data_is_loaded_sorted_paged_changed_deleted_and_still_there_after_a_restart()
    {
        var folder = SampleData.FindFolder();
        if (folder is null) Assert.Skip("There is no folder shared/data around the project.");
        var files = await SampleData.ReadAsync(folder, Cancel);
        using var workspace = new TestFolder();
        (await CliProcess.Initialize(workspace.Path, "--admin-email", Email, "--admin-password", Password)).ExitCode.ShouldBe(0);

        Dictionary<string, List<string>> before;
        await using (var server = await CliProcess.Serve(workspace.Path))
        {
            using var client = await LogIn(server);
            foreach (var file in files) await new Loader(client).LoadAsync(file, cancel: Cancel);
            foreach (var file in files) await HoldsTheRowsOf(client, file);
            await SortsByEveryField(client, files);
            await ChangesAndDeletes(client);
            before = await Everything(client, files);
            (await server.Stop()).ShouldBe(0);
        }

        await using (var server = await CliProcess.Serve(workspace.Path))
        {
            using var client = await LogIn(server);
            var after = await Everything(client, files);
            foreach (var (collection, records) in before) after[collection].ShouldBe(records, collection);
        }
    }

    private static async Task<TinyBaseClient> LogIn(CliProcess server)
    {
        var client = new TinyBaseClient(server.Url);
        await client.Auth.LoginAsync(Email, Password, Cancel);
        return client;
    }

    /// <summary>Every row came through the API as it is in the file, whatever its nulls and titles.</summary>
    private static async Task HoldsTheRowsOf(TinyBaseClient client, DataFile file)
    {
        var stored = await All(client, file.Collection.Name);
        var expected = file.Rows.Select(row => Normal(row.Data)).Order(StringComparer.Ordinal).ToList();
        stored.Select(record => Normal(record.Data)).Order(StringComparer.Ordinal).ToList().ShouldBe(expected, file.FileName);
        var page = await client.Collection(file.Collection.Name).ListAsync(new ListQuery { Limit = 1 }, Cancel);
        page.Total.ShouldBe(file.Rows.Count);
    }

    private static async Task SortsByEveryField(TinyBaseClient client, IReadOnlyList<DataFile> files)
    {
        foreach (var file in files)
        {
            foreach (var field in file.Collection.Schema.Fields)
            {
                var page = await client.Collection(file.Collection.Name).ListAsync(
                    new ListQuery { Limit = 1000, SortBy = field.Name, SortOrder = SortOrder.Ascending }, Cancel);
                var values = page.Records.Select(record => record.Data[field.Name]).ToList();
                for (var i = 1; i < values.Count; i++)
                {
                    Compare(values[i - 1], values[i]).ShouldBeLessThanOrEqualTo(0, $"{file.Collection.Name}.{field.Name} at {i}");
                }
            }
        }
    }

    private static async Task ChangesAndDeletes(TinyBaseClient client)
    {
        var movies = client.Collection("movies");
        var worst = (await movies.ListAsync(new ListQuery { Limit = 2, SortBy = "imdb_votes", SortOrder = SortOrder.Descending }, Cancel)).Records;
        var changed = await movies.UpdateAsync(worst[0].Id, new JsonObject { ["imdb_rating"] = 9.9, ["director"] = "Somebody Else" }, Cancel);
        changed.Data["title"]!.ToJsonString().ShouldBe(worst[0].Data["title"]!.ToJsonString());
        changed.Data["imdb_rating"]!.GetValue<double>().ShouldBe(9.9);
        await movies.DeleteAsync(worst[1].Id, Cancel);
        (await Should.ThrowAsync<TinyBaseException>(() => movies.GetAsync(worst[1].Id, Cancel))).Detail
            .ShouldBe($"Record '{worst[1].Id}' not found");
    }

    private static async Task<Dictionary<string, List<string>>> Everything(TinyBaseClient client, IReadOnlyList<DataFile> files)
    {
        var all = new Dictionary<string, List<string>>();
        foreach (var file in files)
        {
            var name = file.Collection.Name;
            all[name] = [.. (await All(client, name)).Select(r => $"{r.Id} {r.OwnerId} {r.CreatedAt:O} {r.UpdatedAt:O} {Normal(r.Data)}")];
        }

        return all;
    }

    private static async Task<List<Record<JsonObject>>> All(TinyBaseClient client, string collection)
    {
        var all = new List<Record<JsonObject>>();
        await foreach (var record in client.Collection(collection).ListAllAsync(cancel: Cancel)) all.Add(record);
        all.Select(record => record.Id).Distinct().Count().ShouldBe(all.Count);
        return all;
    }

    /// <summary>The fields that are not null in the order of their names, numbers as their values.</summary>
    private static string Normal(JsonObject data) => string.Join(
        ",",
        data.Where(field => field.Value is not null)
            .OrderBy(field => field.Key, StringComparer.Ordinal)
            .Select(field => $"{field.Key}={(field.Value!.GetValueKind() == JsonValueKind.Number ? Number(field.Value) : field.Value)}"));

    private static string Number(JsonNode value) => Real(value).ToString("R", CultureInfo.InvariantCulture);

    private static double Real(JsonNode value) => double.Parse(value.ToJsonString(), CultureInfo.InvariantCulture);

    /// <summary>Null first, then by number, or by the bytes of the text.</summary>
    private static int Compare(JsonNode? left, JsonNode? right)
    {
        if (left is null || right is null) return (left is null ? 0 : 1) - (right is null ? 0 : 1);
        return left.GetValueKind() == JsonValueKind.Number
            ? Real(left).CompareTo(Real(right))
            : Encoding.UTF8.GetBytes(left.GetValue<string>()).AsSpan()
                .SequenceCompareTo(Encoding.UTF8.GetBytes(right.GetValue<string>()));
    }
}
