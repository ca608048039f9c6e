namespace TinyBase.Storage;

/// <summary>Files that only the user who runs the server may read.</summary>
internal static class OwnerOnlyFile
{
    /// <summary>
    /// Makes an empty file unless there is one. SQLite gives its log the rights of the database, so these have to be right
    /// before it opens the file for the first time.
    /// </summary>
    public static void Ensure(string path)
    {
        if (!File.Exists(path)) new FileStream(path, Options(FileMode.OpenOrCreate)).Dispose();
    }

    /// <summary>Writes a file, or writes it anew: whole or not at all, and the owner's from the first byte.</summary>
    public static void Write(string path, ReadOnlySpan<byte> content)
    {
        var temporary = path + ".new";
        // Left by a process that was killed, it would keep the rights that it has.
        File.Delete(temporary);
        try
        {
            using (var file = new FileStream(temporary, Options(FileMode.CreateNew)))
            {
                file.Write(content);
                file.Flush(flushToDisk: true);
            }

            File.Move(temporary, path, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    private static FileStreamOptions Options(FileMode mode)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return options;
    }
}
