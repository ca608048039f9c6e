using System.Linq.Expressions;

namespace TinyBase.Client;

/// <summary>A query with an order, to which further keys can be added.</summary>
/// <typeparam name="T">The type of a record's data.</typeparam>
public sealed class OrderedRecordQuery<T> : RecordQuery<T>
{
    internal OrderedRecordQuery(RecordPages<T> pages, ListQuery query)
        : base(pages, query)
    {
    }

    /// <summary>Records that are equal so far, from the smallest to the greatest value of another field. There can be eight keys.</summary>
    /// <param name="member">The member, such as <c>m => m.Title</c>.</param>
    /// <exception cref="NotSupportedException">It is not a member that is a field.</exception>
    public OrderedRecordQuery<T> ThenBy<TKey>(Expression<Func<T, TKey>> member) => Then(Fields.Ascending(member));

    /// <inheritdoc cref="ThenBy{TKey}(Expression{Func{T, TKey}})"/>
    public OrderedRecordQuery<T> ThenBy<TKey>(Expression<Func<Record<T>, TKey>> member) => Then(Fields.Ascending(member));

    /// <summary>Records that are equal so far, from the greatest to the smallest value of another field. There can be eight keys.</summary>
    /// <param name="member">The member, such as <c>m => m.Title</c>.</param>
    /// <exception cref="NotSupportedException">It is not a member that is a field.</exception>
    public OrderedRecordQuery<T> ThenByDescending<TKey>(Expression<Func<T, TKey>> member) => Then(Fields.Descending(member));

    /// <inheritdoc cref="ThenByDescending{TKey}(Expression{Func{T, TKey}})"/>
    public OrderedRecordQuery<T> ThenByDescending<TKey>(Expression<Func<Record<T>, TKey>> member) => Then(Fields.Descending(member));

    private OrderedRecordQuery<T> Then(Sort sort) => new(Pages, Query with { Sort = [.. Query.Sort, sort] });
}
