using System.Collections;
using System.ComponentModel.DataAnnotations;
using System.Globalization;

namespace TinyBase.Sdk.Validation;

/// <summary>Says in the terms of the REST API what a data annotation found.</summary>
internal static class AnnotationProblem
{
    /// <param name="attribute">The annotation.</param>
    /// <param name="value">The value that it refuses.</param>
    /// <param name="text">The annotation's own words.</param>
    public static Problem Of(ValidationAttribute attribute, object? value, string? text)
    {
        var problem = Known(attribute, value) ?? Problem.Value(text ?? "the value does not fit");
        var hasOwnWords = attribute.ErrorMessage is not null || attribute.ErrorMessageResourceName is not null;
        return hasOwnWords && text is not null ? problem with { Message = text } : problem;
    }

    private static Problem? Known(ValidationAttribute attribute, object? value) => attribute switch
    {
        RequiredAttribute => value is null ? Problem.Missing : Problem.TooShort(1),
        RangeAttribute range => OfRange(range, value),
        StringLengthAttribute length => OfLength(value, length.MinimumLength, length.MaximumLength),
        LengthAttribute length => OfLength(value, length.MinimumLength, length.MaximumLength),
        MinLengthAttribute min => OfLength(value, min.Length, int.MaxValue),
        MaxLengthAttribute max => OfLength(value, 0, max.Length),
        RegularExpressionAttribute pattern => new Problem(
            "string_pattern_mismatch", $"String should match pattern '{pattern.Pattern}'", Problem.One("pattern", pattern.Pattern)),
        AllowedValuesAttribute allowed => Problem.OneOf([.. allowed.Values.Select(Text)]),
        _ => null,
    };

    private static Problem? OfRange(RangeAttribute range, object? value)
    {
        // The bounds are converted to their type while the attribute looks at its first value, which it has done by now.
        if (range.Minimum is not IComparable minimum || range.Maximum is not IComparable maximum) return null;
        var given = Convert.ChangeType(value, range.OperandType, CultureInfo.InvariantCulture);
        var order = minimum.CompareTo(given);
        if (order > 0 || (order == 0 && range.MinimumIsExclusive))
        {
            return range.MinimumIsExclusive
                ? new Problem("greater_than", $"Input should be greater than {Text(minimum)}", Problem.One("gt", minimum))
                : Problem.AtLeast(minimum);
        }

        return range.MaximumIsExclusive
            ? new Problem("less_than", $"Input should be less than {Text(maximum)}", Problem.One("lt", maximum))
            : Problem.AtMost(maximum);
    }

    private static Problem? OfLength(object? value, int min, int max)
    {
        if (value is string text) return text.Length < min ? Problem.TooShort(min) : Problem.TooLong(max);
        if (value is not ICollection items) return null;
        var isShort = items.Count < min;
        var (kind, limit) = (value is IDictionary ? "Dictionary" : "List", isShort ? min : max);
        return new Problem(
            isShort ? "too_short" : "too_long",
            $"{kind} should have at {(isShort ? "least" : "most")} {limit} item{(limit == 1 ? "" : "s")} after validation, not {items.Count}",
            new Dictionary<string, object>
            {
                ["field_type"] = kind,
                [isShort ? "min_length" : "max_length"] = limit,
                ["actual_length"] = items.Count,
            });
    }

    private static string Text(object? value) => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "null";
}
