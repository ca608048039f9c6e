namespace TinyBase.Extensions.Packages.Safety;

/// <summary>
/// What extensions leave beside the database in case that the process ends by them: a file while one is being started, and one with the message
/// of an exception that nobody caught.
/// </summary>
/// <param name="databasePath">The database.</param>
internal sealed class ExtensionTraces(string databasePath)
{
    /// <summary>What the folder is called, behind the name of the database.</summary>
    public const string Suffix = ".extensions";

    private const string Starting = ".starting";
    private const string Crashed = ".crashed";
    private const int LongestMessage = 2000;

    private readonly string _folder = databasePath + Suffix;

    /// <summary>Where the threads inside an extension are counted.</summary>
    public string CounterOf(string extension) => Path.Join(_folder, extension + ".calls");

    /// <summary>Says that an extension is about to be started; on the disk when it returns.</summary>
    public void BeginStart(string extension) => Write(extension + Starting, string.Empty);

    /// <summary>Says that it was started, or failed in peace.</summary>
    public void EndStart(string extension) => File.Delete(Path.Join(_folder, extension + Starting));

    /// <summary>Says that an exception of an extension ends the process.</summary>
    public void Crash(string extension, string message) =>
        Write(extension + Crashed, message.Length <= LongestMessage ? message : message[..LongestMessage] + "…");

    /// <summary>What the last process says about an extension, once; null if nothing.</summary>
    public string? Take(string extension)
    {
        var crashed = Path.Join(_folder, extension + Crashed);
        var starting = Path.Join(_folder, extension + Starting);
        var reason = File.Exists(crashed) ? $"It ended the server with an exception that nobody caught: {File.ReadAllText(crashed)}"
            : File.Exists(starting) ? "The server ended while it was being started."
            : null;
        File.Delete(crashed);
        File.Delete(starting);
        return reason;
    }

    /// <summary>Makes the folder, which only its owner may look into.</summary>
    public void Prepare()
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(_folder);
        else Directory.CreateDirectory(_folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private void Write(string name, string text)
    {
        Prepare();
        using var file = new FileStream(Path.Join(_folder, name), FileMode.Create, FileAccess.Write, FileShare.Read);
        using (var writer = new StreamWriter(file, leaveOpen: true)) writer.Write(text);
        file.Flush(flushToDisk: true);
    }
}
