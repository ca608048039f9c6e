using System.Globalization;

using Microsoft.Data.Sqlite;

using SQLitePCL;

using TinyBase.Storage;

namespace TinyBase.Extensions.Packages.Store;

/// <summary>The tables of one extension.</summary>
/// <param name="database">The database.</param>
/// <param name="prefix">What the names of its tables begin with.</param>
internal sealed class ExtensionTables(Database database, string prefix) : IExtensionTables
{
    private const int MaxStatements = 1000;

    public async Task<IReadOnlyList<TableRow>> QueryAsync(FormattableString sql, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(sql);
        using var lease = await database.Readers.Rent(cancel).ConfigureAwait(false);
        var connection = lease.Connection.Ado;
        using var guard = new TableGuard(connection.Handle!, prefix);
        // It may read for long; a reader may be interrupted, unlike the writer.
        await using var stop = cancel.UnsafeRegister(static handle => raw.sqlite3_interrupt((sqlite3)handle!), connection.Handle).ConfigureAwait(false);
        try
        {
            return Read(connection, sql);
        }
        catch (SqliteException error)
        {
            cancel.ThrowIfCancellationRequested();
            throw guard.Refusal is { } refusal ? new InvalidOperationException(refusal, error) : error;
        }
    }

    public Task<int> ExecuteAsync(FormattableString sql, CancellationToken cancel) => ExecuteAsync([sql], cancel);

    public async Task<int> ExecuteAsync(IReadOnlyList<FormattableString> statements, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(statements);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(statements.Count, MaxStatements);
        await Check(statements, cancel).ConfigureAwait(false);
        var (changed, problem) = await database.Writer.Run<(int, SqliteException?)>(
            session =>
            {
                try
                {
                    return Written.Keep<(int, SqliteException?)>((statements.Sum(sql => Change(session.Connection.Ado, sql)), null));
                }
                catch (SqliteException error)
                {
                    return Written.Undo<(int, SqliteException?)>((0, error));
                }
            },
            cancel: cancel).ConfigureAwait(false);
        return problem is null ? changed : throw problem;
    }

    /// <summary>Has statements compiled on a reader, where nothing else has to be compiled anew because it is guarded meanwhile.</summary>
    private async Task Check(IReadOnlyList<FormattableString> statements, CancellationToken cancel)
    {
        using var lease = await database.Readers.Rent(cancel).ConfigureAwait(false);
        var handle = lease.Connection.Ado.Handle!;
        using var guard = new TableGuard(handle, prefix);
        foreach (var sql in statements)
        {
            var code = raw.sqlite3_prepare_v2(handle, Text(sql), out var statement, out var rest);
            statement?.Dispose();
            if (guard.Refusal is { } refusal) throw new InvalidOperationException(refusal);
            SqliteException.ThrowExceptionForRC(code, handle);
            if (!string.IsNullOrWhiteSpace(rest)) throw new InvalidOperationException("Give one statement at a time; several are a list, in one transaction.");
        }
    }

    private static List<TableRow> Read(SqliteConnection connection, FormattableString sql)
    {
        using var command = Command(connection, sql);
        using var reader = command.ExecuteReader();
        var rows = new List<TableRow>();
        while (reader.Read())
        {
            if (rows.Count == IExtensionTables.MaxRows) throw new InvalidOperationException($"The query has more than {IExtensionTables.MaxRows} rows. Give it a LIMIT.");
            var values = new Dictionary<string, object?>(reader.FieldCount, StringComparer.OrdinalIgnoreCase);
            for (var column = 0; column < reader.FieldCount; column++) values[reader.GetName(column)] = reader.IsDBNull(column) ? null : reader.GetValue(column);
            rows.Add(new TableRow(values));
        }

        return rows;
    }

    private static int Change(SqliteConnection connection, FormattableString sql)
    {
        using var command = Command(connection, sql);
        return Math.Max(command.ExecuteNonQuery(), 0);
    }

    private static SqliteCommand Command(SqliteConnection connection, FormattableString sql)
    {
        var command = connection.CreateCommand();
        command.CommandText = Text(sql);
        for (var i = 0; i < sql.ArgumentCount; i++) command.Parameters.AddWithValue(Name(i), Value(sql.GetArgument(i)));
        return command;
    }

    private static string Text(FormattableString sql) => string.Format(
        CultureInfo.InvariantCulture, sql.Format, [.. Enumerable.Range(0, sql.ArgumentCount).Select(Name)]);

    private static string Name(int number) => string.Create(CultureInfo.InvariantCulture, $"@p{number}");

    /// <summary>Times and ids as TinyBase itself writes them.</summary>
    private static object Value(object? value) => value switch
    {
        null => DBNull.Value,
        DateTimeOffset time => Timestamps.ToText(time),
        Guid id => id.ToString(),
        _ => value,
    };
}
