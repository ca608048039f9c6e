using System.Globalization;
using System.Linq.Expressions;
using System.Reflection;

namespace TinyBase.Client;

/// <summary>The value of an expression that does not speak of the record: constants, variables around the query, calls.</summary>
internal static class CapturedValue
{
    public static object? Of(Expression expression)
    {
        switch (expression)
        {
            case ConstantExpression constant:
                return constant.Value;
            // A nullable is boxed as its value or as null, which have neither HasValue nor Value.
            case MemberExpression { Expression: { } owner } when IsNullable(owner):
                return Interpret(expression);
            case MemberExpression { Member: FieldInfo field } member:
                return field.GetValue(Target(member, field.IsStatic));
            case MemberExpression { Member: PropertyInfo { GetMethod: { } getter } property } member:
                return property.GetValue(Target(member, getter.IsStatic), BindingFlags.DoNotWrapExceptions, null, null, null);
            case UnaryExpression { NodeType: ExpressionType.Convert, Method: null } conversion when KeepsValue(conversion):
                return Of(conversion.Operand);
            case UnaryExpression { NodeType: ExpressionType.Convert, Method: null } conversion
                when MemberConversion.IsHarmless(conversion) && (IsNullable(conversion) || !IsNullable(conversion.Operand)):
                return Of(conversion.Operand) is { } value ? Convert.ChangeType(value, Plain(conversion.Type), CultureInfo.InvariantCulture) : null;
            default:
                return Interpret(expression);
        }
    }

    private static object? Target(MemberExpression member, bool isStatic)
    {
        if (isStatic || member.Expression is not { } owner) return null;
        return Of(owner) ?? throw new ArgumentException(
            $"'{Untranslatable.Text(member)}' has no value, since '{Untranslatable.Text(owner)}' is null.");
    }

    /// <summary>Whether a conversion leads to a base type, to object or to the nullable of the same type.</summary>
    private static bool KeepsValue(UnaryExpression conversion) =>
        conversion.Type.IsAssignableFrom(conversion.Operand.Type) || Nullable.GetUnderlyingType(conversion.Type) == conversion.Operand.Type;

    private static bool IsNullable(Expression expression) => Nullable.GetUnderlyingType(expression.Type) is not null;

    private static Type Plain(Type type) => Nullable.GetUnderlyingType(type) ?? type;

    // An interpreter needs no code to be made at run time, which native AOT could not do, and starts faster than a compiler.
    private static object? Interpret(Expression expression) =>
        Expression.Lambda<Func<object?>>(Expression.Convert(expression, typeof(object))).Compile(preferInterpretation: true)();
}
