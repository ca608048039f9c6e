using System.Net.Http.Headers;
using System.Text.Json;

namespace TinyBase.Server.Tests.Durability;

/// <summary>A client that asks for much and takes it a few bytes at a time.</summary>
internal sealed class SlowReader : IDisposable
{
    private readonly HttpClient _http;

    public SlowReader(Uri server, string token)
    {
        // Small buffers on this side, so that the server has to keep what is not taken.
        _http = new HttpClient(new SocketsHttpHandler
        {
            ConnectCallback = async (context, cancel) =>
            {
                var socket = new System.Net.Sockets.Socket(System.Net.Sockets.SocketType.Stream, System.Net.Sockets.ProtocolType.Tcp)
                {
                    ReceiveBufferSize = 4096,
                };
                await socket.ConnectAsync(context.DnsEndPoint, cancel);
                return new System.Net.Sockets.NetworkStream(socket, ownsSocket: true);
            },
        })
        {
            BaseAddress = server,
            Timeout = Timeout.InfiniteTimeSpan,
        };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
    }

    /// <summary>Reads a list slowly until it may hurry.</summary>
    /// <returns>How many records came.</returns>
    public async Task<int> Read(string path, Task mayHurry)
    {
        using var response = await _http.GetAsync(path, HttpCompletionOption.ResponseHeadersRead);
        response.EnsureSuccessStatusCode();
        await using var stream = await response.Content.ReadAsStreamAsync();
        using var body = new MemoryStream();
        var piece = new byte[1024];
        while (!mayHurry.IsCompleted)
        {
            body.Write(piece, 0, await stream.ReadAsync(piece));
            await Task.WhenAny(mayHurry, Task.Delay(200));
        }

        await stream.CopyToAsync(body);
        using var page = JsonDocument.Parse(body.GetBuffer().AsMemory(0, (int)body.Length));
        return page.RootElement.GetProperty("records").GetArrayLength();
    }

    public void Dispose() => _http.Dispose();
}
