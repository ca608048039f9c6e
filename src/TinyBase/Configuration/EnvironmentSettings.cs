using System.Collections;

namespace TinyBase.Configuration;

/// <summary>Finds settings among environment variables.</summary>
internal static class EnvironmentSettings
{
    public const string Prefix = "TINYBASE_";

    // Variables for functions, for single extensions and for tests are not settings.
    private static readonly string[] OtherPrefixes = [Prefix + "FN_", ExtensionSettings.VariablePrefix, Prefix + "TEST_"];

    // Those of programs that talk to a server.
    private static readonly HashSet<string> ClientVariables = new(
        ["API_URL", "API_TOKEN", "FUNCTIONS_DIR", "TIMEOUT"], StringComparer.OrdinalIgnoreCase);

    /// <summary>All settings among <paramref name="variables"/>, known or not, ordered by name.</summary>
    public static IEnumerable<GivenSetting> Collect(IReadOnlyDictionary<string, string> variables) => variables
        .Where(variable => StartsWith(variable.Key, Prefix) && !IsOther(variable.Key))
        .OrderBy(variable => variable.Key, StringComparer.Ordinal)
        .Select(variable => new GivenSetting(
            variable.Key, variable.Key[Prefix.Length..].ToLowerInvariant(), variable.Key, new GivenValue(variable.Key, variable.Value)));

    /// <summary>The variables of this process.</summary>
    public static IReadOnlyDictionary<string, string> OfProcess() => Environment.GetEnvironmentVariables()
        .Cast<DictionaryEntry>()
        .ToDictionary(variable => (string)variable.Key, variable => (string?)variable.Value ?? "", StringComparer.Ordinal);

    private static bool IsOther(string name) =>
        OtherPrefixes.Any(prefix => StartsWith(name, prefix)) || ClientVariables.Contains(name[Prefix.Length..]);

    private static bool StartsWith(string name, string prefix) => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase);
}
