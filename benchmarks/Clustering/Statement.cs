using SQLitePCL;

namespace TinyBase.Benchmarks.Clustering;

/// <summary>One prepared statement, run again and again.</summary>
internal sealed class Statement(sqlite3 db, string sql) : IDisposable
{
    private readonly sqlite3_stmt _statement = Prepare(db, sql);

    public Statement Bind(int position, ReadOnlySpan<byte> utf8)
    {
        Check(raw.sqlite3_bind_text(_statement, position, utf8), raw.SQLITE_OK);
        return this;
    }

    public void Execute()
    {
        Check(raw.sqlite3_step(_statement), raw.SQLITE_DONE);
        Check(raw.sqlite3_reset(_statement), raw.SQLITE_OK);
    }

    /// <summary>Reads every column of every row as bytes, as a server that formats them would.</summary>
    /// <returns>The number of rows.</returns>
    public int Read()
    {
        var rows = 0;
        int code;
        while ((code = raw.sqlite3_step(_statement)) == raw.SQLITE_ROW)
        {
            rows++;
            for (var column = 0; column < raw.sqlite3_column_count(_statement); column++)
                _ = raw.sqlite3_column_blob(_statement, column);
        }

        Check(code, raw.SQLITE_DONE);
        Check(raw.sqlite3_reset(_statement), raw.SQLITE_OK);
        return rows;
    }

    public void Dispose() => _statement.Dispose();

    private static sqlite3_stmt Prepare(sqlite3 db, string sql)
    {
        var code = raw.sqlite3_prepare_v2(db, sql, out var statement);
        return code == raw.SQLITE_OK
            ? statement
            : throw new InvalidOperationException($"{raw.sqlite3_errmsg(db).utf8_to_string()}: {sql}");
    }

    private static void Check(int code, int expected)
    {
        if (code != expected)
            throw new InvalidOperationException($"SQLite answered {raw.sqlite3_errstr(code).utf8_to_string()}");
    }
}
