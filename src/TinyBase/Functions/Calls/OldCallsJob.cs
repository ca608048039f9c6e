using TinyBase.Configuration;
using TinyBase.Scheduling;

namespace TinyBase.Functions.Calls;

/// <summary>Forgets the calls of functions that are too old or too many.</summary>
internal sealed class OldCallsJob(FunctionCallStore calls, TinyBaseOptions options, TimeProvider clock) : ISystemJob
{
    public string Name => "old_function_calls";

    public string Title => "Remove old function calls";

    public TimeSpan Interval => TimeSpan.FromHours(1);

    public Task Run(CancellationToken cancel) =>
        calls.Clean(clock.GetUtcNow().AddDays(-options.Functions.KeepCallsDays), options.Functions.KeepCalls, cancel);
}
