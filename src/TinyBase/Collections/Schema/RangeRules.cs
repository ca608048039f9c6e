using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace TinyBase.Collections.Schema;

/// <summary>Not below a value of the field's own kind, so that integers are compared exactly.</summary>
internal sealed class MinimumRule(FieldValue limit) : FieldRule
{
    public FieldValue Limit { get; } = limit;

    private readonly FieldProblem _tooSmall = new(
        "greater_than_equal",
        $"Input should be greater than or equal to {RangeLimit.Text(limit)}",
        new Dictionary<string, object?> { ["ge"] = RangeLimit.Wire(limit) });

    public override bool Check(in FieldValue value, [NotNullWhen(false)] out FieldProblem? problem)
    {
        var fits = RangeLimit.Compare(value, Limit) >= 0;
        problem = fits ? null : _tooSmall;
        return problem is null;
    }
}

/// <summary>Not above a value of the field's own kind, so that integers are compared exactly.</summary>
internal sealed class MaximumRule(FieldValue limit) : FieldRule
{
    public FieldValue Limit { get; } = limit;

    private readonly FieldProblem _tooLarge = new(
        "less_than_equal",
        $"Input should be less than or equal to {RangeLimit.Text(limit)}",
        new Dictionary<string, object?> { ["le"] = RangeLimit.Wire(limit) });

    public override bool Check(in FieldValue value, [NotNullWhen(false)] out FieldProblem? problem)
    {
        var fits = RangeLimit.Compare(value, Limit) <= 0;
        problem = fits ? null : _tooLarge;
        return problem is null;
    }
}

/// <summary>A limit as it appears in problems.</summary>
internal static class RangeLimit
{
    /// <summary>Compares two values of one kind. Of texts the order is that of their bytes, which is time order for times.</summary>
    public static int Compare(in FieldValue value, in FieldValue limit) => limit.Kind switch
    {
        ValueKind.Integer => value.Integer.CompareTo(limit.Integer),
        ValueKind.Real => value.Real.CompareTo(limit.Real),
        _ => value.Utf8.Span.SequenceCompareTo(limit.Utf8.Span),
    };

    public static object Wire(in FieldValue limit) => limit.Kind switch
    {
        ValueKind.Integer => (object)limit.Integer,
        ValueKind.Real => limit.Real,
        _ => Encoding.UTF8.GetString(limit.Utf8.Span),
    };

    public static string Text(in FieldValue limit) => FormattableString.Invariant($"{Wire(limit)}");
}
