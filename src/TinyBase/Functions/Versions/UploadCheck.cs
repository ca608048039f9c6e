using TinyBase.Functions.Building;

namespace TinyBase.Functions.Versions;

/// <summary>
/// Builds functions that are uploaded together, beside those that are there, and refuses those that cannot be built, or with whose files
/// another function cannot be built any more. What is left can take over.
/// </summary>
internal sealed class UploadCheck(
    IReadOnlyList<UploadItem> items, UploadFolder folder, FunctionBuilder builder, FunctionCatalog catalog, string functions)
{
    private const int ToldProblems = 5;

    /// <summary>The functions that are not refused.</summary>
    public IEnumerable<UploadItem> Left => items.Where(item => item.Result is null);

    /// <summary>The files that those bring to be included.</summary>
    public Dictionary<string, string> Files { get; private set; } = [];

    /// <summary>Builds until those that are left fit together.</summary>
    public async Task Run(CancellationToken cancel)
    {
        int before;
        do
        {
            before = Left.Count();
            Gather();
            if (!Left.Any()) return;
            folder.Fill(Files.Concat(Left.Select(item => KeyValuePair.Create(item.Upload.FileName, item.Upload.Code.Content))));
            await Task.WhenAll(Left.ToList().Select(item => Build(item, cancel))).ConfigureAwait(false);
            // Without the files of those that failed, others may fail as well.
            if (Left.Count() == before) await CheckOthers(cancel).ConfigureAwait(false);
        }
        while (Left.Count() < before);
    }

    private void Gather()
    {
        Files = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var item in Left.ToList())
        {
            var other = item.Upload.Code.Files.FirstOrDefault(file => Files.TryGetValue(file.Key, out var known) && known != file.Value).Key;
            if (other is not null)
            {
                item.Refuse($"'{other}' comes with another content from one of the functions before");
                continue;
            }

            foreach (var (path, content) in item.Upload.Code.Files) Files[path] = content;
        }
    }

    private async Task Build(UploadItem item, CancellationToken cancel)
    {
        item.Source = folder.Read(item.Name);
        var included = item.Source.Includes.Select(item.Source.Relative).ToHashSet(StringComparer.Ordinal);
        if (item.Upload.Code.Files.Keys.FirstOrDefault(path => !included.Contains(path)) is { } stray)
        {
            item.Refuse($"'{stray}' comes with function '{item.Name}', which does not include it");
            return;
        }

        var result = await builder.Build(item.Source, cancel).ConfigureAwait(false);
        item.Build = result.Build;
        if (item.Build is null) item.Refuse($"Function '{item.Name}' cannot be served: {Tell(result)}", result.Problems);
    }

    /// <summary>Builds the functions that are served and include a file that changes.</summary>
    private async Task CheckOthers(CancellationToken cancel)
    {
        var changed = Files.Where(file => Differs(file.Key, file.Value)).Select(file => Path.GetFullPath(file.Key, functions)).ToHashSet(StringComparer.Ordinal);
        if (changed.Count == 0) return;
        var uploaded = Left.Select(item => item.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var other in catalog.All.Where(function => function.File is not null && !uploaded.Contains(function.Name)).ToList())
        {
            if (FunctionSource.Read(Path.Join(functions, other.Name + ".cs"), functions) is not { } source) continue;
            var shared = source.Includes.Where(changed.Contains).Select(source.Relative).ToHashSet(StringComparer.Ordinal);
            if (shared.Count == 0) continue;
            var result = await builder.Build(folder.CopyFunction(other.Name), cancel).ConfigureAwait(false);
            if (result.Build is not null) continue;
            foreach (var item in Left.Where(item => item.Upload.Code.Files.Keys.Any(shared.Contains)).ToList())
            {
                var reason = $"With {string.Join(", ", shared.Order(StringComparer.Ordinal).Select(path => $"'{path}'"))} as it comes, function "
                    + $"'{other.Name}', which includes it too, cannot be built; upload both together";
                item.Refuse($"{reason}: {Tell(result)}", [new FunctionProblem(reason, item.Upload.FileName), .. result.Problems]);
            }
        }
    }

    private bool Differs(string path, string content)
    {
        var there = Path.Join(functions, path);
        return !File.Exists(there) || File.ReadAllText(there) != content;
    }

    private static string Tell(BuildResult result) => result.Problems.Count > 0
        ? string.Join("; ", result.Problems.Take(ToldProblems))
        : "The files around it changed meanwhile";
}
