using System.Net;

namespace TinyBase.Client;

/// <summary>Makes the <see cref="HttpClient"/> of a client that was given only an address.</summary>
internal static class OwnHttpClient
{
    private const int MaxAnswerBytes = 64 * 1024 * 1024;

    // Connections are renewed now and then, so that a changed DNS entry is noticed.
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(5);

    /// <summary>Makes two clients with the same connections; the second one has no timeout and is not to outlive the first.</summary>
    public static (HttpClient Http, HttpClient Streaming) Create()
    {
        var handler = new SocketsHttpHandler
        {
            // A followed redirect would drop the token and turn a POST into a GET; better to say that the address is wrong.
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.All,
            PooledConnectionLifetime = ConnectionLifetime,
            UseCookies = false,
        };
        return (
            new HttpClient(handler) { MaxResponseContentBufferSize = MaxAnswerBytes },
            new HttpClient(handler, disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan });
    }
}
