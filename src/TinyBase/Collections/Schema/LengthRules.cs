using System.Diagnostics.CodeAnalysis;

namespace TinyBase.Collections.Schema;

/// <summary>At least so many code points, items or keys.</summary>
internal sealed class MinLengthRule(FieldType type, int limit) : FieldRule
{
    public int Limit { get; } = limit;

    public override bool Check(in FieldValue value, [NotNullWhen(false)] out FieldProblem? problem)
    {
        var length = type.Length(value);
        problem = length < Limit ? LengthProblem.TooShort(type, Limit, length) : null;
        return problem is null;
    }
}

/// <summary>At most so many code points, items or keys.</summary>
internal sealed class MaxLengthRule(FieldType type, int limit) : FieldRule
{
    public int Limit { get; } = limit;

    public override bool Check(in FieldValue value, [NotNullWhen(false)] out FieldProblem? problem)
    {
        var length = type.Length(value);
        problem = length > Limit ? LengthProblem.TooLong(type, Limit, length) : null;
        return problem is null;
    }
}

/// <summary>The wording of the problems that both length rules find.</summary>
internal static class LengthProblem
{
    public static FieldProblem TooShort(FieldType type, int limit, int actual) => type.IsJson
        ? new("too_short", Items(type, "least", limit, actual), Context(type, "min_length", limit, actual))
        : new("string_too_short", Characters("least", limit), new Dictionary<string, object?> { ["min_length"] = limit });

    public static FieldProblem TooLong(FieldType type, int limit, int actual) => type.IsJson
        ? new("too_long", Items(type, "most", limit, actual), Context(type, "max_length", limit, actual))
        : new("string_too_long", Characters("most", limit), new Dictionary<string, object?> { ["max_length"] = limit });

    private static string Characters(string bound, int limit) =>
        $"String should have at {bound} {limit} character{(limit == 1 ? "" : "s")}";

    private static string Items(FieldType type, string bound, int limit, int actual) =>
        $"{Kind(type)} should have at {bound} {limit} item{(limit == 1 ? "" : "s")} after validation, not {actual}";

    private static Dictionary<string, object?> Context(FieldType type, string key, int limit, int actual) => new()
    {
        ["field_type"] = Kind(type),
        [key] = limit,
        ["actual_length"] = actual,
    };

    private static string Kind(FieldType type) => type is DictType or ShapedDictType ? "Dictionary" : "List";
}
