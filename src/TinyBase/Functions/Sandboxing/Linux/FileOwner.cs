using System.ComponentModel;
using System.Runtime.InteropServices;

namespace TinyBase.Functions.Sandboxing.Linux;

/// <summary>Whose a file is, which .NET does not tell.</summary>
internal static unsafe class FileOwner
{
    private const int CurrentFolder = -100;
    private const int NoFollow = 0x100; // AT_SYMLINK_NOFOLLOW
    private const int UserId = 0x8; // STATX_UID

    /// <summary>Returns the number of the user whom a file or folder belongs to; of a link, its own.</summary>
    /// <exception cref="Win32Exception">There is no such file.</exception>
    public static int Of(string path)
    {
        // struct statx: its first fields are mask, block size, attributes (8 bytes), links, user.
        var status = stackalloc int[64];
        using var memory = new NativeMemoryPool();
        var result = SystemCall.Invoke(SystemCall.Status, CurrentFolder, (nint)memory.Text(path), NoFollow, UserId, (nint)status);
        return result == 0 ? status[5] : throw new Win32Exception(Marshal.GetLastPInvokeError());
    }
}
