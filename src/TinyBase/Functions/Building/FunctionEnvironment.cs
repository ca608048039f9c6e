using System.Collections;
using System.Globalization;

namespace TinyBase.Functions.Building;

/// <summary>
/// The environment of the processes that build and run functions. Nothing of the server's own is in it: its secrets are there.
/// </summary>
internal static class FunctionEnvironment
{
    /// <summary>What the names of the variables begin with that are meant for functions.</summary>
    private const string ForFunctions = "TINYBASE_FN_";

    /// <summary>What reaches package sources, and what Windows cannot do without.</summary>
    private static readonly string[] ForBuilds =
    [
        "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "no_proxy", "all_proxy",
        "SSL_CERT_FILE", "SSL_CERT_DIR", "NUGET_CERT_REVOCATION_MODE",
    ];

    private static readonly string[] ForAll = ["PATH", "SystemRoot", "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT"];

    /// <summary>For the process that runs a function.</summary>
    /// <param name="home">A folder of its own.</param>
    /// <param name="memoryMegabytes">The limit of its heap.</param>
    public static Dictionary<string, string> ToRun(DotNet dotnet, string home, int memoryMegabytes)
    {
        var result = Basic(dotnet, home);
        foreach (DictionaryEntry variable in Environment.GetEnvironmentVariables())
        {
            if (((string)variable.Key).StartsWith(ForFunctions, StringComparison.Ordinal)) result[(string)variable.Key] = (string)variable.Value!;
        }

        // In hexadecimal, as the runtime reads it.
        result["DOTNET_GCHeapHardLimit"] = (memoryMegabytes * 1024L * 1024).ToString("X", CultureInfo.InvariantCulture);
        result["DOTNET_gcServer"] = "0";
        result["DOTNET_EnableDiagnostics"] = "0";
        // The runtime would keep its code in a file in memory, which the sandbox refuses, as nobody counts what is in it.
        result["DOTNET_EnableWriteXorExecute"] = "0";
        return result;
    }

    /// <summary>For the process that builds one.</summary>
    public static Dictionary<string, string> ToBuild(DotNet dotnet, string home, string packages)
    {
        var result = Basic(dotnet, home);
        Copy(ForBuilds, result);
        result["NUGET_PACKAGES"] = packages;
        // Where NuGet locks packages while it unpacks them: two builds at once must find each other's locks.
        result["NUGET_SCRATCH"] = Path.Join(packages, ".scratch");
        result["DOTNET_CLI_HOME"] = home;
        result["DOTNET_CLI_UI_LANGUAGE"] = "en";
        result["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        result["DOTNET_CLI_WORKLOAD_UPDATE_NOTIFY_DISABLE"] = "true";
        result["DOTNET_GENERATE_ASPNET_CERTIFICATE"] = "false";
        result["DOTNET_NOLOGO"] = "1";
        // The home is thrown away after the build; without this another process looks for what might be old in it.
        result["DOTNET_CLI_DISABLE_FILE_BASED_APP_ARTIFACTS_AUTOMATIC_CLEANUP"] = "true";
        // Otherwise servers stay behind that outlive the build.
        result["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0";
        result["MSBUILDDISABLENODEREUSE"] = "1";
        return result;
    }

    private static Dictionary<string, string> Basic(DotNet dotnet, string home)
    {
        var result = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["HOME"] = home,
            ["TMPDIR"] = home,
            ["LANG"] = "C.UTF-8",
            ["DOTNET_ROOT"] = dotnet.Root,
        };
        if (OperatingSystem.IsWindows()) result["USERPROFILE"] = result["TEMP"] = result["TMP"] = home;
        Copy(ForAll, result);
        return result;
    }

    private static void Copy(string[] names, Dictionary<string, string> target)
    {
        foreach (var name in names)
        {
            if (Environment.GetEnvironmentVariable(name) is { } value) target[name] = value;
        }
    }
}
