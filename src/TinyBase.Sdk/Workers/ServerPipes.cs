using System.Runtime.InteropServices;

using Microsoft.Win32.SafeHandles;

namespace TinyBase.Sdk.Workers;

/// <summary>
/// The pipes to the server, out of the way of the function. They come as the standard streams, which a program inherits that the function
/// starts, and native code writes to: a line of either would be no frame, and a frame that a child reads is lost.
/// </summary>
internal static partial class ServerPipes
{
    private const int StandardInput = 0;
    private const int StandardOutput = 1;
    private const int StandardError = 2;

    /// <summary>Duplicates a descriptor to a free one that no child gets: F_DUPFD_CLOEXEC.</summary>
    private static int Duplicate => OperatingSystem.IsMacOS() ? 67 : 1030;

    /// <summary>
    /// Takes the pipes. From then on the standard input is empty, and the standard output is the standard error, which the server logs. On
    /// Windows they stay where they are.
    /// </summary>
    /// <exception cref="IOException">The system does not let a descriptor be moved.</exception>
    public static (Stream Input, Stream Output) Take()
    {
        if (OperatingSystem.IsWindows()) return (Console.OpenStandardInput(), Console.OpenStandardOutput());
        var (input, output) = (Move(StandardInput, FileAccess.Read), Move(StandardOutput, FileAccess.Write));
        using var nothing = File.OpenHandle("/dev/null");
        Check(Replace((int)nothing.DangerousGetHandle(), StandardInput));
        Check(Replace(StandardError, StandardOutput));
        return (input, output);
    }

    private static FileStream Move(int descriptor, FileAccess access) =>
        new(new SafeFileHandle(Check(Control(descriptor, Duplicate, StandardError + 1)), ownsHandle: true), access, bufferSize: 0);

    private static int Check(int result) => result >= 0 ? result : throw new IOException(Marshal.GetLastPInvokeErrorMessage());

    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    private static partial int Control(int descriptor, int command, int argument);

    [LibraryImport("libc", EntryPoint = "dup2", SetLastError = true)]
    private static partial int Replace(int from, int to);
}
