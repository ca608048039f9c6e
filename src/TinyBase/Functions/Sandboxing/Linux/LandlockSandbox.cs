using System.IO.Pipes;

namespace TinyBase.Functions.Sandboxing.Linux;

/// <summary>
/// Starts programs that reach only what they are granted. <see cref="SandboxSupport"/> says which of its means this system has; those
/// that it has are used.
/// </summary>
internal sealed class LandlockSandbox(SandboxSupport support, IReadOnlyList<string> protectedPaths) : IProcessSandbox
{
    public SandboxedProcess Start(SandboxedCommand command)
    {
        var program = ProgramPath.Find(command.FileName);
        GrantedPath[] granted = [
            .. SystemPaths.For(program),
            .. command.ListablePaths.Select(path => new GrantedPath(path, PathAccess.List)),
            .. command.ReadablePaths.Select(path => new GrantedPath(path, PathAccess.Execute)),
            .. command.WritablePaths.Select(path => new GrantedPath(path, PathAccess.Write)),
        ];
        ProtectedPaths.Check(granted, protectedPaths);

        var input = new AnonymousPipeServerStream(PipeDirection.Out, HandleInheritability.None);
        var output = new AnonymousPipeServerStream(PipeDirection.In, HandleInheritability.None);
        var error = new AnonymousPipeServerStream(PipeDirection.In, HandleInheritability.None);
        ProcessGroup? group = null;
        try
        {
            group = new ProcessGroup();
            var pid = Launch(program, command, granted, (input, output, error), group);
            group.StartedBy(pid);
            foreach (var pipe in new[] { input, output, error }) pipe.DisposeLocalCopyOfClientHandle();
            return new LandlockProcess(pid, group, input, output, error);
        }
        catch
        {
            group?.Dispose();
            input.Dispose();
            output.Dispose();
            error.Dispose();
            throw;
        }
    }

    private int Launch(
        string program,
        SandboxedCommand command,
        GrantedPath[] granted,
        (AnonymousPipeServerStream Input, AnonymousPipeServerStream Output, AnonymousPipeServerStream Error) pipes,
        ProcessGroup group)
    {
        var ruleset = support.LandlockAbi > 0 ? Landlock.CreateRuleset(support.LandlockAbi, granted) : -1;
        try
        {
            var restrictions = new Restrictions(
                ruleset,
                support.FiltersSystemCalls ? SystemCallFilter.For(group.Id, command.Kind) : [],
                support.User,
                [program, .. command.ReadablePaths],
                command.WritablePaths,
                command.CachePaths);
            using var spawn = new PosixSpawn(
                command.WorkingDirectory, Descriptor(pipes.Input), Descriptor(pipes.Output), Descriptor(pipes.Error), group.Id);
            using var launch = new Launch(
                program, command.Arguments, command.Environment.Select(variable => $"{variable.Key}={variable.Value}"), spawn, restrictions);
            return launch.Start();
        }
        finally
        {
            if (ruleset >= 0) _ = SystemCall.Invoke(SystemCall.Close, ruleset);
        }
    }

    private static int Descriptor(AnonymousPipeServerStream pipe) => (int)pipe.ClientSafePipeHandle.DangerousGetHandle();
}
