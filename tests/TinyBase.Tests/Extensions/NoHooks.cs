using Microsoft.Extensions.Logging.Abstractions;

using TinyBase.Extensions.Hooks;
using TinyBase.Hosting;
using TinyBase.Hosting.Events;
using TinyBase.Records;

namespace TinyBase.Tests.Extensions;

/// <summary>What features need of hooks, where there are none.</summary>
internal static class NoHooks
{
    /// <summary>Nobody does something, in no request.</summary>
    public static readonly EventOrigin Nobody = new(Caller.Anonymous, null);

    public static RecordHooks OfRecords() =>
        new(new BeforeHooks(new HookRegistry(TimeProvider.System), new HookRunner(TimeProvider.System, NullLogger<HookRunner>.Instance)), TimeProvider.System);
}
