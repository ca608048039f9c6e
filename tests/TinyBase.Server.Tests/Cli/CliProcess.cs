using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace TinyBase.Server.Tests.Cli;

/// <summary>How a process is told to end.</summary>
internal enum CliSignal
{
    /// <summary>SIGTERM: finish what is in flight.</summary>
    Terminate,

    /// <summary>SIGKILL: the process gets no say.</summary>
    Kill,
}

/// <summary>What a command ended with.</summary>
internal sealed record CliResult(int ExitCode, string Output, string Error)
{
    /// <summary>The lines of the error output.</summary>
    public string[] ErrorLines => Error.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}

/// <summary>
/// The built command as a process of its own, in a folder and with an environment that holds nothing of this one.
/// </summary>
internal sealed partial class CliProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private static readonly string[] KeptVariables = ["PATH", "DOTNET_ROOT", "TMPDIR", "SystemRoot", "TEMP"];

    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly StringBuilder _error = new();
    private readonly TaskCompletionSource<Uri> _listening = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private CliProcess(Process process)
    {
        _process = process;
        process.OutputDataReceived += (_, line) => Take(_output, line.Data);
        process.ErrorDataReceived += (_, line) => Take(_error, line.Data);
    }

    /// <summary>Where the server listens; known of one that is serving.</summary>
    public Uri Url => _listening.Task.Result;

    public int Id => _process.Id;

    /// <summary>What it has written so far.</summary>
    public string Output => Read(_output);

    /// <summary>What it has written to the error output so far.</summary>
    public string Error => Read(_error);

    /// <summary>Starts a command without waiting for anything.</summary>
    public static CliProcess Start(string folder, IReadOnlyDictionary<string, string> variables, params string[] arguments) =>
        Launch(folder, variables, Command(arguments));

    /// <summary>Runs a command to its end.</summary>
    public static Task<CliResult> Run(string folder, params string[] arguments) => Run(folder, new Dictionary<string, string>(), arguments);

    /// <summary>Runs a command to its end, with variables of its environment.</summary>
    public static async Task<CliResult> Run(string folder, IReadOnlyDictionary<string, string> variables, params string[] arguments)
    {
        await using var process = Start(folder, variables, arguments);
        var code = await process.WaitForExit();
        return new CliResult(code, process.Output, process.Error);
    }

    /// <summary>Initializes a folder, without the examples: <c>tinybase init</c>.</summary>
    public static Task<CliResult> Initialize(string folder, params string[] arguments) => Run(WithoutExamples(folder), ["init", .. arguments]);

    /// <summary>Runs a command to its end, run by another program.</summary>
    public static async Task<CliResult> RunUnder(string[] program, string folder, params string[] arguments)
    {
        await using var process = Launch(folder, new Dictionary<string, string>(), [.. program, .. Command(arguments)]);
        var code = await process.WaitForExit();
        return new CliResult(code, process.Output, process.Error);
    }

    /// <summary>Serves a folder on a free port, and initializes it first if need be; returns once the server listens.</summary>
    public static Task<CliProcess> Serve(string folder, params string[] arguments) =>
        Serve(folder, new Dictionary<string, string>(), arguments);

    /// <summary>Serves a folder as above, with variables of its environment.</summary>
    public static Task<CliProcess> Serve(string folder, IReadOnlyDictionary<string, string> variables, params string[] arguments) =>
        Listen(Start(WithoutExamples(folder), variables, ["serve", "--init", "--port", "0", .. arguments]));

    /// <summary>Functions are there already, if none at all: the builds of the examples would begin anew beside each server.</summary>
    private static string WithoutExamples(string folder)
    {
        Directory.CreateDirectory(Path.Combine(folder, "functions"));
        return folder;
    }

    /// <summary>Serves a folder as above, run by another program, such as a tracer.</summary>
    public static Task<CliProcess> ServeUnder(string[] program, string folder) =>
        Listen(Launch(folder, new Dictionary<string, string>(), [.. program, .. Command("serve", "--port", "0")]));

    /// <summary>Serves an initialized folder on a terminal, which <c>script</c> of util-linux makes.</summary>
    public static Task<CliProcess> ServeOnTerminal(string folder) =>
        Listen(Launch(
            folder,
            new Dictionary<string, string>(),
            ["script", "-qefc", string.Join(' ', Command("serve", "--port", "0").Select(part => $"'{part}'")), "/dev/null"]));

    /// <summary>A client of the server.</summary>
    public HttpClient CreateClient() => new() { BaseAddress = Url };

    /// <summary>Tells it to end.</summary>
    public void Signal(CliSignal signal)
    {
        if (signal == CliSignal.Kill)
        {
            _process.Kill();
            return;
        }

        using var kill = Process.Start("kill", ["-TERM", Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    /// <summary>Waits for the end and for the last of the output.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> WaitForExit()
    {
        using var patience = new CancellationTokenSource(Patience);
        await _process.WaitForExitAsync(patience.Token);
        return _process.ExitCode;
    }

    /// <summary>Tells it to finish, and waits for it.</summary>
    /// <returns>The exit code.</returns>
    public Task<int> Stop()
    {
        Signal(CliSignal.Terminate);
        return WaitForExit();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    [GeneratedRegex(@"^Listening on (http://\S+)$")]
    private static partial Regex Listening();

    private static string[] Command(params string[] arguments) =>
        ["dotnet", Path.Combine(AppContext.BaseDirectory, "TinyBase.Cli.dll"), .. arguments];

    private static CliProcess Launch(string folder, IReadOnlyDictionary<string, string> variables, string[] command)
    {
        // Programs are looked up in the PATH of this process, whatever that of the new one is.
        var program = command[0] == "dotnet" && variables.TryGetValue("DOTNET_ROOT", out var root) ? Path.Combine(root, "dotnet") : command[0];
        var start = new ProcessStartInfo(program, command[1..])
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Clear();
        start.Environment["HOME"] = folder;
        // Most processes of the tests end before it would bring anything.
        start.Environment["DOTNET_TieredPGO"] = "0";
        foreach (var name in KeptVariables)
        {
            if (Environment.GetEnvironmentVariable(name) is { } value) start.Environment[name] = value;
        }

        foreach (var (name, value) in variables) start.Environment[name] = value;
        var started = new CliProcess(Process.Start(start)!);
        started._process.StandardInput.Close();
        started._process.BeginOutputReadLine();
        started._process.BeginErrorReadLine();
        return started;
    }

    private static async Task<CliProcess> Listen(CliProcess process)
    {
        var ended = process.WaitForExit();
        if (await Task.WhenAny(process._listening.Task, ended) == process._listening.Task) return process;
        await process.DisposeAsync();
        throw new InvalidOperationException($"The server ended with {await ended}: {process.Output}{process.Error}");
    }

    private static string Read(StringBuilder text)
    {
        lock (text) return text.ToString();
    }

    private void Take(StringBuilder text, string? line)
    {
        if (line is null) return;
        lock (text) text.Append(line).Append('\n');
        if (Listening().Match(line) is { Success: true } match) _listening.TrySetResult(new Uri(match.Groups[1].Value));
    }
}
