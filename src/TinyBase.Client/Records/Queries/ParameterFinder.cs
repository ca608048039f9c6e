using System.Linq.Expressions;

namespace TinyBase.Client;

/// <summary>Looks for the parameter of a query, the record, in parts of it.</summary>
internal sealed class ParameterFinder : ExpressionVisitor
{
    private readonly ParameterExpression _parameter;
    private bool _found;

    private ParameterFinder(ParameterExpression parameter) => _parameter = parameter;

    public static bool IsIn(Expression part, ParameterExpression parameter)
    {
        var finder = new ParameterFinder(parameter);
        finder.Visit(part);
        return finder._found;
    }

    protected override Expression VisitParameter(ParameterExpression node)
    {
        _found |= node == _parameter;
        return node;
    }
}
