using System.Diagnostics;

using Xunit;

namespace TinyBase.Server.Tests.Cli;

/// <summary>Programs of the system that a test needs.</summary>
internal static class ShellTool
{
    /// <summary>Skips the test where a program is not installed.</summary>
    public static void Require(string name) =>
        Assert.SkipUnless(IsInstalled(name), $"{name} is not installed.");

    /// <summary>Makes a folder hold a program <c>tinybase</c> that runs the built one.</summary>
    public static void Install(string folder)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows runs no such script.");
        var script = Path.Combine(folder, "tinybase");
        File.WriteAllText(script, $"#!/bin/sh\nexec dotnet '{Path.Combine(AppContext.BaseDirectory, "TinyBase.Cli.dll")}' \"$@\"\n");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserExecute);
    }

    /// <summary>Runs a program with the folder as its home and on its path and gives what it wrote and what it ended with.</summary>
    public static Task<CliResult> Run(string folder, string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder };
        start.Environment["PATH"] = $"{folder}{Path.PathSeparator}{start.Environment["PATH"]}";
        start.Environment["HOME"] = folder;
        return Run(start, CancellationToken.None);
    }

    /// <summary>Runs the .NET SDK with the settings and the packages of whoever runs the tests. It ends when it is cancelled.</summary>
    public static Task<CliResult> RunSdk(string folder, CancellationToken cancel, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments) { WorkingDirectory = folder };
        // Nothing of it is to go on afterwards.
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0";
        return Run(start, cancel);
    }

    private static async Task<CliResult> Run(ProcessStartInfo start, CancellationToken cancel)
    {
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        using var process = Process.Start(start)!;
        await using var killing = cancel.Register(() => process.Kill(entireProcessTree: true));
        var error = process.StandardError.ReadToEndAsync(CancellationToken.None);
        var output = await process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        await process.WaitForExitAsync(CancellationToken.None);
        return new CliResult(process.ExitCode, output, await error);
    }

    private static bool IsInstalled(string name) => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Any(folder => File.Exists(Path.Combine(folder, name)) || File.Exists(Path.Combine(folder, name + ".exe")));
}
