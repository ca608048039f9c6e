using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

using Microsoft.Win32.SafeHandles;

using Xunit;

namespace TinyBase.Server.Tests.Cli;

/// <summary>A program whose input and output are a terminal, in a session of its own, as in a terminal window.</summary>
internal sealed class PseudoTerminal : IAsyncDisposable
{
    public const string Enter = "\r";
    public const string ControlC = "\u0003";

    private const int ReadWrite = 2;
    private const int NotTheControllingTerminal = 0x100;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly FileStream _master;
    private readonly Process _process;
    private readonly StringBuilder _screen = new();
    private readonly Task _reading;

    private PseudoTerminal(FileStream master, Process process)
    {
        _master = master;
        _process = process;
        _reading = Task.Factory.StartNew(Read, TestContext.Current.CancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>Everything that the terminal was sent, with plain line ends.</summary>
    public string Screen
    {
        get
        {
            lock (_screen) return _screen.ToString().Replace("\r\n", "\n", StringComparison.Ordinal);
        }
    }

    /// <summary>Runs a line of a shell in a folder where <c>tinybase</c> is the built command.</summary>
    public static PseudoTerminal Run(string folder, string line, params (string Name, string Value)[] variables)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux's pseudo-terminals are known here.");
        ShellTool.Require("setsid");
        ShellTool.Install(folder);
        var master = posix_openpt(ReadWrite | NotTheControllingTerminal);
        Assert.SkipWhen(master < 0, "This machine gives no pseudo-terminal.");
        var name = new byte[64];
        if (grantpt(master) != 0 || unlockpt(master) != 0 || ptsname_r(master, name, name.Length) != 0) throw new InvalidOperationException("No pseudo-terminal.");

        // A test run in the background ignores Ctrl+C, and what it starts would too.
        var start = new ProcessStartInfo("sh", ["-c", "exec env --default-signal=INT setsid -c sh -c \"$1\" < \"$0\" > \"$0\" 2>&1", Encoding.ASCII.GetString(name).TrimEnd('\0'), line])
        {
            WorkingDirectory = folder,
        };
        start.Environment.Remove("NO_COLOR");
        start.Environment["PATH"] = $"{folder}:{start.Environment["PATH"]}";
        start.Environment["HOME"] = folder;
        start.Environment["TERM"] = "xterm";
        foreach (var (variable, value) in variables) start.Environment[variable] = value;
        var file = new FileStream(new SafeFileHandle(master, ownsHandle: true), FileAccess.ReadWrite, bufferSize: 0);
        return new PseudoTerminal(file, Process.Start(start)!);
    }

    /// <summary>Waits until the screen shows a text.</summary>
    public async Task WaitFor(string text)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!Screen.Contains(text, StringComparison.Ordinal))
        {
            if (patience.IsCancellationRequested) throw new TimeoutException($"'{text}' did not appear: {Screen}");
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, CancellationToken.None);
        }
    }

    /// <summary>Types a text.</summary>
    public void Type(string text) => _master.Write(Encoding.UTF8.GetBytes(text));

    /// <summary>Waits for the end of the program and of its output.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> WaitForExit()
    {
        using var patience = new CancellationTokenSource(Patience);
        await _process.WaitForExitAsync(patience.Token);
        await _reading.WaitAsync(patience.Token);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        await _reading;
        await _master.DisposeAsync();
        _process.Dispose();
    }

    [DllImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int posix_openpt(int flags);

    [DllImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int grantpt(int master);

    [DllImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int unlockpt(int master);

    [DllImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int ptsname_r(int master, byte[] name, nint length);

    private void Read()
    {
        var buffer = new byte[4096];
        var decoder = Encoding.UTF8.GetDecoder();
        var text = new char[4096];
        try
        {
            while (_master.Read(buffer) is > 0 and var count)
            {
                var length = decoder.GetChars(buffer, 0, count, text, 0);
                lock (_screen) _screen.Append(text, 0, length);
            }
        }
        catch (IOException)
        {
            // The last process on the terminal is gone.
        }
    }
}
