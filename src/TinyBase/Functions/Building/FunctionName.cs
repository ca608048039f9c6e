using System.Text.RegularExpressions;

namespace TinyBase.Functions.Building;

/// <summary>The names that functions may have: they are a file, a part of an address, and a program.</summary>
internal static partial class FunctionName
{
    public const int MaxLength = 100;

    // Part of the addresses of the API itself.
    private static readonly string[] Reserved = ["calls", "metrics"];

    /// <summary>What is wrong with a name; null for nothing.</summary>
    public static string? Problem(string name) =>
        name.Length > MaxLength ? $"The name '{name[..20]}…' is longer than {MaxLength} characters"
        : !Identifier.IsMatch(name) ? $"The name '{name}' must be made of letters, digits and underscores, and begin with no digit"
        : Reserved.Contains(name, StringComparer.OrdinalIgnoreCase) ? $"The name '{name}' is reserved"
        : null;

    [GeneratedRegex(@"^[A-Za-z_][A-Za-z0-9_]*\z")]
    private static partial Regex Identifier { get; }
}
