using System.Runtime.InteropServices;

namespace TinyBase.Functions.Sandboxing.Linux;

/// <summary>What Linux knows of a file and .NET does not tell.</summary>
internal static unsafe class FileStatus
{
    private const int CurrentFolder = -100;
    private const int NoFollow = 0x100; // AT_SYMLINK_NOFOLLOW
    private const int KindAndUser = 0x1 | 0x8; // STATX_TYPE | STATX_UID
    private const int KindMask = 0xF000; // S_IFMT
    private const int Regular = 0x8000; // S_IFREG

    /// <summary>Returns the number of the user whom a file or folder belongs to; of a link, its own.</summary>
    /// <exception cref="IOException">There is no such file, or it cannot be reached.</exception>
    public static int Owner(string path) => Read(path, NoFollow).User;

    /// <summary>Returns whether a path is, or leads to, a file that has content, unlike a pipe or a device.</summary>
    /// <exception cref="IOException">There is no such file, or it cannot be reached.</exception>
    public static bool IsRegularFile(string path) => (Read(path, flags: 0).Mode & KindMask) == Regular;

    private static (int User, ushort Mode) Read(string path, int flags)
    {
        // struct statx of 256 bytes, which begins with mask, block size, attributes (8 bytes), links, user, group, and the mode in 2 bytes.
        var status = stackalloc int[64];
        using var memory = new NativeMemoryPool();
        var result = SystemCall.Invoke(SystemCall.Status, CurrentFolder, (nint)memory.Text(path), flags, KindAndUser, (nint)status);
        return result == 0
            ? (status[5], (ushort)status[7])
            : throw new IOException($"{path}: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}");
    }
}
