using System.Linq.Expressions;

namespace TinyBase.Client;

/// <summary>Turns a condition of C# into conditions of the server that hold for the same records.</summary>
internal sealed class PredicateTranslator(QueryFields fields, LambdaExpression predicate)
{
    private readonly ParameterExpression _record = predicate.Parameters[0];
    private readonly List<Filter> _filters = [];

    /// <summary>The conditions, which all must hold.</summary>
    public IReadOnlyList<Filter> Translate()
    {
        Add(predicate.Body);
        return _filters;
    }

    private void Add(Expression part)
    {
        if (part is BinaryExpression { NodeType: ExpressionType.AndAlso } both)
        {
            Add(both.Left);
            Add(both.Right);
        }
        else if (!SpeaksOfRecord(part))
        {
            // No record has one of no ids.
            if (CapturedValue.Of(part) is not true) _filters.Add(new Filter("id", "in", "[]"));
        }
        else
        {
            _filters.Add(Condition(part));
        }
    }

    private Filter Condition(Expression part) => part switch
    {
        BinaryExpression comparison when Operator(comparison.NodeType) is { } name => Comparison(comparison, name),
        UnaryExpression { NodeType: ExpressionType.Not, Operand: var inner } => Negation(part, inner),
        MemberExpression { Member.Name: nameof(Nullable<int>.HasValue), Expression: { } nullable }
            when Nullable.GetUnderlyingType(nullable.Type) is not null => Null(fields.Find(nullable), isNull: false),
        MemberExpression member => Boolean(member, value: true),
        MethodCallExpression call => Call(call),
        BinaryExpression { NodeType: ExpressionType.OrElse } => throw Untranslatable.Because(
            part, "Conditions cannot be joined by ||: use values.Contains(member) for several values of one member, else several queries."),
        _ => throw Untranslatable.Condition(part),
    };

    private Filter Negation(Expression part, Expression inner) => inner switch
    {
        UnaryExpression { NodeType: ExpressionType.Not, Operand: var twice } => Condition(twice),
        BinaryExpression { NodeType: ExpressionType.Equal } equal => Comparison(equal, "ne"),
        BinaryExpression { NodeType: ExpressionType.NotEqual } different => Comparison(different, "eq"),
        MemberExpression { Member.Name: nameof(Nullable<int>.HasValue), Expression: { } nullable }
            when Nullable.GetUnderlyingType(nullable.Type) is not null => Null(fields.Find(nullable), isNull: true),
        MemberExpression member => Boolean(member, value: false),
        _ => throw Untranslatable.Because(part, "Only ==, != and bool members can be negated; write the opposite comparison, such as <= for >."),
    };

    private static string? Operator(ExpressionType type) => type switch
    {
        ExpressionType.Equal => "eq",
        ExpressionType.NotEqual => "ne",
        ExpressionType.GreaterThan => "gt",
        ExpressionType.GreaterThanOrEqual => "gte",
        ExpressionType.LessThan => "lt",
        ExpressionType.LessThanOrEqual => "lte",
        _ => null,
    };

    /// <summary>The same comparison with its sides exchanged.</summary>
    private static string Mirrored(string name) => name switch
    {
        "gt" => "lt",
        "gte" => "lte",
        "lt" => "gt",
        "lte" => "gte",
        _ => name,
    };

    private Filter Comparison(BinaryExpression comparison, string name)
    {
        var (member, other) = (comparison.Left, comparison.Right);
        if (!SpeaksOfRecord(member))
        {
            (member, other, name) = (other, member, Mirrored(name));
        }

        if (SpeaksOfRecord(other))
        {
            throw Untranslatable.Because(comparison, "A member can be compared with a value only, not with something of the same record.");
        }

        var field = fields.Find(member);
        return (name, CapturedValue.Of(other)) switch
        {
            ("eq", null) => Null(field, isNull: true),
            ("ne", null) => Null(field, isNull: false),
            (_, null) => throw Untranslatable.Because(comparison, "Nothing is greater or less than null; compare with == null or != null."),
            ("eq" or "ne", { } value) => new Filter(field.Name, name, QueryValue.Text(field, value, comparison)),
            (_, { } value) => new Filter(field.Name, name, QueryValue.OrderedText(field, value, comparison)),
        };
    }

    private static Filter Null(QueryField field, bool isNull) => new(field.Name, "null", isNull ? "true" : "false");

    private Filter Boolean(MemberExpression member, bool value)
    {
        var field = fields.Find(member);
        return new Filter(field.Name, "eq", QueryValue.Text(field, value, member));
    }

    private Filter Call(MethodCallExpression call)
    {
        if (ValueList.Parts(call) is var (values, item) && !SpeaksOfRecord(values))
        {
            return ValueList.In(fields.Find(item), CapturedValue.Of(values), call);
        }

        return call.Method.DeclaringType == typeof(string) && call.Object is { } text && SpeaksOfRecord(text)
            ? PartOfText(call, text)
            : throw Untranslatable.Condition(call);
    }

    private Filter PartOfText(MethodCallExpression call, Expression text)
    {
        var name = call.Method.Name switch
        {
            nameof(string.Contains) => "contains",
            nameof(string.StartsWith) => "starts",
            _ => throw Untranslatable.Condition(call),
        };
        var isOrdinal = call.Arguments.Count == 1
            || (call.Arguments is [_, var comparison] && !SpeaksOfRecord(comparison) && CapturedValue.Of(comparison) is StringComparison.Ordinal);
        if (!isOrdinal)
        {
            throw Untranslatable.Because(call, "Text is searched in the same case only: leave the comparison out, or use StringComparison.Ordinal.");
        }

        if (SpeaksOfRecord(call.Arguments[0]))
        {
            throw Untranslatable.Because(call, "What is searched for must be a value, not something of the same record.");
        }

        var part = CapturedValue.Of(call.Arguments[0])?.ToString()
            ?? throw Untranslatable.Because(call, "What is searched for is null.");
        return new Filter(fields.Find(text).Name, name, part);
    }

    private bool SpeaksOfRecord(Expression part) => ParameterFinder.IsIn(part, _record);
}
