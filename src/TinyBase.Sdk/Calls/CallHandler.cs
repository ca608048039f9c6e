namespace TinyBase.Sdk.Calls;

/// <summary>Sends requests of a call while it runs, and gives them up when it is cancelled.</summary>
internal sealed class CallHandler(FunctionContext call, HttpMessageHandler inner) : DelegatingHandler(inner)
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        call.RequireRunning();
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, call.Cancel);
        return await base.SendAsync(request, either.Token).ConfigureAwait(false);
    }
}
