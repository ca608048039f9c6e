using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

using TinyBase.Client;

namespace TinyBase;

/// <summary>A call as a unit test wants it to be; what is not given has a value that a function can work with.</summary>
public sealed record FunctionContextOptions
{
    /// <summary>The name of the function. Default: <c>test</c>.</summary>
    public string Name { get; init; } = "test";

    /// <summary>The id of the call. Default: <c>test</c>.</summary>
    public string CallId { get; init; } = "test";

    /// <summary>The id of the request. Default: <c>test</c>.</summary>
    public string RequestId { get; init; } = "test";

    /// <summary>The calling user. Default: null, nobody known.</summary>
    public Guid? UserId { get; init; }

    /// <summary>The e-mail address of the calling user. Default: null, nobody known.</summary>
    public string? Email { get; init; }

    /// <summary>Whether an admin calls. Default: false.</summary>
    public bool IsAdmin { get; init; }

    /// <summary>What started the call. Default: <see cref="Trigger.Manual"/>.</summary>
    public Trigger Trigger { get; init; }

    /// <summary>The id of the schedule that started it. Default: null, it was called.</summary>
    public string? TriggerId { get; init; }

    /// <summary>The clock. Default: that of the system.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Where the log lines go. Default: nowhere.</summary>
    public ILogger Log { get; init; } = NullLogger.Instance;

    /// <summary>Configuration and secrets by their names without <c>TINYBASE_FN_</c>. Default: none; the environment is not looked at.</summary>
    public IReadOnlyDictionary<string, string> Config { get; init; } = new Dictionary<string, string>();

    /// <summary>The client that the function gets, such as one of a server that the test runs. Default: null; using it throws.</summary>
    public TinyBaseClient? Client { get; init; }

    /// <summary>Cancelled when the call is to stop. Default: never.</summary>
    public CancellationToken Cancel { get; init; }
}
