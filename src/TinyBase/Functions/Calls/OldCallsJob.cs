using TinyBase.Configuration;
using TinyBase.Scheduling;

namespace TinyBase.Functions.Calls;

/// <summary>Forgets the calls of functions that are too old or too many.</summary>
internal sealed class OldCallsJob(FunctionCallStore calls, CurrentSettings settings, TimeProvider clock) : ISystemJob
{
    public string Name => "old_function_calls";

    public string Title => "Remove old function calls";

    public TimeSpan Interval => TimeSpan.FromHours(1);

    public Task Run(CancellationToken cancel) =>
        calls.Clean(clock.GetUtcNow().AddDays(-settings.Options.Functions.KeepCallsDays), settings.Options.Functions.KeepCalls, cancel);
}
