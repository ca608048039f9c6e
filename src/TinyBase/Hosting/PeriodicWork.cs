using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace TinyBase.Hosting;

/// <summary>Work of the server's own that is done again and again. A run that fails is told in the log; the next one comes all the same.</summary>
/// <param name="every">How long to wait before each run, the first one too.</param>
internal abstract partial class PeriodicWork(TimeSpan every, TimeProvider clock, ILogger logger) : BackgroundService
{
    /// <summary>Does the work once.</summary>
    public abstract Task RunAsync(CancellationToken cancel);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(every, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
            {
                try
                {
                    await RunAsync(stoppingToken).ConfigureAwait(false);
                }
                catch (Exception error) when (error is not OperationCanceledException)
                {
                    Log.Failed(logger, error, GetType().Name);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The server stops.
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1010, LogLevel.Error, "{Work} failed; it is tried again")]
        public static partial void Failed(ILogger logger, Exception error, string work);
    }
}
