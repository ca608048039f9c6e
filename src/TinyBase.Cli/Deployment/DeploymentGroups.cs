using TinyBase.Functions.Building;

namespace TinyBase.Cli.Deployment;

/// <summary>Parts functions into groups: those that include a file in common are uploaded together, so that the file fits all of them.</summary>
internal static class DeploymentGroups
{
    public static IReadOnlyList<IReadOnlyList<FunctionSource>> Of(IEnumerable<FunctionSource> sources)
    {
        var groups = new List<(List<FunctionSource> Members, HashSet<string> Files)>();
        foreach (var source in sources)
        {
            var near = groups.Where(group => source.Includes.Any(group.Files.Contains)).ToList();
            groups.RemoveAll(near.Contains);
            groups.Add((
                [.. near.SelectMany(group => group.Members), source],
                near.SelectMany(group => group.Files).Concat(source.Includes).ToHashSet(StringComparer.Ordinal)));
        }

        return [.. groups.Select(group => group.Members)];
    }
}
