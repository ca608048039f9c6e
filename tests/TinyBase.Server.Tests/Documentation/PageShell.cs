using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;

using Shouldly;

using TinyBase.Server.Tests.Cli;

namespace TinyBase.Server.Tests.Documentation;

/// <summary>
/// Runs the commands of a page as their reader would, in a folder and a home of its own: <c>tinybase serve</c> goes on beside the others,
/// and calls and lists of functions are repeated until the server has taken notice of an edit.
/// </summary>
internal sealed partial class PageShell : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly TestFolder _folder = new();
    private readonly List<Process> _servers = [];
    private readonly Dictionary<string, string> _ports = new(StringComparer.Ordinal);

    public PageShell()
    {
        var home = Directory.CreateDirectory(_folder.File("home"));
        var nuget = Path.Join(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "NuGet", "NuGet.Config");
        if (File.Exists(nuget)) File.Copy(nuget, Path.Join(home.CreateSubdirectory(".nuget/NuGet").FullName, "NuGet.Config"));
        var program = Path.Join(Directory.CreateDirectory(_folder.File("bin")).FullName, "tinybase");
        File.WriteAllText(program, $"#!/bin/sh\nexec dotnet '{Path.Combine(AppContext.BaseDirectory, "TinyBase.Cli.dll")}' \"$@\"\n");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(program, (UnixFileMode)0b111_101_101);
        Directory.CreateDirectory(_folder.File("work"));
        File.WriteAllText(_folder.File("state"), $"cd '{_folder.File("work")}'\n");
        // Where the tests run as root, functions run as somebody else.
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(_folder.Path, (UnixFileMode)0b111_101_101);
    }

    /// <summary>Runs a command, and holds its output against what the page shows.</summary>
    public async Task Run(PageCommand command)
    {
        var text = Port.Replace(command.Text, match => PortFor(match.Value));
        if (text.StartsWith("tinybase serve", StringComparison.Ordinal))
        {
            await Serve(text.Contains("--port", StringComparison.Ordinal) ? text : $"{text} --port {PortFor("8000")}");
            return;
        }

        var began = Stopwatch.GetTimestamp();
        while (true)
        {
            var (exitCode, output) = await RunOnce(text);
            var missing = Missing(command, output);
            var shouldFail = command.Output.Any(line => line.Contains(": error", StringComparison.Ordinal));
            if (missing is null && exitCode == 0 != shouldFail) return;
            if (!IsRepeatable(text) || Stopwatch.GetElapsedTime(began) > Patience)
            {
                throw new ShouldAssertException(
                    $"$ {text}\nended with {exitCode} and wrote\n{output}\n{(missing is null ? "" : $"The page shows\n{missing}\n")}{string.Concat(_servers.Select(ServerLog))}");
            }

            await Task.Delay(500);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var server in _servers)
        {
            server.Kill(entireProcessTree: true);
            await server.WaitForExitAsync();
            server.Dispose();
        }

        _folder.Dispose();
    }

    [GeneratedRegex(@"\b800[0-9]\b")]
    private static partial Regex Port { get; }

    /// <summary>The first line of a page that the output does not have, in the order of the page; <c>…</c> stands for anything.</summary>
    private string? Missing(PageCommand command, string output)
    {
        var lines = new Queue<string>(output.Split('\n'));
        foreach (var expected in command.Output)
        {
            var pattern = new Regex("^" + Regex.Escape(Port.Replace(expected, match => PortFor(match.Value))).Replace("…", ".*", StringComparison.Ordinal) + "$");
            while (lines.TryPeek(out var line) && !pattern.IsMatch(line)) lines.Dequeue();
            if (!lines.TryDequeue(out _)) return expected;
        }

        return null;
    }

    /// <summary>Whether a command shows what the server makes of an edit, and may be repeated until it has.</summary>
    private static bool IsRepeatable(string text) =>
        text.Contains("/api/functions/", StringComparison.Ordinal) || text.StartsWith("tinybase functions list", StringComparison.Ordinal);

    private string PortFor(string shown)
    {
        if (_ports.TryGetValue(shown, out var port)) return port;
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return _ports[shown] = ((IPEndPoint)listener.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);
    }

    private async Task<(int ExitCode, string Output)> RunOnce(string text)
    {
        using var process = Start($"{{ {text}\n}} 2>&1; code=$?; {{ export -p; echo \"cd '$PWD'\"; }} > '{_folder.File("state")}'; exit $code");
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            var output = await process.StandardOutput.ReadToEndAsync(patience.Token);
            await process.WaitForExitAsync(patience.Token);
            return (process.ExitCode, output);
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
    }

    private async Task Serve(string text)
    {
        var server = Start($"exec {text} > '{LogOf(_servers.Count)}' 2>&1");
        _servers.Add(server);
        var log = LogOf(_servers.Count - 1);
        for (var i = 0; i < 1800 && !server.HasExited && !(File.Exists(log) && File.ReadAllText(log).Contains("Listening on", StringComparison.Ordinal)); i++)
        {
            await Task.Delay(100);
        }

        File.ReadAllText(log).ShouldContain("Listening on");
    }

    private string ServerLog(Process server) => $"The server wrote\n{File.ReadAllText(LogOf(_servers.IndexOf(server)))}\n";

    private string LogOf(int server) => _folder.File($"server{server}.log");

    private Process Start(string script)
    {
        var start = new ProcessStartInfo("bash") { RedirectStandardInput = true, RedirectStandardOutput = true };
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add(new StringBuilder($". '{_folder.File("state")}'\n").Append(script).ToString());
        start.Environment.Clear();
        foreach (var name in new[] { "PATH", "DOTNET_ROOT", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "SSL_CERT_FILE", "SSL_CERT_DIR", "NUGET_CERT_REVOCATION_MODE" })
        {
            if (Environment.GetEnvironmentVariable(name) is { } value) start.Environment[name] = value;
        }

        start.Environment["PATH"] = $"{_folder.File("bin")}:{start.Environment["PATH"]}";
        start.Environment["HOME"] = _folder.File("home");
        start.Environment["TMPDIR"] = _folder.File("home");
        start.Environment["DOTNET_NOLOGO"] = "1";
        // Nothing of a build stays behind.
        start.Environment["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0";
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["UseSharedCompilation"] = "false";
        var process = Process.Start(start)!;
        process.StandardInput.Close();
        return process;
    }
}
