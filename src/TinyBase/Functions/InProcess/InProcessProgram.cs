using Microsoft.Extensions.DependencyInjection;

using TinyBase.Configuration;
using TinyBase.Functions.Callbacks;
using TinyBase.Functions.Calls;
using TinyBase.Functions.Workers;
using TinyBase.Hosting;
using TinyBase.Sdk.Binding;
using TinyBase.Sdk.Calls;

namespace TinyBase.Functions.InProcess;

/// <summary>Runs a function of the embedding app or of an extension, with services of a scope of its own for each call.</summary>
internal sealed class InProcessProgram(
    FunctionBinding binding, IServiceScopeFactory scopes, CallbackRequests callbacks, FunctionOptions options, TimeProvider clock, ICallWatch watch)
    : IFunctionProgram
{
    /// <summary>How long a call keeps its turn after it was told to stop.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    /// <summary>It is never looked up: requests do not leave the process.</summary>
    private static readonly Uri Address = new("http://localhost/");

    /// <summary>Read once: the environment of a process is as it was at its start.</summary>
    private readonly FunctionConfig _config = new(Environment.GetEnvironmentVariables());

    public async Task<FunctionOutcome> Run(FunctionRun run, CancellationToken cancel)
    {
        // They belong to the function, which may go on after nobody waits for it any more: left to the collector, but for what others
        // hold of them, the timer and the place among those that the caller's token would cancel.
        var timeUp = new CancellationTokenSource(run.Limit, clock);
        var stop = CancellationTokenSource.CreateLinkedTokenSource(timeUp.Token);
        await using var gone = cancel.UnsafeRegister(static stop => ((CancellationTokenSource)stop!).Cancel(), stop).ConfigureAwait(false);
        var services = new CallServices
        {
            Log = new CallLogger(run.Log, clock),
            Config = _config,
            Connect = () => new ServerConnection(new CallbackHandler((request, cancelled) => callbacks.Send(request, run, cancelled)), Address),
            Time = clock,
            MaxResultBytes = options.MaxResultBytes,
            Cancel = stop.Token,
            TimeUp = timeUp.Token,
        };
        var work = Task.Run(() => Invoke(run, services, stop.Token), CancellationToken.None);
        try
        {
            return await work.WaitAsync(stop.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // One that never stops cannot be ended, and must not keep others out for good.
            run.Turn.KeepUntil(Task.WhenAny(work, Task.Delay(Grace, clock, CancellationToken.None)));
            return cancel.IsCancellationRequested ? WorkerEnd.Cancelled : WorkerEnd.TimedOut;
        }
        finally
        {
            timeUp.CancelAfter(Timeout.InfiniteTimeSpan);
            // Whatever it left running loses its token, and its client with it.
            await stop.CancelAsync().ConfigureAwait(false);
        }
    }

    public void Retire()
    {
        // It lives as long as the app or the extension.
    }

    private async Task<FunctionOutcome> Invoke(FunctionRun run, CallServices services, CancellationToken cancel)
    {
        var scope = scopes.CreateAsyncScope();
        await using var _ = scope.ConfigureAwait(false);
        var context = new FunctionContext(Details(run), services);
        return await watch.Watch(() => binding.Invoke(context, run.Input, scope.ServiceProvider, cancel)).ConfigureAwait(false);
    }

    private CallDetails Details(FunctionRun run) => new()
    {
        Name = binding.Metadata.Name,
        CallId = run.CallId,
        RequestId = run.RequestId,
        UserId = run.Caller.Id is { } id ? Guid.Parse(id) : null,
        Email = run.Caller.Email,
        IsAdmin = run.Caller.IsAdmin,
        Trigger = run.Trigger,
        TriggerId = run.TriggerId,
    };
}
