using System.Text.RegularExpressions;

namespace TinyBase.OpenApi;

/// <summary>
/// Tells whether a .NET pattern means the same in JSON Schema, whose patterns are those of ECMAScript. A pattern that may not is put into
/// words instead, since a reader that cannot compile one refuses the whole document.
/// </summary>
internal static partial class PortablePattern
{
    public static bool Is(string pattern) => Shape.IsMatch(pattern);

    // Escapes that both have; groups without options; classes without subtraction or brackets; braces only as quantifiers.
    [GeneratedRegex(
        """
        \A(?:
            \\(?:[dDwWsSbBtnrfv^$\\.*+?()\[\]{}|/]|x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4})
          | \((?:\?:|\?<[A-Za-z][A-Za-z0-9]*>|(?!\?))
          | \[\^?(?!\])(?:[^\\\[\]]|\\(?:[dDwWsStnrfv^$\\.*+?()\[\]{}|/\-]|x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}))+\]
          | \{[0-9]+(?:,[0-9]*)?\}
          | [^\\()\[\]{}]
          | \)
        )*\z
        """,
        RegexOptions.IgnorePatternWhitespace | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex Shape { get; }
}
