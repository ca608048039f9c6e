using System.Globalization;

namespace TinyBase.Functions.Sandboxing.Linux;

/// <summary>What /proc says of a process; nothing when it has ended.</summary>
internal static class ProcessFile
{
    /// <summary>The number of its process group, or 0.</summary>
    public static int Group(int id) => Number(id, 2);

    public static ProcessUsage Usage(int id)
    {
        // <size> <resident> …, in pages
        var fields = Read(id, "statm").Split(' ');
        var resident = fields.Length > 1 ? long.Parse(fields[1], CultureInfo.InvariantCulture) * Environment.SystemPageSize : 0;
        return new ProcessUsage(resident, Number(id, 17));
    }

    private static int Number(int id, int field)
    {
        // <id> (<name, which may contain anything>) <state> <parent> <group> …, <threads> is the 18th of these
        var stat = Read(id, "stat");
        var fields = stat[(stat.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return fields.Length > field ? int.Parse(fields[field], CultureInfo.InvariantCulture) : 0;
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
