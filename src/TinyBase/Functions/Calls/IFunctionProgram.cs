using TinyBase.Hosting;
using TinyBase.Sdk.Binding;

namespace TinyBase.Functions.Calls;

/// <summary>Runs the calls of one version of a function.</summary>
internal interface IFunctionProgram
{
    /// <summary>Runs a call. It ends with an outcome, also when the program fails or its time is up.</summary>
    /// <param name="run">The call.</param>
    /// <param name="cancel">Cancelled when nobody waits for the call any more, or its time is up.</param>
    Task<FunctionOutcome> Run(FunctionRun run, CancellationToken cancel);

    /// <summary>Lets calls in flight end and gives up what it holds; a newer version answers now.</summary>
    void Retire();
}

/// <summary>A call, as the program of a function sees it.</summary>
internal sealed record FunctionRun
{
    public required string CallId { get; init; }

    public required string RequestId { get; init; }

    /// <summary>Who calls.</summary>
    public required Caller Caller { get; init; }

    /// <summary>Whose rights its requests have.</summary>
    public required Caller Rights { get; init; }

    public Trigger Trigger { get; init; }

    public string? TriggerId { get; init; }

    /// <summary>The input as UTF-8 JSON.</summary>
    public required ReadOnlyMemory<byte> Input { get; init; }

    /// <summary>How long it may take.</summary>
    public required TimeSpan Limit { get; init; }

    /// <summary>How many calls there are around it, of functions that call functions; 0 for none.</summary>
    public required int Depth { get; init; }

    /// <summary>Its turn, which the program keeps where the function goes on after it was answered.</summary>
    public required LineTurn Turn { get; init; }

    /// <summary>Where its lines go.</summary>
    public required CallLog Log { get; init; }
}
