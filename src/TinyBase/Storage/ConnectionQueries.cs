namespace TinyBase.Storage;

/// <summary>
/// Short statements with text parameters, for what the server asks at each start and while nothing goes on: with these it does so without
/// Dapper, whose code and what it emits take 8 MB.
/// </summary>
internal static class ConnectionQueries
{
    /// <summary>Whether a query gives a row.</summary>
    public static bool Any(this Connection connection, string sql, params ReadOnlySpan<string?> parameters) =>
        Bind(connection, sql, parameters).First(static _ => true);

    /// <summary>The first column of a query's first row; null if there is none, or for NULL.</summary>
    public static string? FirstText(this Connection connection, string sql, params ReadOnlySpan<string?> parameters) =>
        Bind(connection, sql, parameters).First(static row => row.TextOrNull(0));

    /// <summary>Runs a change.</summary>
    /// <returns>How many rows it was of.</returns>
    public static int Change(this Connection connection, string sql, params ReadOnlySpan<string?> parameters) =>
        Bind(connection, sql, parameters).Change();

    private static Statement Bind(Connection connection, string sql, ReadOnlySpan<string?> parameters)
    {
        var statement = connection.Prepare(sql);
        for (var i = 0; i < parameters.Length; i++) statement.Bind(i + 1, parameters[i]);
        return statement;
    }
}
