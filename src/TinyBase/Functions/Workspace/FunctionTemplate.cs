using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

using TinyBase.Functions.Building;

namespace TinyBase.Functions.Workspace;

/// <summary>Writes the source of a new function.</summary>
internal static partial class FunctionTemplate
{
    /// <summary>The longest name of a function.</summary>
    public const int MaxNameLength = 100;

    [GeneratedRegex(@"\A[a-z][a-z0-9_]*\z")]
    private static partial Regex NameShape { get; }

    [GeneratedRegex(@"(?<=#:package TinyBase\.Sdk@)\S+")]
    private static partial Regex PackageVersion { get; }

    /// <summary>What is wrong with the name of a function; null if nothing is.</summary>
    public static string? Check(string name) =>
        !NameShape.IsMatch(name) ? "Function name must be lowercase with underscores (snake_case)"
        : name.Length > MaxNameLength ? $"Function name must have at most {MaxNameLength} characters, not {name.Length}"
        : FunctionName.KeywordProblem(name);

    /// <summary>The source of a function.</summary>
    /// <param name="name">Its name, as <see cref="Check"/> wants it.</param>
    /// <param name="description">What it does, any text.</param>
    /// <param name="file">The path of the file, for the hint how to run it.</param>
    public static string Make(string name, string description, string file) =>
        WithVersion(WorkspaceResources.ReadText("functions/function.template"))
            .Replace("{file}", file, StringComparison.Ordinal)
            .Replace("{Method}", MethodName(name), StringComparison.Ordinal)
            .Replace("{name}", name, StringComparison.Ordinal)
            .Replace("{description}", Escape(description), StringComparison.Ordinal);

    /// <summary>A source with the version of the SDK that this server brings.</summary>
    public static string WithVersion(string source) => PackageVersion.Replace(source, TinyBaseVersion.Current);

    /// <summary><c>add_prices</c> becomes <c>AddPrices</c>; no keyword of C# begins with a capital letter.</summary>
    private static string MethodName(string name)
    {
        var method = string.Concat(name.Split('_', StringSplitOptions.RemoveEmptyEntries).Select(word => char.ToUpperInvariant(word[0]) + word[1..]));
        // What the file itself calls must keep its name.
        return method == nameof(Function) ? "Call" + method : method;
    }

    /// <summary>A text as it stands in a string literal of C# and of TOML.</summary>
    public static string Escape(string text)
    {
        var literal = new StringBuilder(text.Length);
        foreach (var character in text)
        {
            if (character is '"' or '\\') literal.Append('\\').Append(character);
            // Line separators end a literal as well.
            else if (char.IsControl(character) || character is '\u2028' or '\u2029' or '\u0085') literal.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}");
            else literal.Append(character);
        }

        return literal.ToString();
    }
}
