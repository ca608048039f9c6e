using System.Diagnostics;

using TinyBase.Sdk.Binding;
using TinyBase.Sdk.Frames;

namespace TinyBase.Sdk.Workers;

/// <summary>Makes this process a worker: frames on the streams that it was started with, and its end when they end.</summary>
internal static class WorkerProcess
{
    private static readonly TimeSpan LongestExit = TimeSpan.FromSeconds(2);

    /// <summary>Serves calls until the server closes the standard input; then the process ends, whatever still runs.</summary>
    /// <returns>Never, but for the compiler's sake the exit code.</returns>
    public static async Task<int> RunAsync(FunctionBinding binding)
    {
        var error = Console.Error;
        var (input, output) = ServerPipes.Take();
        var frames = new BlockingFrameWriter(output);
        var reader = new FrameReader(new SynchronousStream(input));
        var worker = new Worker(binding, reader, frames, new FunctionConfig(Environment.GetEnvironmentVariables()), TimeProvider.System);
        Console.SetIn(TextReader.Null);
        Console.SetOut(worker.ConsoleOut);
        Console.SetError(worker.ConsoleError);

        var code = 0;
        try
        {
            // Reading blocks, so it has a thread of its own. Nothing in it awaits what is not there yet.
            await Task.Factory.StartNew(
                () => worker.RunAsync(CancellationToken.None).GetAwaiter().GetResult(),
                CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).ConfigureAwait(false);
        }
        catch (FrameException broken)
        {
            await error.WriteLineAsync($"The server and the worker do not understand each other: {broken.Message}").ConfigureAwait(false);
            code = 1;
        }
        catch (IOException gone)
        {
            await error.WriteLineAsync($"The pipe to the server broke: {gone.Message}").ConfigureAwait(false);
            code = 1;
        }

        Exit(code);
        return code;
    }

    /// <summary>Ends the process even if handlers of its exit never return.</summary>
    private static void Exit(int code)
    {
        var watch = new Thread(() =>
        {
            using var never = new ManualResetEventSlim();
            never.Wait(LongestExit);
            Process.GetCurrentProcess().Kill();
        })
        { IsBackground = true };
        watch.Start();
        Environment.Exit(code);
    }
}
