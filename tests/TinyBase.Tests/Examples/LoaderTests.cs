using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Shouldly;
using TinyBase.Client;
using TinyBase.Examples.LoadData;
using Xunit;

namespace TinyBase.Tests.Examples;

public sealed class LoaderTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("tinybase-data-");
    private readonly Server _server = new();
    private readonly CancellationToken _cancel = TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _server.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task The_collection_is_created_before_its_records_and_every_row_arrives_once()
    {
        using var client = Connect();
        var loaded = new Counter();

        await new Loader(client, concurrency: 4).LoadAsync(await FileAsync(rows: 100), loaded: loaded, cancel: _cancel);

        _server.Requests.First().ShouldBe("POST /api/collections");
        _server.Titles.Order().ShouldBe(Enumerable.Range(1, 100).Select(number => $"t{number:000}"));
        _server.MostAtOnce.ShouldBeInRange(1, 4);
        loaded.Sum.ShouldBe(100);
    }

    [Fact]
    public async Task Replacing_deletes_the_collection_first()
    {
        using var client = Connect();

        await new Loader(client).LoadAsync(await FileAsync(rows: 1), replace: true, cancel: _cancel);

        _server.Requests.ShouldBe(["DELETE /api/collections/films", "POST /api/collections", "POST /api/collections/films/records"]);
    }

    [Fact]
    public async Task A_refused_row_is_named_with_its_field_and_value()
    {
        _server.RefusedTitle = "t002";
        using var client = Connect();

        var thrown = await Should.ThrowAsync<LoadException>(new Loader(client).LoadAsync(await FileAsync(rows: 3), cancel: _cancel));

        thrown.Message.ShouldBe("films.csv, row 2: title = \"t002\": String should have at most 3 characters");
    }

    [Theory]
    [InlineData(HttpStatusCode.OK, true)]
    [InlineData(HttpStatusCode.NotFound, false)]
    public async Task Whether_a_collection_exists_is_asked(HttpStatusCode status, bool exists)
    {
        _server.StatusOfCollection = status;
        using var client = Connect();

        (await new Loader(client).ExistsAsync(await FileAsync(rows: 1), _cancel)).ShouldBe(exists);
    }

    [Fact]
    public async Task A_server_that_refuses_to_say_is_not_taken_for_one_without_the_collection()
    {
        _server.StatusOfCollection = HttpStatusCode.Forbidden;
        using var client = Connect();

        await Should.ThrowAsync<TinyBaseException>(new Loader(client).ExistsAsync(await FileAsync(rows: 1), _cancel));
    }

    private TinyBaseClient Connect() => new(new HttpClient(_server) { BaseAddress = new Uri("http://localhost") });

    private async Task<DataFile> FileAsync(int rows)
    {
        var path = Path.Combine(_folder.FullName, "films.csv");
        await File.WriteAllLinesAsync(path, ["Title", .. Enumerable.Range(1, rows).Select(number => $"t{number:000}")], _cancel);
        return await DataFile.ReadAsync(path, _cancel);
    }

    private sealed class Counter : IProgress<int>
    {
        private int _sum;

        public int Sum => _sum;

        public void Report(int value) => Interlocked.Add(ref _sum, value);
    }

    /// <summary>Takes everything except one title.</summary>
    private sealed class Server : HttpMessageHandler
    {
        private int _now;

        public ConcurrentQueue<string> Requests { get; } = new();

        public ConcurrentBag<string> Titles { get; } = [];

        public int MostAtOnce { get; private set; }

        public string? RefusedTitle { get; set; }

        public HttpStatusCode StatusOfCollection { get; set; } = HttpStatusCode.Created;

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var now = Interlocked.Increment(ref _now);
            lock (Requests)
            {
                MostAtOnce = Math.Max(MostAtOnce, now);
            }

            var path = request.RequestUri!.AbsolutePath;
            Requests.Enqueue($"{request.Method} {path}");
            await Task.Yield();
            var answer = path.EndsWith("/records", StringComparison.Ordinal)
                ? Create(JsonNode.Parse(await request.Content!.ReadAsStringAsync(cancellationToken))!["data"]!["title"]!.GetValue<string>())
                : request.Method == HttpMethod.Delete ? new HttpResponseMessage(HttpStatusCode.NoContent)
                : Answer(StatusOfCollection, """
                    {"id":"01890a5d-ac96-774b-bcce-b302099a8057","name":"films","label":"Films","schema":{},"options":{},
                     "created_at":"2026-01-02T03:04:05Z","updated_at":"2026-01-02T03:04:05Z"}
                    """);
            Interlocked.Decrement(ref _now);
            return answer;
        }

        private HttpResponseMessage Create(string title)
        {
            if (title == RefusedTitle)
            {
                return Answer(HttpStatusCode.BadRequest, """
                    {"detail":"Validation error: title",
                     "errors":[{"type":"string_too_long","loc":["body","data","title"],"msg":"String should have at most 3 characters"}]}
                    """);
            }

            Titles.Add(title);
            return Answer(HttpStatusCode.Created, """
                {"id":"01890a5d-ac96-774b-bcce-b302099a8058","collection_id":"01890a5d-ac96-774b-bcce-b302099a8057","owner_id":null,
                 "data":{},"created_at":"2026-01-02T03:04:05Z","updated_at":"2026-01-02T03:04:05Z"}
                """);
        }

        private static HttpResponseMessage Answer(HttpStatusCode status, string body) =>
            new(status) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
    }
}
