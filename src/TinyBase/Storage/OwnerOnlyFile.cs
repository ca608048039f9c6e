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
        if (File.Exists(path)) return;
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        new FileStream(path, options).Dispose();
    }
}
