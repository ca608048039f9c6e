using System.Text.RegularExpressions;

namespace TinyBase.Functions.Building;

/// <summary>The names that functions may have: they are a file, a part of an address, and a program.</summary>
internal static partial class FunctionName
{
    public const int MaxLength = 100;

    private static readonly HashSet<string> Keywords = new(StringComparer.Ordinal)
    {
        "abstract", "as", "base", "bool", "break", "byte", "case", "catch", "char", "checked", "class", "const", "continue", "decimal", "default",
        "delegate", "do", "double", "else", "enum", "event", "explicit", "extern", "false", "finally", "fixed", "float", "for", "foreach", "goto",
        "if", "implicit", "in", "int", "interface", "internal", "is", "lock", "long", "namespace", "new", "null", "object", "operator", "out",
        "override", "params", "private", "protected", "public", "readonly", "ref", "return", "sbyte", "sealed", "short", "sizeof", "stackalloc",
        "static", "string", "struct", "switch", "this", "throw", "true", "try", "typeof", "uint", "ulong", "unchecked", "unsafe", "ushort", "using",
        "virtual", "void", "volatile", "while",
    };

    // Part of the addresses of the API itself.
    private static readonly string[] Reserved = ["calls", "metrics"];

    /// <summary>What is wrong with a name; null for nothing.</summary>
    public static string? Problem(string name) =>
        name.Length > MaxLength ? $"The name '{name[..20]}…' is longer than {MaxLength} characters"
        : !Identifier.IsMatch(name) ? $"The name '{name}' must be made of letters, digits and underscores, and begin with no digit"
        : Reserved.Contains(name, StringComparer.OrdinalIgnoreCase) ? $"The name '{name}' is reserved"
        : null;

    /// <summary>Why a new file cannot have a name that is a keyword of C#; null if it is none. A file that is there already is served all the same.</summary>
    public static string? KeywordProblem(string name) => Keywords.Contains(name) ? $"Filename '{name}' cannot be a C# keyword" : null;

    [GeneratedRegex(@"^[A-Za-z_][A-Za-z0-9_]*\z")]
    private static partial Regex Identifier { get; }
}
