using System.Globalization;
using System.Runtime.InteropServices;

using Microsoft.Win32.SafeHandles;

using TinyBase.Functions.Sandboxing.Linux;

namespace TinyBase.Functions.Building;

/// <summary>
/// The files that a build has left. It can leave links too, which lead the server, who is in no sandbox, to what no function may read: none
/// is followed.
/// </summary>
internal static class BuildFiles
{
    private const nint CurrentFolder = -100;
    private const nint OnlyFolder = 0x200000 | 0x80000; // O_PATH | O_CLOEXEC
    private const nint ForReading = 0x80000 | 0x800; // O_CLOEXEC, and O_NONBLOCK, as a pipe would be waited for

    private static nint NoFollow => RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 0x20000 : 0x8000;

    /// <summary>What is neither a file nor a folder, as a path in the folder; null if there is nothing such.</summary>
    public static string? Irregular(string folder)
    {
        var irregular = Entries(new DirectoryInfo(folder)).FirstOrDefault(entry => entry is not DirectoryInfo { LinkTarget: null } && !IsRegular(entry));
        return irregular is null ? null : Path.GetRelativePath(folder, irregular.FullName);
    }

    /// <summary>The files in a folder and in those below it, as paths in it.</summary>
    public static IEnumerable<string> In(string folder) =>
        Entries(new DirectoryInfo(folder)).Where(entry => entry is not DirectoryInfo { LinkTarget: null }).Select(entry => Path.GetRelativePath(folder, entry.FullName));

    /// <summary>Reads a file in a folder.</summary>
    /// <exception cref="IOException">It is none, or a link leads to it.</exception>
    public static byte[] Read(string folder, string path)
    {
        using var file = SystemCall.IsKnown ? Open(folder, path) : null;
        if (file is null) return IsRegular(new FileInfo(Path.Join(folder, path))) ? File.ReadAllBytes(Path.Join(folder, path)) : throw NoFile(path);
        if (!FileStatus.IsRegularFile(string.Create(CultureInfo.InvariantCulture, $"/proc/self/fd/{file.DangerousGetHandle()}"))) throw NoFile(path);
        using var stream = new FileStream(file, FileAccess.Read, bufferSize: 0);
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        return content;
    }

    /// <summary>Folder by folder, as each of them could be a link, and could become one after it was looked at.</summary>
    private static SafeFileHandle Open(string folder, string path)
    {
        var parts = path.Split('/');
        var here = Open(CurrentFolder, folder, OnlyFolder);
        for (var i = 0; i < parts.Length; i++)
        {
            using var parent = here;
            here = Open(parent.DangerousGetHandle(), parts[i], (i == parts.Length - 1 ? ForReading : OnlyFolder) | NoFollow);
        }

        return here;

        SafeFileHandle Open(nint parent, string name, nint how)
        {
            var text = Marshal.StringToCoTaskMemUTF8(name);
            try
            {
                var file = SystemCall.Invoke(SystemCall.Open, parent, text, how);
                return file >= 0 ? new SafeFileHandle(file, ownsHandle: true) : throw NoFile(path);
            }
            finally
            {
                Marshal.FreeCoTaskMem(text);
            }
        }
    }

    private static IOException NoFile(string path) => new($"'{path}' of what was built is no file that can be read, or a link. Build it again");

    private static IEnumerable<FileSystemInfo> Entries(DirectoryInfo folder)
    {
        foreach (var entry in folder.EnumerateFileSystemInfos())
        {
            yield return entry;
            if (entry is not DirectoryInfo { LinkTarget: null } inner) continue;
            foreach (var below in Entries(inner)) yield return below;
        }
    }

    private static bool IsRegular(FileSystemInfo file) =>
        file is { Exists: true, LinkTarget: null } and FileInfo && (!SystemCall.IsKnown || FileStatus.IsRegularFile(file.FullName));
}
