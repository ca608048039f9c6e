using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

using TinyBase.Configuration;
using TinyBase.Functions.Building;
using TinyBase.Functions.Calls;
using TinyBase.Functions.Workspace;
using TinyBase.Hosting;

namespace TinyBase.Functions;

/// <summary>What runs beside the requests while the app does: the watch over the files.</summary>
internal sealed partial class FunctionService(
    FunctionFiles files, FunctionCache cache, DotNet dotnet, FunctionCallStore calls, MountPoint mount, TinyBaseOptions options, ILogger<FunctionService> logger)
    : IHostedService, IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private Task _work = Task.CompletedTask;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        // An app that adds TinyBase without mapping it has no calls.
        if (mount.Prefix is null) return;
        await calls.FailInterrupted(cancellationToken).ConfigureAwait(false);
        cache.RemoveUnfinished();
        PrepareFolder();
        if (!dotnet.HasSdk && Directory.Exists(files.Folder)) Log.NoSdk(logger);
        // All functions are known when the first request comes; their builds are not waited for.
        files.Look(_stop.Token);
        _work = files.Watch(_stop.Token);
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _work.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    public void Dispose() => _stop.Dispose();

    /// <summary>Puts what this version of the server builds functions with beside them; one before may have left other packages.</summary>
    private void PrepareFolder()
    {
        if (!Directory.Exists(files.Folder)) return;
        try
        {
            FunctionFolder.Of(Path.GetFullPath(options.Root ?? Directory.GetCurrentDirectory()), files.Folder).Prepare();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            Log.NotPrepared(logger, files.Folder, error.Message);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(
            6303,
            LogLevel.Information,
            "There is no .NET SDK here: functions are served as 'tinybase functions build' has built them, and edits and uploads are not built")]
        public static partial void NoSdk(ILogger logger);

        [LoggerMessage(6302, LogLevel.Warning, "What functions are built with could not be put into {Folder}: {Reason}")]
        public static partial void NotPrepared(ILogger logger, string folder, string reason);
    }
}
