namespace TinyBase.Examples.LoadData;

/// <summary>The sample data: where it lies and what belongs to it.</summary>
public static class SampleData
{
    private const string DefaultFolder = "shared/data";

    /// <summary>The names of the files, in the order in which they are loaded.</summary>
    public static IReadOnlyList<string> FileNames { get; } = ["movies.json", "airports.csv", "penguins.json"];

    /// <summary>Looks for a folder <c>shared/data</c> in this program's folder and in all those around it.</summary>
    /// <returns>The path of the folder, or null if there is none.</returns>
    public static string? FindFolder()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var data = Path.Combine(folder.FullName, DefaultFolder);
            if (Directory.Exists(data))
            {
                return data;
            }
        }

        return null;
    }

    /// <summary>Reads all the files.</summary>
    /// <param name="folder">The folder that holds them.</param>
    /// <param name="cancel">Cancels reading.</param>
    /// <exception cref="InvalidDataException">A file is not of the form expected; the message says which and where.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static async Task<IReadOnlyList<DataFile>> ReadAsync(string folder, CancellationToken cancel = default)
    {
        var files = new List<DataFile>();
        foreach (var name in FileNames)
        {
            files.Add(await DataFile.ReadAsync(Path.Combine(folder, name), cancel).ConfigureAwait(false));
        }

        return files;
    }
}
