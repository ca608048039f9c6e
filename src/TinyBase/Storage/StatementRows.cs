namespace TinyBase.Storage;

/// <summary>Reads what statements find.</summary>
internal static class StatementRows
{
    /// <summary>All rows of a statement; it is then ready for the next use.</summary>
    public static List<T> All<T>(this Statement rows, Func<Statement, T> read)
    {
        try
        {
            var all = new List<T>();
            while (rows.Step()) all.Add(read(rows));
            return all;
        }
        finally
        {
            rows.Reset();
        }
    }

    /// <summary>The first row of a statement, or the default if there is none; it is then ready for the next use.</summary>
    public static T? First<T>(this Statement rows, Func<Statement, T> read)
    {
        try
        {
            return rows.Step() ? read(rows) : default;
        }
        finally
        {
            rows.Reset();
        }
    }
}
