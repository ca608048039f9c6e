using Microsoft.Extensions.Logging.Abstractions;

using TinyBase.Extensions.Hooks;
using TinyBase.Records;
using TinyBase.Telemetry;

namespace TinyBase.Tests.Extensions;

/// <summary>What features need of hooks, where there are none.</summary>
internal static class NoHooks
{
    public static RecordHooks OfRecords() =>
        new(new BeforeHooks(new HookRegistry(TimeProvider.System), new HookRunner(new Instruments(), TimeProvider.System, NullLogger<HookRunner>.Instance)), TimeProvider.System);
}
