using System.Diagnostics;
using System.Text.RegularExpressions;

namespace TinyBase.Server.Tests.Durability;

/// <summary>What a traced process asked of the operating system, as strace writes it with the paths of descriptors.</summary>
internal sealed partial class SystemCallTrace(string text)
{
    private readonly string[] _lines = text.Split('\n');

    /// <summary>The command to run a program under.</summary>
    public static string[] Command(string file) =>
        ["strace", "-f", "-y", "-s", "8000", "-e", "trace=write,writev,pwrite64,pwritev,sendto,sendmsg,fsync,fdatasync", "-o", file];

    /// <summary>Whether processes can be traced here.</summary>
    public static async Task<bool> IsPossible()
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo("strace", ["-f", "-o", "/dev/null", "true"]) { RedirectStandardError = true })!;
            await process.StandardError.ReadToEndAsync();
            await process.WaitForExitAsync();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    /// <summary>Where a write of a text to a file began; -1 if it never did.</summary>
    public int WriteOf(string content, string path) => Array.FindLastIndex(_lines, line =>
        WriteCall().IsMatch(line) && line.Contains($"<{path}>", StringComparison.Ordinal) && line.Contains(content, StringComparison.Ordinal));

    /// <summary>Where the first sync of a file that began after a line had ended; -1 if none did.</summary>
    public int SyncAfter(int start, string path)
    {
        var begun = Array.FindIndex(_lines, start + 1, line =>
            SyncCall().IsMatch(line) && line.Contains($"<{path}>", StringComparison.Ordinal));
        if (begun < 0 || !_lines[begun].EndsWith("<unfinished ...>", StringComparison.Ordinal)) return begun;
        var thread = _lines[begun].Split(' ', 2)[0];
        return Array.FindIndex(_lines, begun + 1, line =>
            line.StartsWith(thread + " ", StringComparison.Ordinal) && Resumed().IsMatch(line));
    }

    /// <summary>Where sending a text began; -1 if it was never sent.</summary>
    public int SendOf(string content) => Array.FindIndex(_lines, line =>
        SendCall().IsMatch(line) && line.Contains(content, StringComparison.Ordinal));

    [GeneratedRegex(@"^\d+ +(write|writev|pwrite64|pwritev)\(")]
    private static partial Regex WriteCall();

    [GeneratedRegex(@"^\d+ +f(data)?sync\(")]
    private static partial Regex SyncCall();

    [GeneratedRegex(@"resumed>\) += 0$")]
    private static partial Regex Resumed();

    [GeneratedRegex(@"^\d+ +(sendmsg|sendto|write|writev)\(")]
    private static partial Regex SendCall();
}
