using Microsoft.Extensions.Logging;

using TinyBase.Sdk.Frames;

namespace TinyBase.Sdk.Calls;

/// <summary>What a call may use, which depends on where it runs: in a worker, alone, or inside the server.</summary>
internal sealed record CallServices
{
    public required ILogger Log { get; init; }

    public required FunctionConfig Config { get; init; }

    /// <summary>Makes the way to the server; called once, when the client is first used. It may throw what the author is to read.</summary>
    public required Func<ServerConnection> Connect { get; init; }

    public required TimeProvider Time { get; init; }

    /// <summary>The largest result, in bytes; where the server sets no lower limit, what fits into a frame.</summary>
    public int MaxResultBytes { get; init; } = FrameFormat.LargestResult;

    /// <summary>Cancelled when the call is to stop, for whatever reason.</summary>
    public CancellationToken Cancel { get; init; }

    /// <summary>Cancelled only when the time of the call is up.</summary>
    public CancellationToken TimeUp { get; init; }
}
