using System.IO.MemoryMappedFiles;

namespace TinyBase.Extensions.Packages.Safety;

/// <summary>
/// How many threads are inside the code of an extension, in a file that the system keeps when the process is killed or ends itself. If it is
/// not zero at the next start, the extension was on the stack of some thread at the end.
/// </summary>
internal sealed unsafe class CallCounter : IDisposable
{
    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;
    private readonly long* _count;
    private readonly string _path;

    /// <summary>Opens a counter with nobody in it.</summary>
    public CallCounter(string path)
    {
        _path = path;
        var file = new FileStream(path, FileMode.Create, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        _file = MemoryMappedFile.CreateFromFile(file, null, sizeof(long), MemoryMappedFileAccess.ReadWrite, HandleInheritability.None, leaveOpen: false);
        _view = _file.CreateViewAccessor(0, sizeof(long));
        byte* start = null;
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
        _count = (long*)start;
    }

    /// <summary>Whether somebody was inside when the process before ended.</summary>
    public static bool WasInside(string path)
    {
        if (!File.Exists(path)) return false;
        var bytes = File.ReadAllBytes(path);
        return bytes.Length >= sizeof(long) && BitConverter.ToInt64(bytes) > 0;
    }

    /// <summary>A thread goes in.</summary>
    /// <returns>Whether it is counted, so that it must <see cref="Leave"/>; a call that is late for the end of the server is not.</returns>
    public bool TryEnter()
    {
        var isMapped = false;
        try
        {
            // The memory stays while anybody is inside, whatever becomes of this object.
            _view.SafeMemoryMappedViewHandle.DangerousAddRef(ref isMapped);
        }
        catch (ObjectDisposedException)
        {
            return false;
        }

        Interlocked.Increment(ref *_count);
        return true;
    }

    /// <summary>A thread comes out.</summary>
    public void Leave()
    {
        Interlocked.Decrement(ref *_count);
        _view.SafeMemoryMappedViewHandle.DangerousRelease();
    }

    /// <summary>Ends the counting in peace: what a thread that hangs has left there counts no more.</summary>
    public void Dispose()
    {
        _view.SafeMemoryMappedViewHandle.ReleasePointer();
        _view.Dispose();
        _file.Dispose();
        File.Delete(_path);
    }
}
