using System.Security.Cryptography;
using System.Text;

namespace TinyBase.Hosting.Control;

/// <summary>Where a control socket may lie.</summary>
internal static class ControlSocketPath
{
    /// <summary>The address of a socket has room for 104 bytes on some systems, its end included.</summary>
    private const int MaxBytes = 100;

    private const string Prefix = "tinybase-";

    /// <summary>
    /// Paths in the order in which to try them: beside the database, unless that is too long; in the user's folder for running
    /// programs; in a new folder of the owner for temporary files, which is made when the path is asked for.
    /// </summary>
    public static IEnumerable<string> For(string databasePath)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(databasePath)).AsSpan(0, 8));
        return Candidates(databasePath + ".sock", $"{Prefix}{hash}.sock").Where(path => Encoding.UTF8.GetByteCount(path) <= MaxBytes);
    }

    /// <summary>Removes a socket, and the folder that was made for it.</summary>
    public static void Remove(string socketPath)
    {
        File.Delete(socketPath);
        var folder = Path.GetDirectoryName(socketPath)!;
        if (!Path.GetFileName(socketPath).StartsWith(Prefix, StringComparison.Ordinal)
            || !Path.GetFileName(folder).StartsWith(Prefix, StringComparison.Ordinal)) return;
        try
        {
            Directory.Delete(folder);
        }
        catch (IOException)
        {
            // Somebody put something else into it, which is theirs to remove.
        }
    }

    private static IEnumerable<string> Candidates(string beside, string name)
    {
        yield return beside;
        // XDG Base Directory Specification: the user's own, and gone when they log out.
        if (Environment.GetEnvironmentVariable("XDG_RUNTIME_DIR") is { } runtime && Path.IsPathFullyQualified(runtime) && Directory.Exists(runtime))
        {
            yield return Path.Combine(runtime, name);
        }

        // A name that nobody can guess: what others can make first, they can put a socket of theirs into.
        yield return Path.Combine(Directory.CreateTempSubdirectory(Prefix).FullName, name);
    }
}
