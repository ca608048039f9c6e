namespace TinyBase.Functions.Sandboxing.Linux;

/// <summary>Finds the file of a program.</summary>
internal static class ProgramPath
{
    /// <summary>The file itself, behind all links, as rights are given to files.</summary>
    public static string Find(string name)
    {
        var found = name.Contains('/')
            ? Path.GetFullPath(name)
            : (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries)
                .Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);
        if (found is null || !File.Exists(found)) throw new SandboxException($"The program {name} was not found.");
        return File.ResolveLinkTarget(found, returnFinalTarget: true)?.FullName ?? found;
    }
}
