using System.Runtime.InteropServices;

using TinyBase.Cli.Workspaces;
using TinyBase.Configuration;

namespace TinyBase.Cli.Serving;

/// <summary>Serves, and starts anew with new settings whenever <c>tinybase.toml</c> changes.</summary>
/// <param name="configure">What the command line has to say.</param>
internal sealed class ReloadingServer(Workspace workspace, Action<TinyBaseOptions> configure, TextWriter output, TextWriter error)
{
    private readonly FileWatch _file = new(workspace.SettingsPath, TimeProvider.System);

    /// <summary>Serves until the process is told to stop, or the server cannot start with any settings it had.</summary>
    /// <returns>The exit code of the process.</returns>
    public async Task<int> Run(CancellationToken cancel)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        // A server listens to signals itself, but not while one has gone and the next is to come.
        using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
        using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);

        var settings = workspace.ReadSettings(configure);
        TinyBaseSettings? before = null;
        while (!ended.IsCancellationRequested)
        {
            var (code, next) = await Serve(settings, ended.Token).ConfigureAwait(false);
            if (next is null && (code == ExitCode.Ok || before is null)) return code;
            if (next is null) error.WriteLine("Going back to the settings before.");
            (before, settings) = next is null ? (null, before!) : (settings, next);
        }

        return ExitCode.Ok;

        void End(PosixSignalContext signal)
        {
            signal.Cancel = true;
            ended.Cancel();
        }
    }

    /// <summary>Serves until the settings change.</summary>
    /// <returns>The new settings; without them, what the server ended with.</returns>
    private async Task<(int Code, TinyBaseSettings? Next)> Serve(TinyBaseSettings settings, CancellationToken ended)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ended);
        var serving = Server.Run(settings, output, error, stop.Token);
        var changing = NextSettings(stop.Token);
        var changed = await Task.WhenAny(serving, changing).ConfigureAwait(false) == changing;
        if (changed && !ended.IsCancellationRequested) output.WriteLine($"{SettingsLoader.FileName} changed, restarting…");
        await stop.CancelAsync().ConfigureAwait(false);
        var code = await EndOf(serving).ConfigureAwait(false);
        return (code, await changing.ConfigureAwait(false));
    }

    private static async Task<int> EndOf(Task<int> serving)
    {
        try
        {
            return await serving.ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // It was told to stop while it started.
            return ExitCode.Ok;
        }
    }

    /// <summary>Waits for settings that can be used; says what is wrong with others.</summary>
    /// <returns>Null if it was told to stop.</returns>
    private async Task<TinyBaseSettings?> NextSettings(CancellationToken cancel)
    {
        while (await _file.WaitForChange(cancel).ConfigureAwait(false))
        {
            try
            {
                return workspace.ReadSettings(configure);
            }
            catch (SettingsException refused)
            {
                foreach (var problem in refused.Errors) error.WriteError(problem.ToString());
                error.WriteLine("The server goes on with the settings that it has.");
            }
        }

        return null;
    }
}
