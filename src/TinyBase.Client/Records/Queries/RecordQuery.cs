using System.Linq.Expressions;

namespace TinyBase.Client;

/// <summary>
/// A query over the records of a collection, which the server carries out:
/// <c>movies.Where(m => m.Rating > 8).OrderBy(m => m.Title).Take(10)</c>. Each method gives a new query.
/// </summary>
/// <remarks>
/// <para>
/// The methods with a member of <typeparamref name="T"/> speak of the fields of a record; those with a <see cref="Record{T}"/> also of what
/// every record has: <c>Where(r => r.CreatedAt > since &amp;&amp; r.Data.Rating > 8)</c>. Without an order the records come in that of their
/// creation; records that are equal in all keys are ordered by id, in the direction of the last key.
/// </para>
/// <para>
/// What the server cannot do is either no method here, or a <see cref="NotSupportedException"/> as soon as the query is written, which
/// says what can be used instead.
/// </para>
/// </remarks>
/// <typeparam name="T">The type of a record's data.</typeparam>
public class RecordQuery<T> : RecordSequence<T>
{
    internal RecordQuery(RecordPages<T> pages, ListQuery query)
        : base(pages, query, most: null)
    {
    }

    private protected QueryFields Fields => new(Pages.Type);

    /// <summary>The records that a condition holds for, besides those before it.</summary>
    /// <param name="predicate">
    /// Comparisons of a member with a value (<c>==</c>, <c>!=</c>, <c>&lt;</c>, <c>&lt;=</c>, <c>></c>, <c>>=</c>), bool members,
    /// <c>StartsWith</c> and <c>Contains</c> of a text, which are ordinal, <c>values.Contains(m.Member)</c>, and <c>&amp;&amp;</c> between
    /// them. Values can be any expression without the record; they are taken now.
    /// </param>
    /// <exception cref="NotSupportedException">The condition has something that the server cannot do.</exception>
    public RecordQuery<T> Where(Expression<Func<T, bool>> predicate) => WhereAll(predicate);

    /// <inheritdoc cref="Where(Expression{Func{T, bool}})"/>
    public RecordQuery<T> Where(Expression<Func<Record<T>, bool>> predicate) => WhereAll(predicate);

    /// <summary>The records that a condition holds for, such as <c>Filter.Where("title").GreaterThan("M")</c>, besides those before it.</summary>
    /// <param name="filter">The condition.</param>
    public RecordQuery<T> Where(Filter filter)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return new RecordQuery<T>(Pages, Query with { Filters = [.. Query.Filters, filter] });
    }

    /// <summary>The records from the smallest to the greatest value of a field. An order of before is given up.</summary>
    /// <remarks>Null is less than all else. Text is compared by code points.</remarks>
    /// <param name="member">The member, such as <c>m => m.Title</c>.</param>
    /// <exception cref="NotSupportedException">It is not a member that is a field.</exception>
    public OrderedRecordQuery<T> OrderBy<TKey>(Expression<Func<T, TKey>> member) => InOrder(Fields.Ascending(member));

    /// <inheritdoc cref="OrderBy{TKey}(Expression{Func{T, TKey}})"/>
    public OrderedRecordQuery<T> OrderBy<TKey>(Expression<Func<Record<T>, TKey>> member) => InOrder(Fields.Ascending(member));

    /// <summary>The records from the greatest to the smallest value of a field. An order of before is given up.</summary>
    /// <remarks>Null is less than all else. Text is compared by code points.</remarks>
    /// <param name="member">The member, such as <c>m => m.Title</c>.</param>
    /// <exception cref="NotSupportedException">It is not a member that is a field.</exception>
    public OrderedRecordQuery<T> OrderByDescending<TKey>(Expression<Func<T, TKey>> member) => InOrder(Fields.Descending(member));

    /// <inheritdoc cref="OrderByDescending{TKey}(Expression{Func{T, TKey}})"/>
    public OrderedRecordQuery<T> OrderByDescending<TKey>(Expression<Func<Record<T>, TKey>> member) => InOrder(Fields.Descending(member));

    private RecordQuery<T> WhereAll(LambdaExpression predicate)
    {
        ArgumentNullException.ThrowIfNull(predicate);
        var filters = new PredicateTranslator(Fields, predicate).Translate();
        return new RecordQuery<T>(Pages, Query with { Filters = [.. Query.Filters, .. filters] });
    }

    private OrderedRecordQuery<T> InOrder(Sort sort) => new(Pages, Query with { Sort = [sort] });
}
