using System.ComponentModel;
using System.Diagnostics;
using System.Text.RegularExpressions;

namespace TinyBase.Functions.Workspace;

/// <summary>Finds the package sources that are configured on the machine.</summary>
internal static partial class PackageSources
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly string[] Usual = ["nuget.org"];

    [GeneratedRegex(@"^\s*\d+\.\s+(?<name>.+?) \[Enabled\]\s*$", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Enabled { get; }

    /// <summary>The names of the enabled sources; the usual one where there is no .NET SDK to ask.</summary>
    public static async Task<IReadOnlyList<string>> Find(CancellationToken cancel)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(Patience);
        try
        {
            var names = Enabled.Matches(await List(limit.Token).ConfigureAwait(false)).Select(match => match.Groups["name"].Value).ToList();
            return names.Count > 0 ? names : Usual;
        }
        catch (Win32Exception)
        {
            return Usual;
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return Usual;
        }
    }

    private static async Task<string> List(CancellationToken cancel)
    {
        var start = new ProcessStartInfo("dotnet", ["nuget", "list", "source"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            // Where no project's own sources are in the way.
            WorkingDirectory = Path.GetTempPath(),
        };
        // The words that are looked for are English.
        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        start.Environment["DOTNET_NOLOGO"] = "1";
        using var process = Process.Start(start)!;
        try
        {
            var errors = process.StandardError.ReadToEndAsync(cancel);
            var output = await process.StandardOutput.ReadToEndAsync(cancel).ConfigureAwait(false);
            await errors.ConfigureAwait(false);
            await process.WaitForExitAsync(cancel).ConfigureAwait(false);
            return output;
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }
}
