using Microsoft.Extensions.DependencyInjection;

using TinyBase.Hosting;
using TinyBase.Server.Tests.Hosting;

namespace TinyBase.Server.Tests.Records;

/// <summary>Hooks before every change of a record, which do what a test says.</summary>
public sealed class BeforeAnyChange(Func<RecordEvent, CancellationToken, ValueTask> run)
{
    /// <summary>A server with these hooks.</summary>
    public static ServerSetup Setup(Func<RecordEvent, CancellationToken, ValueTask> run) => new()
    {
        Services = builder => builder.Services.AddSingleton(run),
        Extend = builder => builder.AddHooks<BeforeAnyChange>(),
    };

    [BeforeRecordCreate]
    public ValueTask Create(RecordCreateEvent coming, CancellationToken cancel) => run(coming, cancel);

    [BeforeRecordUpdate]
    public ValueTask Update(RecordUpdateEvent coming, CancellationToken cancel) => run(coming, cancel);

    [BeforeRecordDelete]
    public ValueTask Delete(RecordDeleteEvent coming, CancellationToken cancel) => run(coming, cancel);
}
