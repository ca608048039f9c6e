using System.Collections;
using System.Linq.Expressions;

namespace TinyBase.Client;

/// <summary>The condition that a field has one of the values of a collection: <c>values.Contains(m.Title)</c>.</summary>
internal static class ValueList
{
    /// <summary>The collection and the item of a call of one of the <c>Contains</c> of collections; null for any other call.</summary>
    public static (Expression Values, Expression Item)? Parts(MethodCallExpression call) => call switch
    {
        { Method: { Name: nameof(Enumerable.Contains), DeclaringType: var type }, Object: null, Arguments: [var values, var item, ..] arguments }
            when (type == typeof(Enumerable) || type == typeof(MemoryExtensions)) && arguments.Skip(2).All(IsNoComparer) => (Array(values), item),
        { Method.Name: nameof(IList.Contains), Object: { } values, Arguments: [var item] }
            when typeof(IEnumerable).IsAssignableFrom(values.Type) && values.Type != typeof(string) => (values, item),
        _ => null,
    };

    public static Filter In(QueryField field, object? values, Expression part)
    {
        if (values is not IEnumerable items || HasOwnEquality(values))
        {
            throw Untranslatable.Because(part, "The values must be an array, a list or a set that compares by value and case.");
        }

        return new Filter(field.Name, "in", Filter.List(items.Cast<object?>().Select(item => item is null
            ? throw Untranslatable.Because(part, "There is a null among the values, and null is in no list; compare with == null.")
            : QueryValue.Text(field, item, part))));
    }

    // The compiler prefers the Contains of spans, which no value can be captured as; the array is behind the conversion.
    private static Expression Array(Expression values) => values switch
    {
        MethodCallExpression { Method.Name: "op_Implicit", Arguments: [var array] } => array,
        UnaryExpression { NodeType: ExpressionType.Convert, Method.Name: "op_Implicit", Operand: var array } => array,
        _ => values,
    };

    // Values of types without an equality of their own are looked for by an overload that takes a comparer, which is left out.
    private static bool IsNoComparer(Expression argument) => argument is ConstantExpression { Value: null } or DefaultExpression;

    // A set, or the keys of a dictionary, can be asked in ways that the server does not know, such as without regard to case.
    private static bool HasOwnEquality(object values) => values switch
    {
        HashSet<string> set => set.Comparer != EqualityComparer<string>.Default && set.Comparer != StringComparer.Ordinal,
        ICollection<string> and not IList<string> => true,
        string => true,
        _ => false,
    };
}
