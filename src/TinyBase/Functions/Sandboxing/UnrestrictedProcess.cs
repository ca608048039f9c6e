using System.Diagnostics;

namespace TinyBase.Functions.Sandboxing;

/// <summary>A program that runs with the server's own rights.</summary>
internal sealed class UnrestrictedProcess(Process process) : SandboxedProcess
{
    public override Stream Input { get; } = process.StandardInput.BaseStream;

    public override Stream Output { get; } = process.StandardOutput.BaseStream;

    public override Stream Error { get; } = process.StandardError.BaseStream;

    public override int Id { get; } = process.Id;

    public override Task<int> Exited { get; } = WaitForExit(process);

    /// <summary>Of the program alone: what it started is not counted.</summary>
    public override ProcessUsage Usage
    {
        get
        {
            try
            {
                process.Refresh();
                return new ProcessUsage(process.WorkingSet64, process.Threads.Count);
            }
            catch (InvalidOperationException)
            {
                return default;
            }
        }
    }

    public override void Kill()
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // It has ended, or has been disposed of.
        }
    }

    public override void Dispose()
    {
        Kill();
        Input.Dispose();
        Output.Dispose();
        Error.Dispose();
    }

    /// <summary>The process is disposed of here alone, so that its exit is still seen when its owner is done with it.</summary>
    private static async Task<int> WaitForExit(Process process)
    {
        using (process)
        {
            // Not the exit of what holds its pipes: those are read as streams.
            await process.WaitForExitAsync().ConfigureAwait(false);
            return process.ExitCode;
        }
    }
}
