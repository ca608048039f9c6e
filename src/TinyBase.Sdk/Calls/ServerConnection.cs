using TinyBase.Client;

namespace TinyBase.Sdk.Calls;

/// <summary>The way from a call to the server.</summary>
/// <param name="Handler">Carries the requests.</param>
/// <param name="Address">The address of the server; only its form matters where the handler does not use the network.</param>
/// <param name="Token">The token that requests carry; null where the way itself tells who asks.</param>
internal sealed record ServerConnection(HttpMessageHandler Handler, Uri Address, string? Token = null)
{
    private const int LargestAnswer = 64 * 1024 * 1024;

    /// <summary>A client that works until the call ends.</summary>
    public TinyBaseClient NewClient(FunctionContext call)
    {
        var http = new HttpClient(new CallHandler(call, Handler))
        {
            BaseAddress = Address,
            MaxResponseContentBufferSize = LargestAnswer,
            // The time of the call is the limit; CallHandler watches it.
            Timeout = Timeout.InfiniteTimeSpan,
        };
        return new TinyBaseClient(http) { AccessToken = Token };
    }
}
