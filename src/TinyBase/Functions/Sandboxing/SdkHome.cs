namespace TinyBase.Functions.Sandboxing;

/// <summary>The home folder of the .NET SDK in a sandbox.</summary>
internal static class SdkHome
{
    /// <summary>
    /// Makes the folder ready. Before its first use the SDK otherwise takes a mutex between processes, for which it writes to a folder
    /// that all users of the machine share (/tmp/.dotnet): a sandbox refuses that.
    /// </summary>
    public static void Prepare(string folder)
    {
        var migrations = Path.Combine(folder, ".local", "share", "NuGet", "Migrations");
        Directory.CreateDirectory(migrations);
        File.WriteAllText(Path.Combine(migrations, "1"), "");
        if (OperatingSystem.IsWindows()) return;
        // The sandbox's user writes beside it, and may be another than the server's. Nobody else can enter the folder itself.
        File.SetUnixFileMode(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        const UnixFileMode All = (UnixFileMode)0b111_111_111;
        for (var inner = migrations; inner != folder; inner = Path.GetDirectoryName(inner)!) File.SetUnixFileMode(inner, All);
    }
}
