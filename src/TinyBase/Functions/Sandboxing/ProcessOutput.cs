using System.Text;

namespace TinyBase.Functions.Sandboxing;

/// <summary>What a process that was run to its end has written.</summary>
/// <param name="ExitCode">Its exit code; null if it took too long and was ended.</param>
/// <param name="Output">Its standard output, up to a size.</param>
/// <param name="Error">Its standard error, up to a size.</param>
internal sealed record ProcessOutput(int? ExitCode, string Output, string Error)
{
    /// <summary>Of more than this many bytes the rest is read and dropped, so that the process does not stand still.</summary>
    private const int MaxBytes = 1024 * 1024;

    /// <summary>Runs a program to its end.</summary>
    /// <param name="limit">After which time it is ended.</param>
    /// <exception cref="OperationCanceledException">It was cancelled, and the process ended.</exception>
    public static async Task<ProcessOutput> Run(
        IProcessSandbox sandbox, SandboxedCommand command, TimeSpan limit, TimeProvider clock, CancellationToken cancel)
    {
        using var process = sandbox.Start(command);
        process.Input.Close();
        using var timeout = new CancellationTokenSource(limit, clock);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancel);
        await using var kill = stop.Token.UnsafeRegister(static state => ((SandboxedProcess)state!).Kill(), process).ConfigureAwait(false);
        // Not cancelled: the streams end with the process.
        var output = Read(process.Output);
        var error = Read(process.Error);
        var exitCode = await process.Exited.ConfigureAwait(false);
        var texts = await Task.WhenAll(output, error).ConfigureAwait(false);
        cancel.ThrowIfCancellationRequested();
        return new ProcessOutput(timeout.IsCancellationRequested ? null : exitCode, texts[0], texts[1]);
    }

    private static async Task<string> Read(Stream stream)
    {
        var kept = new MemoryStream();
        var buffer = new byte[16 * 1024];
        int count;
        while ((count = await stream.ReadAsync(buffer).ConfigureAwait(false)) > 0)
        {
            kept.Write(buffer, 0, (int)Math.Min(count, MaxBytes - kept.Length));
        }

        return Encoding.UTF8.GetString(kept.GetBuffer(), 0, (int)kept.Length);
    }
}
