using Microsoft.Extensions.Logging;

using TinyBase.Audit;
using TinyBase.Configuration;
using TinyBase.Extensions.Packages.Loading;
using TinyBase.Extensions.Packages.Running;
using TinyBase.Extensions.Packages.Safety;
using TinyBase.Extensions.Packages.Settings;
using TinyBase.Extensions.Packages.Store;
using TinyBase.Storage;

namespace TinyBase.Extensions.Packages;

/// <summary>Everything that changes what extensions there are and which of them run, one change after the other.</summary>
internal sealed partial class ExtensionAdministration(
    ExtensionStore store,
    ExtensionHost host,
    ExtensionInstaller installer,
    ExtensionBuilds builds,
    ExtensionSettingStore settings,
    LoadedCodes codes,
    ExtensionTraces traces,
    TinyBaseOptions options,
    TimeProvider clock,
    ILogger<ExtensionAdministration> logger) : IDisposable
{
    /// <summary>Within what time two ends of the server make an extension guilty.</summary>
    private static readonly TimeSpan SuspicionLasts = TimeSpan.FromMinutes(10);

    private readonly SemaphoreSlim _gate = new(1, 1);
    private CrashWatch? _crashes;

    /// <summary>Starts the extensions that are enabled, one after the other by name.</summary>
    public async Task StartAll(CancellationToken cancel)
    {
        installer.Recover();
        builds.RemoveUnfinished();
        var rows = await store.List(cancel).ConfigureAwait(false);
        if (rows.Count == 0) return;
        traces.Prepare();
        foreach (var row in rows)
        {
            host.Look(row.Name);
            if (!row.IsEnabled || host.Off is not null) continue;
            if (await Suspicion(row, cancel).ConfigureAwait(false) is { } guilt) await Disable(row.Name, guilt).ConfigureAwait(false);
            else await Start(row.Name).ConfigureAwait(false);
        }
    }

    /// <summary>Enables or disables an extension.</summary>
    /// <returns>Its row; null if there is none of that name.</returns>
    public Task<ExtensionRow?> SetEnabled(string name, bool? isEnabled, Actor by, CancellationToken cancel) => Alone(
        async () =>
        {
            var row = await store.SetEnabled(name, isEnabled, reason: null, by, CancellationToken.None).ConfigureAwait(false);
            if (row is null || isEnabled is not { } wanted) return row;
            if (!wanted) await host.Stop(name).ConfigureAwait(false);
            else if (host.Find(name) is null) await StartUnlessOff(name).ConfigureAwait(false);
            return await store.Get(name, CancellationToken.None).ConfigureAwait(false);
        },
        cancel);

    /// <summary>Saves settings of an extension, and starts it anew if it runs.</summary>
    public Task<ExtensionRow?> SaveSettings(string name, IReadOnlyDictionary<ExtensionSetting, string?> values, Actor by, CancellationToken cancel) => Alone(
        async () =>
        {
            if (await store.Get(name, CancellationToken.None).ConfigureAwait(false) is null) return null;
            await settings.Save(name, values, by, CancellationToken.None).ConfigureAwait(false);
            if (host.Find(name) is not null)
            {
                await host.Stop(name).ConfigureAwait(false);
                await Start(name).ConfigureAwait(false);
            }

            return await store.Get(name, CancellationToken.None).ConfigureAwait(false);
        },
        cancel);

    /// <summary>Puts an extension that was fetched into its place, and starts it.</summary>
    /// <param name="staged">The extension.</param>
    /// <param name="mayReplace">Whether it may take the place of a version that is there.</param>
    /// <param name="byOperator">Whether the operator named its source.</param>
    /// <param name="by">Who.</param>
    /// <param name="cancel">Cancels it as long as it has not begun.</param>
    public Task<ExtensionChange> Install(StagedExtension staged, bool mayReplace, bool byOperator, Actor by, CancellationToken cancel) => Alone(
        async () =>
        {
            var name = staged.Manifest.Name;
            if (ExtensionRules.Refusal(staged.Manifest, options) is { } refusal) return ExtensionChange.Refused(refusal);
            var before = await store.Get(name, CancellationToken.None).ConfigureAwait(false);
            if (before is not null && !mayReplace) return ExtensionChange.Refused(ExtensionRules.AlreadyInstalled(name));
            var hasRun = host.Find(name) is not null;
            await host.Stop(name).ConfigureAwait(false);
            if (installer.Commit(staged) is { } problem)
            {
                if (before is { IsEnabled: true }) await StartUnlessOff(name).ConfigureAwait(false);
                return ExtensionChange.Refused(problem);
            }

            codes.Unload(name);
            var package = InstalledPackage.Of(staged, byOperator);
            var row = await (before is null ? store.Add(package, by, CancellationToken.None) : store.Replace(package, by, CancellationToken.None)).ConfigureAwait(false);
            host.Look(name);
            if (row!.IsEnabled) await StartUnlessOff(name).ConfigureAwait(false);
            if (hasRun && host.Find(name) is null) return await GoBack(before!, by).ConfigureAwait(false);
            installer.Keep(name);
            await Task.Run(() => codes.Collect(name), CancellationToken.None).ConfigureAwait(false);
            return new ExtensionChange(await store.Get(name, CancellationToken.None).ConfigureAwait(false));
        },
        cancel);

    /// <summary>Uninstalls an extension.</summary>
    /// <returns>What came of it; null if there is none of that name.</returns>
    public Task<ExtensionRemoval?> Uninstall(string name, Actor by, CancellationToken cancel) => Alone<ExtensionRemoval?>(
        async () =>
        {
            if (await store.Get(name, CancellationToken.None).ConfigureAwait(false) is null) return null;
            await host.Stop(name).ConfigureAwait(false);
            try
            {
                installer.Remove(name);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                await store.SetEnabled(name, isEnabled: false, reason: null, by, CancellationToken.None).ConfigureAwait(false);
                return new ExtensionRemoval($"The folder of extension '{name}' cannot be removed: {error.Message}", RestartNeeded: false);
            }

            await store.Remove(name, by, CancellationToken.None).ConfigureAwait(false);
            host.Forget(name);
            builds.Remove(name);
            return new ExtensionRemoval(null, await Task.Run(() => codes.Collect(name), CancellationToken.None).ConfigureAwait(false));
        },
        cancel);

    public void Dispose()
    {
        _crashes?.Dispose();
        _gate.Dispose();
    }

    /// <summary>Puts the version back that ran, since the one in its place does not.</summary>
    private async Task<ExtensionChange> GoBack(ExtensionRow before, Actor by)
    {
        var name = before.Name;
        var reason = (await store.Get(name, CancellationToken.None).ConfigureAwait(false))!.Reason;
        try
        {
            installer.TakeBack(name);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return ExtensionChange.Refused($"The new version of '{name}' does not run: {reason} The one before cannot be put back: {error.Message}");
        }

        codes.Unload(name);
        await store.Restore(before, reason, by, CancellationToken.None).ConfigureAwait(false);
        host.Look(name);
        await StartUnlessOff(name).ConfigureAwait(false);
        await Task.Run(() => codes.Collect(name), CancellationToken.None).ConfigureAwait(false);
        return ExtensionChange.Refused($"The new version of '{name}' does not run, so {before.Version} is back: {reason}");
    }

    private Task StartUnlessOff(string name) => host.Off is null ? Start(name) : Task.CompletedTask;

    /// <summary>Starts an extension; one that cannot be is disabled, with the reason.</summary>
    private async Task Start(string name)
    {
        _crashes ??= new CrashWatch(traces, host.Knows);
        if (await host.Start(name, CancellationToken.None).ConfigureAwait(false) is { } reason) await Disable(name, reason).ConfigureAwait(false);
    }

    private async Task Disable(string name, string reason)
    {
        Log.Disabled(logger, name, reason);
        await store.SetEnabled(name, isEnabled: false, reason, Actor.System, CancellationToken.None).ConfigureAwait(false);
    }

    /// <summary>What the end of the last process says of an extension.</summary>
    /// <returns>Why it is not to be started; null if it may.</returns>
    private async Task<string?> Suspicion(ExtensionRow row, CancellationToken cancel)
    {
        if (traces.Take(row.Name) is { } guilt) return guilt;
        var wasInside = CallCounter.WasInside(traces.CounterOf(row.Name));
        var now = clock.GetUtcNow();
        if (wasInside && row.SuspectedAt is { } before && now - Timestamps.Parse(before) < SuspicionLasts)
        {
            return "The server ended twice within ten minutes while code of the extension ran.";
        }

        if (wasInside) Log.Suspected(logger, row.Name);
        if (wasInside || row.SuspectedAt is not null) await store.Suspect(row.Name, wasInside ? Timestamps.ToText(now) : null, cancel).ConfigureAwait(false);
        return null;
    }

    /// <summary>Runs a change when no other one runs; it is not cancelled once it has begun.</summary>
    private async Task<T> Alone<T>(Func<Task<T>> change, CancellationToken cancel)
    {
        await _gate.WaitAsync(cancel).ConfigureAwait(false);
        try
        {
            return await change().ConfigureAwait(false);
        }
        finally
        {
            _gate.Release();
        }
    }

    private static partial class Log
    {
        [LoggerMessage(8411, LogLevel.Error, "The extension '{Extension}' is disabled: {Reason}")]
        public static partial void Disabled(ILogger logger, string extension, string reason);

        [LoggerMessage(8412, LogLevel.Warning, "The server ended while code of the extension '{Extension}' ran. If that happens again within ten minutes, it is disabled")]
        public static partial void Suspected(ILogger logger, string extension);
    }
}
