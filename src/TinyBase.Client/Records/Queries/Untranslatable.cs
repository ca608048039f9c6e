using System.Linq.Expressions;
using System.Text.RegularExpressions;

namespace TinyBase.Client;

/// <summary>Says which part of a query the server cannot do, and what can be used instead.</summary>
internal static partial class Untranslatable
{
    private const string Possible =
        "A condition is made of ==, !=, <, <=, >, >= between a member and a value, bool members, StartsWith and Contains of a text, "
        + "values.Contains(member), and && between them; AsAsyncEnumerable() filters in this process.";

    public static NotSupportedException Condition(Expression part) => Because(part, Possible);

    public static NotSupportedException Because(Expression part, string reason) =>
        new($"'{Text(part)}' cannot be translated into a query of the server. {reason}");

    /// <summary>An expression as it was written, more or less: captured variables without the objects that the compiler made for them.</summary>
    public static string Text(Expression part) => Closure.Replace(part.ToString(), "");

    [GeneratedRegex(@"value\([^()]*\)\.")]
    private static partial Regex Closure { get; }
}
