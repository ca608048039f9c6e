using System.Diagnostics.CodeAnalysis;

namespace TinyBase.Collections.Schema;

/// <summary>Not below a number of the field's own kind, so that integers are compared exactly.</summary>
internal sealed class MinimumRule(FieldValue limit) : FieldRule
{
    private readonly FieldProblem _tooSmall = new(
        "greater_than_equal",
        $"Input should be greater than or equal to {RangeLimit.Text(limit)}",
        new Dictionary<string, object?> { ["ge"] = RangeLimit.Number(limit) });

    public override bool Check(in FieldValue value, [NotNullWhen(false)] out FieldProblem? problem)
    {
        var fits = limit.Kind == ValueKind.Integer ? value.Integer >= limit.Integer : value.Real >= limit.Real;
        problem = fits ? null : _tooSmall;
        return problem is null;
    }
}

/// <summary>Not above a number of the field's own kind, so that integers are compared exactly.</summary>
internal sealed class MaximumRule(FieldValue limit) : FieldRule
{
    private readonly FieldProblem _tooLarge = new(
        "less_than_equal",
        $"Input should be less than or equal to {RangeLimit.Text(limit)}",
        new Dictionary<string, object?> { ["le"] = RangeLimit.Number(limit) });

    public override bool Check(in FieldValue value, [NotNullWhen(false)] out FieldProblem? problem)
    {
        var fits = limit.Kind == ValueKind.Integer ? value.Integer <= limit.Integer : value.Real <= limit.Real;
        problem = fits ? null : _tooLarge;
        return problem is null;
    }
}

/// <summary>A limit as it appears in problems.</summary>
internal static class RangeLimit
{
    public static object Number(in FieldValue limit)
    {
        // As an expression, both would become a double.
        if (limit.Kind == ValueKind.Integer)
        {
            return limit.Integer;
        }

        return limit.Real;
    }

    public static string Text(in FieldValue limit) => FormattableString.Invariant($"{Number(limit)}");
}
