using System.Globalization;

namespace TinyBase.Storage;

/// <summary>
/// The right of one process to a database file: an operating-system lock on a file beside it, which ends with the process
/// however it ends. A second file says who holds it, since a locked file cannot be read everywhere.
/// </summary>
internal sealed class DatabaseLock : IDisposable
{
    private readonly FileStream _held;
    private readonly string _holderPath;

    private DatabaseLock(FileStream held, string holderPath)
    {
        _held = held;
        _holderPath = holderPath;
    }

    /// <summary>Takes the lock.</summary>
    /// <exception cref="DatabaseException">Another process holds it; the message names it.</exception>
    public static DatabaseLock Take(string databasePath)
    {
        var holderPath = databasePath + ".pid";
        FileStream held;
        try
        {
            OwnerOnlyFile.Ensure(databasePath + ".lock");
            held = new FileStream(databasePath + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException error) when (File.Exists(databasePath + ".lock"))
        {
            var holder = Holder(holderPath);
            throw new DatabaseException($"{databasePath} is in use by {holder}. Stop it first, or set another db_url.", error)
            {
                Holder = holder,
            };
        }

        try
        {
            File.WriteAllText(holderPath, Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
            return new DatabaseLock(held, holderPath);
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        // The lock file stays: deleting it would let two processes lock two files of one name.
        File.Delete(_holderPath);
        _held.Dispose();
    }

    private static string Holder(string holderPath)
    {
        try
        {
            return $"process {File.ReadAllText(holderPath).Trim()}";
        }
        catch (IOException)
        {
            return "another process";
        }
    }
}
