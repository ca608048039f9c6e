using Microsoft.Extensions.DependencyInjection;

using TinyBase.Hosting;
using TinyBase.Server.Tests.Hosting;

namespace TinyBase.Server.Tests.Extensions;

/// <summary>What hooks are told, and what they do then.</summary>
public sealed class Told
{
    private readonly List<HookEvent> _events = [];

    /// <summary>What a hook does with an event.</summary>
    public Func<HookEvent, CancellationToken, Task> Do { get; set; } = (_, _) => Task.CompletedTask;

    public IReadOnlyList<HookEvent> Events
    {
        get { lock (_events) return [.. _events]; }
    }

    public async Task Tell(HookEvent happened, CancellationToken cancel)
    {
        lock (_events) _events.Add(happened);
        await Do(happened, cancel);
    }
}

/// <summary>A hook after everything that happens.</summary>
public sealed class AfterEverything(Told told)
{
    public static ServerSetup Setup(Told told) => new()
    {
        Services = builder => builder.Services.AddSingleton(told),
        Extend = builder => builder.AddHooks<AfterEverything>(),
    };

    [OnStartup]
    [OnShutdown]
    [OnUserRegister]
    [OnUserLogin]
    [OnLoginFail]
    [OnRecordCreate]
    [OnRecordUpdate]
    [OnRecordDelete]
    [OnFunctionCall]
    [OnFunctionComplete]
    [OnScheduleFire]
    [OnCollectionChange]
    public Task Tell(HookEvent happened, CancellationToken cancel) => told.Tell(happened, cancel);
}
