using Microsoft.Extensions.Logging;

using TinyBase.Client;
using TinyBase.Sdk.Calls;
using TinyBase.Sdk.Frames;

namespace TinyBase;

/// <summary>One call of a function: who calls, what started it, and what the function may use meanwhile.</summary>
/// <remarks>It is safe to use from several threads, but only while the call runs.</remarks>
public sealed class FunctionContext
{
    private readonly CallDetails _call;
    private readonly ILogger _log;
    private readonly Lazy<TinyBaseClient> _client;
    private volatile bool _ended;

    /// <summary>A call for a unit test of a function: it needs no server.</summary>
    /// <param name="options">What the function is to see; null for the defaults.</param>
    public FunctionContext(FunctionContextOptions? options = null)
    {
        options ??= new FunctionContextOptions();
        _call = new CallDetails
        {
            Name = options.Name,
            CallId = options.CallId,
            RequestId = options.RequestId,
            UserId = options.UserId,
            Email = options.Email,
            IsAdmin = options.IsAdmin,
            Trigger = options.Trigger,
            TriggerId = options.TriggerId,
        };
        _log = options.Log;
        _client = new Lazy<TinyBaseClient>(() => options.Client ?? throw new InvalidOperationException(
            $"The function uses its client, and the test gave it none: set {nameof(FunctionContextOptions)}.{nameof(FunctionContextOptions.Client)}."));
        Config = FunctionConfig.Of(options.Config);
        Time = options.Time;
        Cancel = options.Cancel;
        MaxResultBytes = FrameFormat.LargestResult;
    }

    internal FunctionContext(CallDetails call, CallServices services)
    {
        _call = call;
        _log = services.Log;
        _client = new Lazy<TinyBaseClient>(() => services.Connect().NewClient(this));
        Config = services.Config;
        Time = services.Time;
        Cancel = services.Cancel;
        TimeUp = services.TimeUp;
        MaxResultBytes = services.MaxResultBytes;
    }

    /// <summary>The name of the function.</summary>
    public string Name => _call.Name;

    /// <summary>The id of the call, as its record has it.</summary>
    public string CallId => _call.CallId;

    /// <summary>The id of the request, as its answer and the server's log have it.</summary>
    public string RequestId => _call.RequestId;

    /// <summary>The calling user; null for nobody known and for schedules.</summary>
    public Guid? UserId => _call.UserId;

    /// <summary>The e-mail address of the calling user; null for nobody known.</summary>
    public string? Email => _call.Email;

    /// <summary>Whether an admin calls; true for schedules too.</summary>
    public bool IsAdmin => _call.IsAdmin;

    /// <summary>What started the call.</summary>
    public Trigger Trigger => _call.Trigger;

    /// <summary>The id of the schedule that started it; null if it was called.</summary>
    public string? TriggerId => _call.TriggerId;

    /// <summary>The clock, for code that takes one.</summary>
    public TimeProvider Time { get; }

    /// <summary>The time now, in UTC.</summary>
    public DateTimeOffset Now => Time.GetUtcNow();

    /// <summary>Cancelled when the time of the call is up or its result is no longer wanted. Pass it on to whatever waits.</summary>
    public CancellationToken Cancel { get; }

    /// <summary>Configuration and secrets: <c>ctx.Config["SMTP_HOST"]</c> is the variable <c>TINYBASE_FN_SMTP_HOST</c>.</summary>
    public FunctionConfig Config { get; }

    /// <summary>Writes to the log of the call; the names in a template become fields of the line.</summary>
    /// <exception cref="InvalidOperationException">The call has ended.</exception>
    public ILogger Log
    {
        get
        {
            RequireRunning();
            return _log;
        }
    }

    /// <summary>The client of this server, with the rights of the caller. It works only until the call ends.</summary>
    /// <exception cref="InvalidOperationException">
    /// The call has ended; or the function runs alone and <c>TINYBASE_API_URL</c> or <c>TINYBASE_API_TOKEN</c> is not set.
    /// </exception>
    public TinyBaseClient Client
    {
        get
        {
            RequireRunning();
            return _client.Value;
        }
    }

    /// <summary>Cancelled only when the time of the call is up.</summary>
    internal CancellationToken TimeUp { get; }

    /// <summary>The largest result, in bytes.</summary>
    internal int MaxResultBytes { get; }

    internal void End() => _ended = true;

    internal void RequireRunning()
    {
        if (_ended)
        {
            throw new InvalidOperationException(
                $"The call {CallId} of function '{Name}' has ended, and so have its client and log. Await whatever uses them before the function returns.");
        }
    }
}
