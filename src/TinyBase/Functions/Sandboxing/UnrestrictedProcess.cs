using System.ComponentModel;
using System.Diagnostics;

namespace TinyBase.Functions.Sandboxing;

/// <summary>Starts processes with the rights of the server, where the operating system offers no sandbox.</summary>
internal sealed class UnrestrictedProcess : IProcessSandbox
{
    public SandboxedProcess Start(SandboxedCommand command)
    {
        var start = new ProcessStartInfo(command.FileName, command.Arguments)
        {
            WorkingDirectory = command.WorkingDirectory,
            UseShellExecute = false,
            CreateNoWindow = true,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Clear();
        foreach (var (name, value) in command.Environment) start.Environment[name] = value;
        return new Running(Process.Start(start)!);
    }

    private sealed class Running : SandboxedProcess
    {
        private readonly Process _process;

        public Running(Process process)
        {
            _process = process;
            Id = process.Id;
            Exited = WaitForExit(process);
        }

        public override Stream Input => _process.StandardInput.BaseStream;

        public override Stream Output => _process.StandardOutput.BaseStream;

        public override Stream Error => _process.StandardError.BaseStream;

        public override int Id { get; }

        public override Task<int> Exited { get; }

        public override long ResidentBytes
        {
            get
            {
                try
                {
                    _process.Refresh();
                    return _process.WorkingSet64;
                }
                catch (InvalidOperationException)
                {
                    return 0;
                }
            }
        }

        public override void Kill()
        {
            try
            {
                _process.Kill(entireProcessTree: true);
            }
            catch (Exception error) when (error is InvalidOperationException or Win32Exception or AggregateException)
            {
                // It has ended, or what it started has.
            }
        }

        public override void Dispose()
        {
            Kill();
            _process.Dispose();
        }

        private static async Task<int> WaitForExit(Process process)
        {
            await process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
            return process.ExitCode;
        }
    }
}
