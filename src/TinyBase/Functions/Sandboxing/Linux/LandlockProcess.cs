using System.IO.Pipes;

namespace TinyBase.Functions.Sandboxing.Linux;

/// <summary>A program in the sandbox of <see cref="LandlockSandbox"/>.</summary>
internal sealed class LandlockProcess : SandboxedProcess
{
    private const int StackBytes = 128 * 1024;

    private readonly ProcessGroup _group;
    private readonly TaskCompletionSource<int> _exited = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public LandlockProcess(int pid, ProcessGroup group, PipeStream input, PipeStream output, PipeStream error)
    {
        (Id, _group, Input, Output, Error) = (pid, group, input, output, error);
        new Thread(WaitForExit, StackBytes) { IsBackground = true, Name = "TinyBase sandbox wait" }.Start();
    }

    public override Stream Input { get; }

    public override Stream Output { get; }

    public override Stream Error { get; }

    public override int Id { get; }

    public override Task<int> Exited => _exited.Task;

    public override ProcessUsage Usage => _group.Usage;

    public override void Kill() => _group.Kill();

    public override void Dispose()
    {
        Kill();
        Input.Dispose();
        Output.Dispose();
        Error.Dispose();
    }

    private void WaitForExit()
    {
        var code = ChildProcess.WaitForExit(Id);
        // What it left behind ends with it.
        _group.Dispose();
        _ = ChildProcess.Reap(Id);
        _exited.SetResult(code);
    }
}
