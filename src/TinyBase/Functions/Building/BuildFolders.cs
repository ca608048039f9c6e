using System.Security.Cryptography;

namespace TinyBase.Functions.Building;

/// <summary>The folders that builds work in, below one folder that keeps what they made.</summary>
internal sealed class BuildFolders(string root)
{
    /// <summary>The packages that something is built with: its own, as its build can change them.</summary>
    public string PackagesOf(string name) => Path.Join(root, ".packages", name);

    /// <summary>A new folder to build in, whose name nobody can guess: settings of the user are copied into it.</summary>
    public string NewFolder()
    {
        var all = Directory.CreateDirectory(Path.Join(root, ".building"));
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(
                all.FullName,
                UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
        }

        return all.CreateSubdirectory(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16))).FullName;
    }

    /// <summary>Removes what builds left that a kill of the server cut off.</summary>
    public void RemoveUnfinished() => Remove(Path.Join(root, ".building"));

    /// <summary>Removes the packages of something that is gone.</summary>
    public void RemovePackages(string name) => Remove(PackagesOf(name));

    /// <summary>Removes a folder, unless something in it is in use.</summary>
    public static void Remove(string folder)
    {
        try
        {
            if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // It is in nobody's way.
        }
    }
}
