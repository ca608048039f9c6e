using SQLitePCL;

namespace TinyBase.Extensions.Packages.Store;

/// <summary>
/// Keeps the statements of an extension to tables of its own, and out of the transaction that they run in. SQLite itself asks about each thing that
/// a statement would do, so no way of writing it matters.
/// </summary>
internal sealed class TableGuard : IDisposable
{
    private readonly sqlite3 _handle;
    private readonly string _prefix;

    /// <summary>Begins to guard.</summary>
    /// <param name="handle">The connection.</param>
    /// <param name="prefix">What the names of the tables begin with.</param>
    public TableGuard(sqlite3 handle, string prefix)
    {
        _handle = handle;
        _prefix = prefix;
        raw.sqlite3_set_authorizer(handle, Ask, null);
    }

    /// <summary>What the names of the tables of an extension begin with.</summary>
    public static string PrefixOf(string extension) => $"ext_{extension.Replace('-', '_')}_";

    /// <summary>What was refused, in words; null if nothing was.</summary>
    public string? Refusal { get; private set; }

    public void Dispose() => raw.sqlite3_set_authorizer(_handle, (strdelegate_authorizer?)null, null);

    private int Ask(object user, int action, string first, string second, string database, string source)
    {
        var isAllowed = action switch
        {
            raw.SQLITE_SELECT or raw.SQLITE_FUNCTION or raw.SQLITE_RECURSIVE => true,
            // SQLite itself changes its schema, and looks at the rows of a table that gets another column.
            raw.SQLITE_READ or raw.SQLITE_INSERT or raw.SQLITE_UPDATE or raw.SQLITE_DELETE => IsOwn(first) || IsInternal(first) || first == "pragma_quick_check",
            raw.SQLITE_PRAGMA => first == "quick_check",
            raw.SQLITE_CREATE_TABLE or raw.SQLITE_DROP_TABLE or raw.SQLITE_CREATE_VIEW or raw.SQLITE_DROP_VIEW => IsOwn(first),
            raw.SQLITE_CREATE_INDEX or raw.SQLITE_DROP_INDEX or raw.SQLITE_CREATE_TRIGGER or raw.SQLITE_DROP_TRIGGER =>
                IsOwn(second) && (IsOwn(first) || IsInternal(first)),
            raw.SQLITE_ALTER_TABLE => IsOwn(second),
            raw.SQLITE_REINDEX or raw.SQLITE_ANALYZE => true,
            _ => false,
        };
        if (isAllowed) return raw.SQLITE_OK;
        Refusal ??= action is raw.SQLITE_TRANSACTION or raw.SQLITE_SAVEPOINT
            ? "each file is one transaction of its own; leave BEGIN, COMMIT and SAVEPOINT out"
            : $"it may only touch tables and indexes whose names begin with {_prefix}{(string.IsNullOrEmpty(first) ? string.Empty : $", unlike {(second is { Length: > 0 } && action is raw.SQLITE_ALTER_TABLE ? second : first)}")}";
        return raw.SQLITE_DENY;
    }

    private static bool IsInternal(string name) => name.StartsWith("sqlite_", StringComparison.OrdinalIgnoreCase);

    private bool IsOwn(string? name) => name is not null && name.StartsWith(_prefix, StringComparison.OrdinalIgnoreCase);
}
