using System.Linq.Expressions;

namespace TinyBase.Client;

/// <summary>Conversions that the compiler adds to compare a member with a value, and that change nothing about the comparison.</summary>
internal static class MemberConversion
{
    /// <summary>What is converted. A conversion that could change the value is refused.</summary>
    public static Expression Strip(Expression expression)
    {
        while (expression is UnaryExpression { NodeType: ExpressionType.Convert or ExpressionType.ConvertChecked } conversion)
        {
            if (!IsHarmless(conversion))
            {
                throw Untranslatable.Because(conversion, "The conversion can change the value of the member; convert the value it is compared with.");
            }

            expression = conversion.Operand;
        }

        return expression;
    }

    /// <summary>An object without conversions to what it is anyway.</summary>
    public static Expression Uncast(Expression owner) =>
        owner is UnaryExpression { NodeType: ExpressionType.Convert, Method: null } cast && cast.Type.IsAssignableFrom(cast.Operand.Type)
            ? Uncast(cast.Operand)
            : owner;

    /// <summary>Whether a conversion leads to a base type, a nullable, a wider number or the number of an enumeration.</summary>
    public static bool IsHarmless(UnaryExpression conversion)
    {
        var from = Nullable.GetUnderlyingType(conversion.Operand.Type) ?? conversion.Operand.Type;
        var to = Nullable.GetUnderlyingType(conversion.Type) ?? conversion.Type;
        if (to.IsAssignableFrom(from)) return true;
        if (from.IsEnum) return to == Enum.GetUnderlyingType(from);
        return (conversion.Method is null || to == typeof(decimal)) && Widens(Type.GetTypeCode(from), Type.GetTypeCode(to));
    }

    // The codes of numbers, from char to decimal, stand in the order of their ranges.
    private static bool Widens(TypeCode from, TypeCode to) =>
        from >= TypeCode.Char && to > from && to <= TypeCode.Decimal
        && !(IsUnsigned(to) && from is TypeCode.SByte or TypeCode.Int16 or TypeCode.Int32 or TypeCode.Int64);

    private static bool IsUnsigned(TypeCode code) => code is TypeCode.Byte or TypeCode.UInt16 or TypeCode.UInt32 or TypeCode.UInt64;
}
