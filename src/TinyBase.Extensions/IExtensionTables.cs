using System.Data.Common;

namespace TinyBase;

/// <summary>
/// The tables of an extension: those that its <c>migrations/NNNN_name.sql</c> make, whose names begin with <c>ext_</c> and its name. Other tables
/// cannot be reached here; collections are there through the <c>TinyBaseClient</c>.
/// </summary>
/// <remarks>Values in interpolated strings are parameters of the statement, never part of its text.</remarks>
/// <example><code>await tables.ExecuteAsync($"INSERT INTO ext_rates_rate (currency, rate) VALUES ({currency}, {rate})", cancel);</code></example>
public interface IExtensionTables
{
    /// <summary>The largest number of rows that a query gives.</summary>
    const int MaxRows = 10_000;

    /// <summary>Reads rows.</summary>
    /// <param name="sql">A statement that reads.</param>
    /// <param name="cancel">Ends it.</param>
    /// <returns>The rows.</returns>
    /// <exception cref="DbException">The statement is wrong.</exception>
    /// <exception cref="InvalidOperationException">It reaches for other tables, or has more than <see cref="MaxRows"/> rows.</exception>
    Task<IReadOnlyList<TableRow>> QueryAsync(FormattableString sql, CancellationToken cancel = default);

    /// <summary>Changes rows, in one transaction. When it ends, the change is on disk.</summary>
    /// <param name="sql">One statement. Others wait while it runs, so it must not take long.</param>
    /// <param name="cancel">Ends the wait for its turn; once it runs, it is not ended.</param>
    /// <returns>How many rows were changed.</returns>
    /// <exception cref="DbException">The statement is wrong, or a constraint refuses it; nothing is changed.</exception>
    /// <exception cref="InvalidOperationException">It reaches for other tables.</exception>
    Task<int> ExecuteAsync(FormattableString sql, CancellationToken cancel = default);

    /// <summary>Changes rows by several statements in one transaction: all of them, or none.</summary>
    /// <param name="statements">At most 1,000, one after the other.</param>
    /// <param name="cancel">Ends the wait for their turn; once they run, they are not ended.</param>
    /// <returns>How many rows were changed by all.</returns>
    /// <exception cref="DbException">One is wrong, or a constraint refuses it; nothing is changed.</exception>
    /// <exception cref="InvalidOperationException">One reaches for other tables.</exception>
    Task<int> ExecuteAsync(IReadOnlyList<FormattableString> statements, CancellationToken cancel = default);
}
