using System.Globalization;
using Dapper;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using TinyBase.Storage;

namespace TinyBase.Tests.Storage;

/// <summary>A database in a folder of its own, with a table of notes and a counter of them.</summary>
internal sealed class TestDatabase : IDisposable
{
    private const string Collection = "notes";
    private readonly TestFolder _folder = new();
    private Database? _open;

    public TestDatabase(TimeProvider? clock = null, ILogger<Database>? logger = null)
    {
        _open = Open(Path, clock, logger);
        Writer.Run(
            session =>
            {
                session.Connection.Execute(
                    """
                    CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE, payload BLOB) STRICT;
                    INSERT INTO _collection VALUES ('notes', 'notes', '', '{}', '{}', 1, 0, '', '');
                    INSERT INTO _collection_count VALUES ('notes', 0);
                    """);
                return Written.Keep(true);
            },
            alone: true).GetAwaiter().GetResult();
    }

    public string Path => _folder.File("data.db");

    public Database Database => _open ?? throw new InvalidOperationException("It is closed.");

    public Writer Writer => Database.Writer;

    /// <summary>What is committed, in the order of the writes.</summary>
    public IReadOnlyList<string> Texts => [.. Query<string>("SELECT text FROM note ORDER BY id")];

    /// <summary>How many notes the counter says there are.</summary>
    public long Counted => Query<long>("SELECT records FROM _collection_count").Single();

    public static Database Open(string path, TimeProvider? clock = null, ILogger<Database>? logger = null) =>
        Database.Open(path, new IdGenerator(TimeProvider.System), clock ?? TimeProvider.System, logger ?? NullLogger<Database>.Instance);

    /// <summary>Adds a note; the outcome is its text.</summary>
    public static Written<string> Insert(WriteSession session, string text, int payload = 0)
    {
        // Counted first, so that the count of a write that fails has something to undo as well.
        session.Count(Collection, 1);
        var statement = session.Connection.Prepare("INSERT INTO note (text, payload) VALUES (?1, zeroblob(?2))");
        statement.Bind(1, text);
        statement.Bind(2, (long)payload);
        statement.Run();
        return Written.Keep(text);
    }

    /// <summary>Adds a note and a token without its user, which is found out only at the commit.</summary>
    public static Written<string> InsertOrphan(WriteSession session, string text)
    {
        session.Connection.Execute(
            "PRAGMA defer_foreign_keys=ON; INSERT INTO _auth_token VALUES (hex(randomblob(16)), 'nobody', '', '', '', '')");
        return Insert(session, text);
    }

    public Task<string> Insert(string text, int payload = 0, CancellationToken cancel = default) =>
        Writer.Run(session => Insert(session, text, payload), cancel: cancel);

    /// <summary>Keeps the writer busy, so that what is queued until the release makes one group.</summary>
    public HeldWriter Hold(Action<Connection>? setUp = null) => new(Writer, setUp);

    /// <summary>Lets the database file grow by so many pages and no more.</summary>
    public HeldWriter HoldWithPagesLeft(int pages) => Hold(connection =>
    {
        var used = connection.Ado.ExecuteScalar<long>("PRAGMA page_count");
        connection.Execute(string.Create(CultureInfo.InvariantCulture, $"PRAGMA max_page_count={used + pages}"));
    });

    public IEnumerable<T> Query<T>(string sql)
    {
        using var connection = Connection.Open(Path, readOnly: true);
        return [.. connection.Ado.Query<T>(sql)];
    }

    public void Close()
    {
        _open?.Dispose();
        _open = null;
    }

    public void Dispose()
    {
        Close();
        _folder.Dispose();
    }
}
