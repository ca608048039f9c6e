using System.ComponentModel;
using System.Diagnostics;

namespace TinyBase.Functions.Sandboxing;

/// <summary>Starts programs with the server's own rights, where the system offers nothing better.</summary>
internal sealed class UnrestrictedSandbox : IProcessSandbox
{
    public SandboxedProcess Start(SandboxedCommand command)
    {
        var start = new ProcessStartInfo(command.FileName, command.Arguments)
        {
            WorkingDirectory = command.WorkingDirectory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            CreateNoWindow = true,
        };
        start.Environment.Clear();
        foreach (var (name, value) in command.Environment) start.Environment[name] = value;
        try
        {
            return new UnrestrictedProcess(Process.Start(start)!);
        }
        catch (Win32Exception error)
        {
            throw new SandboxException($"{command.FileName} could not be started: {error.Message}", error);
        }
    }
}
