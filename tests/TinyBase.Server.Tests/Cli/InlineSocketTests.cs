using System.Net.Sockets;
using System.Text;

using Shouldly;

using TinyBase.Cli.Serving;
using TinyBase.Server.Tests.Durability;

using Xunit;

namespace TinyBase.Server.Tests.Cli;

/// <summary>Requests that are answered on the thread that waits for their socket, and those that are not.</summary>
public sealed class InlineSocketTests
{
    /// <summary>Of no length that a request has, so that they are cut anywhere.</summary>
    private const int Piece = 777;

    /// <summary>What the server uses of the runtime beyond its public surface: a runtime without it would serve slower, and say nothing.</summary>
    [Fact]
    public void The_runtime_can_complete_single_sockets_inline_except_on_Windows() =>
        InlineSockets.IsSupported.ShouldBe(!OperatingSystem.IsWindows());

    [Fact]
    public async Task Brief_requests_and_others_on_one_connection_are_answered_in_their_order()
    {
        using var folder = await ServerFolder.Create();
        await using var server = await CliProcess.Serve(folder.Path);
        using var client = folder.Connect(server);
        var id = (await client.Collection(ServerFolder.Notes).CreateAsync(new() { ["marker"] = "m" })).Id;
        var head = $"Host: x\r\nAuthorization: Bearer {folder.Token}\r\n";
        const string Body = """{"marker": "n"}""";
        var three = $"POST /api/collections/notes/records HTTP/1.1\r\n{head}Content-Type: application/json\r\nContent-Length: {Body.Length}\r\n\r\n{Body}"
            + $"GET /api/collections/notes/records/{id} HTTP/1.1\r\n{head}\r\n"
            + $"GET /api/collections/notes/records?limit=1 HTTP/1.1\r\n{head}\r\n";
        var requests = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat(three, 20)) + $"GET /health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

        await Parallel.ForAsync(0, 8, async (_, cancel) =>
        {
            using var connection = new TcpClient(server.Url.Host, server.Url.Port);
            var answers = new StreamReader(connection.GetStream()).ReadToEndAsync(cancel);
            foreach (var piece in requests.Chunk(Piece)) await connection.GetStream().WriteAsync(piece, cancel);
            (await answers).Split("HTTP/1.1 ")[1..].Select(answer => answer[..3]).ShouldBe([.. Enumerable.Repeat<string[]>(["201", "200", "200"], 20).SelectMany(status => status), "200"]);
        });

        (await client.Collection(ServerFolder.Notes).ListAsync()).Total.ShouldBe(161);
        server.ShouldHaveLoggedNoErrors();
    }
}
