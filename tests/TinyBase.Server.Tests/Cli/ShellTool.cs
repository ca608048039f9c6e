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

    /// <summary>Runs a program with the folder on its path and gives what it wrote and what it ended with.</summary>
    public static async Task<CliResult> Run(string folder, string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["PATH"] = $"{folder}{Path.PathSeparator}{start.Environment["PATH"]}";
        start.Environment["HOME"] = folder;
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return new CliResult(process.ExitCode, output, await error);
    }

    private static bool IsInstalled(string name) => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Any(folder => File.Exists(Path.Combine(folder, name)) || File.Exists(Path.Combine(folder, name + ".exe")));
}
