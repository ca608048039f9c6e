namespace TinyBase.Configuration;

/// <summary>Finds what somebody probably meant by a name that is not known.</summary>
internal static class NearestSpelling
{
    // Longer names are no typo of ours, and the distance takes time and memory of their length.
    private const int LongestName = 100;

    /// <summary>The known spelling nearest to a path in the file; null if none is near.</summary>
    public static string? InFile(string path)
        => Nearest(path, SettingsCatalog.All.SelectMany(setting => setting.Spellings, (_, spelling) => (spelling, spelling)));

    /// <summary>The variable nearest to a name without prefix; null if none is near.</summary>
    public static string? InEnvironment(string key)
        => Nearest(key, SettingsCatalog.All.SelectMany(
            setting => setting.OtherSpellings.Prepend(setting.Key),
            (setting, spelling) => (spelling.Replace('.', '_'), setting.Variable)));

    private static string? Nearest(string name, IEnumerable<(string Spelling, string Answer)> known)
    {
        if (name.Length > LongestName)
            return null;
        var lower = name.ToLowerInvariant();
        var nearest = known
            .Select(candidate => (Distance: EditDistance.Between(lower, candidate.Spelling), candidate.Answer))
            .MinBy(candidate => candidate.Distance);
        return nearest.Distance <= Math.Max(2, name.Length / 4) ? nearest.Answer : null;
    }
}
