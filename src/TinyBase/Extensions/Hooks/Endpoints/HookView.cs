using TinyBase.Storage;

namespace TinyBase.Extensions.Hooks.Endpoints;

/// <summary>The hooks that there are, and how full their queue is.</summary>
internal sealed record HookOverview(IReadOnlyList<HookView> Hooks, HookQueueView Queue);

/// <summary>The queue of hooks whose events are not kept.</summary>
internal sealed record HookQueueView(int Waiting, int Capacity, long Dropped);

/// <summary>A hook and how it does.</summary>
/// <param name="Name">The class and the method.</param>
/// <param name="Source">Whose it is: <c>app</c>, or an extension.</param>
/// <param name="Filter">The collection or function that it is for; null for all.</param>
/// <param name="State">Whether it is run: <c>closed</c>, <c>open</c> while it is left alone, <c>half_open</c> while it is tried again.</param>
/// <param name="Pending">How many kept events wait for it.</param>
/// <param name="Dead">How many were given up.</param>
internal sealed record HookView(
    string Name,
    string Source,
    string Event,
    string? Filter,
    int Order,
    bool Durable,
    double TimeoutSeconds,
    string State,
    long Calls,
    long Failures,
    long Skipped,
    long Pending,
    long Dead,
    string? LastError,
    string? LastErrorAt,
    double? P50Ms,
    double? P95Ms)
{
    public static HookView Of(Subscriber hook, (long Pending, long Dead) kept)
    {
        var figures = hook.Health.Read();
        return new HookView(
            hook.Name,
            hook.Source,
            hook.Point.Name(),
            hook.Filter,
            hook.Order,
            hook.IsDurable,
            hook.Timeout.TotalSeconds,
            NameOf(figures.State),
            figures.Calls,
            figures.Failures,
            figures.Skipped,
            kept.Pending,
            kept.Dead,
            figures.LastError,
            figures.LastErrorAt is { } at ? Timestamps.ToText(at) : null,
            figures.P50Ms,
            figures.P95Ms);
    }

    public static string NameOf(CircuitState state) => state switch
    {
        CircuitState.Closed => "closed",
        CircuitState.Open => "open",
        _ => "half_open",
    };
}
