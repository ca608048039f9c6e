using System.Collections.Concurrent;

using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

using TinyBase.Configuration;
using TinyBase.Extensions.Hooks;
using TinyBase.Extensions.Packages.Loading;
using TinyBase.Extensions.Packages.Safety;
using TinyBase.Extensions.Packages.Settings;
using TinyBase.Extensions.Packages.Store;
using TinyBase.Functions;

namespace TinyBase.Extensions.Packages.Running;

/// <summary>
/// The extensions in this process: starts and stops them. Whatever an extension does meanwhile, be it that it throws or hangs, ends in a
/// reason and not in an exception. Its callers see to it that nothing is started and stopped at once.
/// </summary>
internal sealed partial class ExtensionHost(
    ExtensionFolder folder,
    ExtensionBuilds builds,
    LoadedCodes codes,
    ExtensionStart start,
    ExtensionMigrations migrations,
    ExtensionValues values,
    ExtensionTraces traces,
    HookRegistry hooks,
    HookLifetime lifetime,
    FunctionCatalog functions,
    TinyBaseOptions options,
    TimeProvider clock,
    ILogger<ExtensionHost> logger) : IAsyncDisposable
{
    /// <summary>How long shutdown hooks have together.</summary>
    private static readonly TimeSpan EndTimeout = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<string, ExtensionStatus> _status = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, CallCounter> _counters = new(StringComparer.Ordinal);

    /// <summary>Why no extension is started at all; null if they are.</summary>
    public string? Off =>
        !options.Extensions.Enabled ? ExtensionRules.Off
        : options.Extensions.Safe ? "The server was started with --safe, which starts no extension."
        : null;

    /// <summary>How it stands with an extension.</summary>
    public ExtensionStatus StatusOf(string name) => _status.GetValueOrDefault(name, ExtensionStatus.None);

    /// <summary>An extension that is served; null if it is not.</summary>
    public RunningExtension? Find(string name) => StatusOf(name).Running;

    /// <summary>Whether an extension has been started in this process.</summary>
    public bool Knows(string name) => _counters.ContainsKey(name);

    /// <summary>Starts an extension and serves it.</summary>
    /// <returns>Why it does not run; null if it does.</returns>
    public async Task<string?> Start(string name, CancellationToken cancel)
    {
        var began = clock.GetTimestamp();
        try
        {
            var manifest = ReadManifest(name);
            _status[name] = new ExtensionStatus(manifest, IsStarting: true);
            var running = await Start(manifest, cancel).ConfigureAwait(false);
            if (Publish(running) is { } taken)
            {
                await running.DisposeAsync().ConfigureAwait(false);
                throw start.Taken(taken);
            }

            Log.Started(logger, name, manifest.Version, clock.GetElapsedTime(began).TotalMilliseconds);
            return null;
        }
        catch (Exception error)
        {
            _status[name] = StatusOf(name) with { Running = null, IsStarting = false };
            var reason = ExtensionStart.Reason(error);
            Log.NotStarted(logger, error, name, reason);
            return reason;
        }
    }

    /// <summary>Takes an extension out at once, and then ends it.</summary>
    public async Task Stop(string name)
    {
        if (Find(name) is not { } running) return;
        running.Stop();
        _status[name] = StatusOf(name) with { Running = null };
        functions.Remove(running.Functions);
        running.Hooks.Remove();
        await EndHooks(running).ConfigureAwait(false);
        await running.DisposeAsync().ConfigureAwait(false);
        Log.Stopped(logger, name);
    }

    /// <summary>Reads the manifest of an extension that is not to be started, so that it can be shown.</summary>
    public void Look(string name) => _status[name] = new ExtensionStatus(ExtensionManifestReader.Read(folder.Of(name)).Manifest);

    /// <summary>Forgets an extension that is gone, and its code as far as that goes.</summary>
    public void Forget(string name)
    {
        _status.TryRemove(name, out _);
        codes.Unload(name);
    }

    /// <summary>Ends all, when requests and hooks have ended.</summary>
    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(_status.Values.Select(status => status.Running).OfType<RunningExtension>().Select(running => running.DisposeAsync().AsTask())).ConfigureAwait(false);
        _status.Clear();
        foreach (var counter in _counters.Values) counter.Dispose();
        _counters.Clear();
    }

    private ExtensionManifest ReadManifest(string name)
    {
        var read = ExtensionManifestReader.Read(folder.Of(name));
        if (read.Manifest is not { } manifest) throw new ExtensionLoadException(read.Problem!);
        if (manifest.Name != name) throw new ExtensionLoadException($"Its extension.toml names it '{manifest.Name}', but it is installed as '{name}'.");
        return manifest.Incompatibility() is { } needs ? throw new ExtensionLoadException(needs) : manifest;
    }

    private async Task<RunningExtension> Start(ExtensionManifest manifest, CancellationToken cancel)
    {
        var built = await builds.Assembly(folder.Of(manifest.Name), manifest, cancel).ConfigureAwait(false);
        if (built.Assembly is not { } assembly) throw new ExtensionLoadException(string.Join("; ", built.Problems));
        var settings = ExtensionValues.Configuration(await values.Of(manifest, cancel).ConfigureAwait(false));
        traces.BeginStart(manifest.Name);
        try
        {
            await migrations.Run(manifest, folder.Of(manifest.Name), cancel).ConfigureAwait(false);
            return await StartInTime(manifest, assembly, settings, cancel).ConfigureAwait(false);
        }
        finally
        {
            traces.EndStart(manifest.Name);
        }
    }

    /// <summary>On a thread of the pool and not waited for beyond its time; what comes of it later is thrown away.</summary>
    private async Task<RunningExtension> StartInTime(ExtensionManifest manifest, string assembly, IConfiguration settings, CancellationToken cancel)
    {
        var limit = TimeSpan.FromSeconds(options.Extensions.StartTimeoutSeconds);
        var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var counter = _counters.GetOrAdd(manifest.Name, name => new CallCounter(traces.CounterOf(name)));
        var calls = new ExtensionCalls(counter, clock);
        var starting = Task.Run(
            () => start.Start(manifest, folder.Of(manifest.Name), codes.Get(manifest.Name, assembly), settings, calls, stop.Token), CancellationToken.None);
        try
        {
            return await starting.WaitAsync(limit, clock, cancel).ConfigureAwait(false);
        }
        catch (Exception error) when (!starting.IsCompleted)
        {
            await stop.CancelAsync().ConfigureAwait(false);
            _ = Discard(starting);
            throw error is TimeoutException ? new ExtensionLoadException($"It took longer than {limit.TotalSeconds} s to start.", error) : error;
        }
    }

    private static async Task Discard(Task<RunningExtension> starting)
    {
        await ((Task)starting).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (starting.IsCompletedSuccessfully) await (await starting.ConfigureAwait(false)).DisposeAsync().ConfigureAwait(false);
    }

    /// <returns>The name of a function that somebody else has; null if all is served.</returns>
    private string? Publish(RunningExtension running)
    {
        if (functions.Add(running.Functions) is { } taken) return taken;
        hooks.Add(running.Hooks);
        _status[running.Manifest.Name] = new ExtensionStatus(running.Manifest, running);
        return null;
    }

    private async Task EndHooks(RunningExtension running)
    {
        using var stop = new CancellationTokenSource(EndTimeout, clock);
        try
        {
            await lifetime.End(running.Hooks.Subscribers, stop.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            Log.EndTookTooLong(logger, running.Manifest.Name, EndTimeout.TotalSeconds);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(8402, LogLevel.Information, "The extension '{Extension}' {Version} runs, after {Milliseconds:0} ms")]
        public static partial void Started(ILogger logger, string extension, string version, double milliseconds);

        [LoggerMessage(8403, LogLevel.Error, "The extension '{Extension}' does not run: {Reason}")]
        public static partial void NotStarted(ILogger logger, Exception error, string extension, string reason);

        [LoggerMessage(8404, LogLevel.Information, "The extension '{Extension}' is stopped")]
        public static partial void Stopped(ILogger logger, string extension);

        [LoggerMessage(8405, LogLevel.Warning, "The hooks at the end of the extension '{Extension}' took longer than {Seconds} s and were given up")]
        public static partial void EndTookTooLong(ILogger logger, string extension, double seconds);
    }
}
