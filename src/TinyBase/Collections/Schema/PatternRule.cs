using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.RegularExpressions;

namespace TinyBase.Collections.Schema;

/// <summary>A match of a regular expression somewhere in the text. The engine does not backtrack, so time is linear in the text.</summary>
internal sealed class PatternRule : FieldRule
{
    /// <summary>The longest pattern: the time for a match grows with it, and a change of a record is matched on the writer.</summary>
    public const int MaxPatternLength = 1000;

    private const int StackCharacters = 256;

    // Linear time can still be long for a large pattern on a large text, and writes of others wait meanwhile.
    private static readonly TimeSpan LongestMatch = TimeSpan.FromSeconds(1);

    private readonly Regex _regex;
    private readonly FieldProblem _mismatch;

    private PatternRule(Regex regex)
    {
        _regex = regex;
        _mismatch = new(
            "string_pattern_mismatch",
            $"String should match pattern '{regex}'",
            new Dictionary<string, object?> { ["pattern"] = regex.ToString() });
    }

    /// <summary>The pattern in .NET syntax.</summary>
    public string Pattern => _regex.ToString();

    /// <summary>Compiles a pattern; the reason where it cannot be.</summary>
    public static bool TryCreate(
        string pattern, [NotNullWhen(true)] out PatternRule? rule, [NotNullWhen(false)] out string? reason)
    {
        rule = null;
        reason = pattern.Length > MaxPatternLength ? $"it has {pattern.Length} characters and may have {MaxPatternLength}" : null;
        if (reason is not null) return false;
        try
        {
            rule = new PatternRule(new Regex(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant, LongestMatch));
            return true;
        }
        catch (RegexParseException e)
        {
            reason = e.Message;
        }
        catch (NotSupportedException)
        {
            reason = "look-around, back-references, atomic groups, conditions and very large repetitions are not available";
        }

        return false;
    }

    public override bool Check(in FieldValue value, [NotNullWhen(false)] out FieldProblem? problem)
    {
        problem = IsMatch(value.Utf8.Span) ? null : _mismatch;
        return problem is null;
    }

    private bool IsMatch(ReadOnlySpan<byte> text)
    {
        if (text.Length <= StackCharacters)
        {
            Span<char> characters = stackalloc char[StackCharacters];
            return IsMatch(text, characters);
        }

        var rented = ArrayPool<char>.Shared.Rent(text.Length);
        try
        {
            return IsMatch(text, rented);
        }
        finally
        {
            ArrayPool<char>.Shared.Return(rented);
        }
    }

    private bool IsMatch(ReadOnlySpan<byte> text, Span<char> characters)
    {
        var length = Encoding.UTF8.GetChars(text, characters);
        try
        {
            return _regex.IsMatch(characters[..length]);
        }
        catch (RegexMatchTimeoutException)
        {
            return false;
        }
    }
}
