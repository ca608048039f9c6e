using System.Globalization;

namespace TinyBase.Functions.Sandboxing.Linux;

/// <summary>What /proc says of a process; nothing when it has ended.</summary>
internal static class ProcessFile
{
    /// <summary>The number of its process group, or 0.</summary>
    public static int Group(int id)
    {
        // <id> (<name, which may contain anything>) <state> <parent> <group> …
        var stat = Read(id, "stat");
        var fields = stat[(stat.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return fields.Length > 2 ? int.Parse(fields[2], CultureInfo.InvariantCulture) : 0;
    }

    public static long ResidentBytes(int id)
    {
        // <size> <resident> …, in pages
        var fields = Read(id, "statm").Split(' ');
        return fields.Length > 1 ? long.Parse(fields[1], CultureInfo.InvariantCulture) * Environment.SystemPageSize : 0;
    }

    private static string Read(int id, string file)
    {
        try
        {
            return File.ReadAllText($"/proc/{id.ToString(CultureInfo.InvariantCulture)}/{file}");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
