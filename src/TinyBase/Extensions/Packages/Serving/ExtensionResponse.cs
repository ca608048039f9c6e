using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace TinyBase.Extensions.Packages.Serving;

/// <summary>
/// The answer of an extension. What it says of status and headers goes to the client with the first of the body, or at the end. Once it is cut off,
/// nothing that the extension still does reaches the request: by then the server may use that for another one.
/// </summary>
internal sealed class ExtensionResponse(HttpContext outer, Action started) : ForwardStream, IHttpResponseFeature
{
    private readonly Lock _gate = new();
    private readonly Stack<(Func<object, Task> Callback, object State)> _starting = new();
    private readonly Stack<(Func<object, Task> Callback, object State)> _completed = new();
    private Task _writing = Task.CompletedTask;
    private bool _isCutOff;

    public int StatusCode { get; set; } = StatusCodes.Status200OK;

    public string? ReasonPhrase { get; set; }

    public IHeaderDictionary Headers { get; set; } = new HeaderDictionary();

    public bool HasStarted { get; private set; }

    public override bool CanWrite => true;

    /// <summary>The feature asks for it; the body is written through the feature for bodies, which writes here.</summary>
    Stream IHttpResponseFeature.Body
    {
        get => this;
        set => throw new NotSupportedException();
    }

    public void OnStarting(Func<object, Task> callback, object state) => _starting.Push((callback, state));

    public void OnCompleted(Func<object, Task> callback, object state) => _completed.Push((callback, state));

    /// <summary>Sends status and headers, unless they are sent.</summary>
    public async Task Start()
    {
        if (HasStarted) return;
        while (_starting.TryPop(out var next)) await next.Callback(next.State).ConfigureAwait(false);
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isCutOff, this);
            HasStarted = true;
            outer.Response.StatusCode = StatusCode;
            // What the server has set stays where the extension says nothing of it.
            foreach (var (name, value) in Headers) outer.Response.Headers[name] = value;
        }

        started();
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        await Start().ConfigureAwait(false);
        await Forward(body => body.WriteAsync(buffer, cancellationToken).AsTask()).ConfigureAwait(false);
    }

    public override async Task FlushAsync(CancellationToken cancellationToken)
    {
        await Start().ConfigureAwait(false);
        await Forward(body => body.FlushAsync(cancellationToken)).ConfigureAwait(false);
    }

    /// <summary>Runs what is to be done at the end of a request.</summary>
    public async Task Complete()
    {
        while (_completed.TryPop(out var next)) await next.Callback(next.State).ConfigureAwait(false);
    }

    /// <summary>Lets nothing more out, and waits for what is on its way.</summary>
    /// <returns>Whether the client has got the beginning of an answer.</returns>
    public async Task<bool> CutOff()
    {
        bool hasStarted;
        Task writing;
        lock (_gate)
        {
            _isCutOff = true;
            hasStarted = HasStarted;
            writing = _writing;
        }

        // Its client may be slow, and may never take it.
        if (!writing.IsCompleted) outer.Abort();
        await writing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return hasStarted;
    }

    private async Task Forward(Func<Stream, Task> write)
    {
        Task writing;
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isCutOff, this);
            _writing = writing = write(outer.Response.Body);
        }

        await End(writing).ConfigureAwait(false);
        await writing.ConfigureAwait(false);
    }
}
