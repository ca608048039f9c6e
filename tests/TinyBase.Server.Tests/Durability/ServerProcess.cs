using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace TinyBase.Server.Tests.Durability;

/// <summary><c>tinybase serve</c> in a process of its own, which can be killed.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private const string Announcement = "Listening on ";
    private readonly Process _process;
    private readonly string _folder;
    private readonly StringBuilder _output = new();
    private readonly TaskCompletionSource<Uri> _address = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ServerProcess(string folder, IReadOnlyList<string> command)
    {
        _folder = folder;
        _process = new Process { StartInfo = StartInfo(folder, command), EnableRaisingEvents = true };
        _process.OutputDataReceived += (_, line) => Read(line.Data);
        _process.ErrorDataReceived += (_, line) => Read(line.Data);
        _process.Exited += (_, _) => _address.TrySetException(new InvalidOperationException($"The server ended:\n{Output}"));
    }

    public static string Program { get; } =
        Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "TinyBase.Cli.exe" : "TinyBase.Cli");

    /// <summary>Everything that the server has written so far.</summary>
    public string Output
    {
        get
        {
            lock (_output) return _output.ToString();
        }
    }

    public Uri Address => _address.Task.GetAwaiter().GetResult();

    /// <summary>Starts a server on a free port and waits until it listens.</summary>
    /// <param name="folder">An initialized folder.</param>
    /// <param name="under">A program to run it under, with its arguments.</param>
    public static async Task<ServerProcess> Start(string folder, params IReadOnlyList<string> under)
    {
        var server = new ServerProcess(folder, [.. under, Program, "serve", "--port", "0"]);
        server._process.Start();
        server._process.BeginOutputReadLine();
        server._process.BeginErrorReadLine();
        await server._address.Task.WaitAsync(TimeSpan.FromSeconds(60));
        return server;
    }

    /// <summary>Runs a command of <c>tinybase</c> to its end.</summary>
    public static async Task Run(string folder, params IReadOnlyList<string> arguments)
    {
        using var process = Process.Start(StartInfo(folder, [Program, .. arguments]))!;
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0) throw new InvalidOperationException($"{string.Join(' ', arguments)}:\n{output}{await error}");
    }

    /// <summary>Ends the server at once, without a chance to tidy up.</summary>
    public async Task Kill()
    {
        using (var server = Process.GetProcessById(int.Parse(
            await File.ReadAllTextAsync(Path.Combine(_folder, "tinybase.db.pid")), CultureInfo.InvariantCulture)))
        {
            server.Kill();
        }

        await _process.WaitForExitAsync();
    }

    /// <summary>Tells the server to stop, as Ctrl+C and service managers do.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> Stop()
    {
        using (var kill = Process.Start("kill", ["-TERM", $"{_process.Id}"])) await kill.WaitForExitAsync();
        await _process.WaitForExitAsync();
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static ProcessStartInfo StartInfo(string folder, IReadOnlyList<string> command)
    {
        var start = new ProcessStartInfo(command[0], command.Skip(1))
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("TINYBASE_", StringComparison.Ordinal)).ToList())
        {
            start.Environment.Remove(name);
        }

        return start;
    }

    private void Read(string? line)
    {
        if (line is null) return;
        lock (_output) _output.AppendLine(line);
        if (line.StartsWith(Announcement, StringComparison.Ordinal)) _address.TrySetResult(new Uri(line[Announcement.Length..]));
    }
}
