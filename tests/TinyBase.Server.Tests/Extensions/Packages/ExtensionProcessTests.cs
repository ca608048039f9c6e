using System.Net.Sockets;
using System.Text;

using Shouldly;

using TinyBase.Server.Tests.Cli;
using TinyBase.Server.Tests.Durability;
using TinyBase.Server.Tests.Hosting;

using Xunit;

namespace TinyBase.Server.Tests.Extensions.Packages;

/// <summary>What extensions find in the process of <c>tinybase serve</c>, other than in a host of their own.</summary>
public sealed class ExtensionProcessTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>Enough for two minutes at the slowest rate that the server lets a body have.</summary>
    private static readonly string FirstPart = new('-', 30_000);

    [Fact]
    public async Task Threads_that_extensions_block_keep_no_connection_from_being_served()
    {
        using var patience = new CancellationTokenSource(Patience);
        using var folder = await ServerFolder.Create();
        await using var server = await CliProcess.Serve(folder.Path);
        using var client = folder.Connect(server);
        var note = await client.Collection(ServerFolder.Notes).CreateAsync(new() { ["marker"] = "m" }, patience.Token);
        using var http = server.CreateClient();
        (await new ApiClient(http, folder.Token).Install(TestPackage.Full())).Expect(201);
        // More than there are threads that wait for sockets, each of which has served one of these connections by then.
        var connections = Enumerable.Range(0, 2 * (Environment.ProcessorCount + 1)).Select(_ => new RawConnection(server.Url)).ToList();
        try
        {
            foreach (var connection in connections)
            {
                for (var i = 0; i < 3; i++)
                {
                    await connection.Send($"GET /api/collections/notes/records/{note.Id} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {folder.Token}\r\n\r\n", patience.Token);
                    (await connection.Read("\"marker\":\"m\"", patience.Token)).ShouldContain("HTTP/1.1 200 OK");
                }

                await connection.Send($"POST /api/ext/full/bad/blocks-on-body HTTP/1.1\r\nHost: x\r\nContent-Length: {FirstPart.Length + 4}\r\nExpect: 100-continue\r\n\r\n", patience.Token);
                await connection.Read("HTTP/1.1 100 Continue\r\n\r\n", patience.Token);
                await connection.Send(FirstPart, patience.Token);
            }

            foreach (var _ in connections)
            {
                using var other = folder.Connect(server);
                (await other.Collection(ServerFolder.Notes).GetAsync(note.Id, patience.Token)).Id.ShouldBe(note.Id);
            }

            foreach (var connection in connections)
            {
                await connection.Send("rest", patience.Token);
                (await connection.Read($"{FirstPart.Length + 3}", patience.Token)).ShouldContain("HTTP/1.1 200 OK");
            }
        }
        finally
        {
            foreach (var connection in connections) connection.Dispose();
        }
    }

    [Fact]
    public async Task A_culture_can_be_named_and_is_as_the_invariant_one()
    {
        using var folder = await ServerFolder.Create();
        await using var server = await CliProcess.Serve(folder.Path);
        using var http = server.CreateClient();
        var api = new ApiClient(http, folder.Token);
        (await api.Install(TestPackage.Full())).Expect(201);

        (await api.Get("/api/ext/full/culture/de-DE")).Expect(200).Json.GetProperty("text").GetString().ShouldBe("de-DE 1.5");
    }

    /// <summary>A connection on which requests are sent as they stand.</summary>
    private sealed class RawConnection : IDisposable
    {
        private readonly TcpClient _tcp = new();
        private readonly StringBuilder _unread = new();

        public RawConnection(Uri url) => _tcp.Connect(url.Host, url.Port);

        public ValueTask Send(string text, CancellationToken cancel) => _tcp.GetStream().WriteAsync(Encoding.ASCII.GetBytes(text), cancel);

        /// <summary>Reads up to and including a text, and what has come with it.</summary>
        public async Task<string> Read(string end, CancellationToken cancel)
        {
            var buffer = new byte[4096];
            while (!_unread.ToString().Contains(end, StringComparison.Ordinal))
            {
                var count = await _tcp.GetStream().ReadAsync(buffer, cancel);
                if (count == 0) throw new EndOfStreamException($"The connection ended after: {_unread}");
                _unread.Append(Encoding.UTF8.GetString(buffer, 0, count));
            }

            var read = _unread.ToString();
            _unread.Clear();
            return read;
        }

        public void Dispose() => _tcp.Dispose();
    }
}
