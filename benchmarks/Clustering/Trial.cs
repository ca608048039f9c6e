using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using SQLitePCL;

namespace TinyBase.Benchmarks.Clustering;

/// <summary>What one trial measured; rates are per second.</summary>
internal sealed record Figures(double Inserts, double Gets, double Lists, double OwnerLists, double Megabytes);

/// <summary>Fills one fresh table and reads from it.</summary>
internal sealed class Trial(string directory, bool clustered, int bodySize, int rows)
{
    private const int Group = 32;
    private const int Owners = 100;
    private const int CacheKib = 16 * 1024;
    private static readonly TimeSpan ReadFor = TimeSpan.FromSeconds(1);

    private readonly string _path = Path.Combine(directory, "clustering.db");
    private readonly byte[][] _ids = IncreasingIds(rows);
    private readonly byte[][] _owners = IncreasingIds(Owners);

    public Figures Run()
    {
        foreach (var file in Directory.EnumerateFiles(directory, "clustering.db*"))
            File.Delete(file);

        double inserts;
        using (var db = Open())
        {
            inserts = Fill(db);
            Execute(db, "PRAGMA wal_checkpoint(TRUNCATE)");
        }

        var megabytes = new FileInfo(_path).Length / 1e6;
        using var reader = Open();
        return new Figures(
            inserts,
            Rate(reader, "SELECT * FROM records WHERE _id = ?1", i => _ids[i], expected: 1),
            Rate(reader, "SELECT * FROM records ORDER BY _id DESC LIMIT 30", null, expected: 30),
            Rate(reader, "SELECT * FROM records WHERE _owner = ?1 ORDER BY _id DESC LIMIT 30", i => _owners[i % Owners], expected: 30),
            megabytes);
    }

    private sqlite3 Open()
    {
        if (raw.sqlite3_open(_path, out var db) != raw.SQLITE_OK)
            throw new InvalidOperationException($"cannot open {_path}");
        Execute(db, "PRAGMA journal_mode = WAL");
        Execute(db, "PRAGMA synchronous = FULL");
        Execute(db, string.Create(CultureInfo.InvariantCulture, $"PRAGMA cache_size = -{CacheKib}"));
        return db;
    }

    private double Fill(sqlite3 db)
    {
        Execute(db, $"""
            CREATE TABLE records (_id TEXT PRIMARY KEY NOT NULL, _owner TEXT, _created TEXT NOT NULL, _version INTEGER NOT NULL, body TEXT NOT NULL)
            STRICT{(clustered ? ", WITHOUT ROWID" : "")}
            """);
        Execute(db, "CREATE INDEX records_owner ON records (_owner, _id)");

        using var begin = new Statement(db, "BEGIN IMMEDIATE");
        using var commit = new Statement(db, "COMMIT");
        using var insert = new Statement(db, "INSERT INTO records VALUES (?1, ?2, '2026-01-01T00:00:00.000000Z', 1, ?3)");
        var body = Encoding.ASCII.GetBytes(new string('x', bodySize));

        var watch = Stopwatch.StartNew();
        for (var first = 0; first < rows; first += Group)
        {
            begin.Execute();
            for (var i = first; i < Math.Min(first + Group, rows); i++)
                insert.Bind(1, _ids[i]).Bind(2, _owners[i % Owners]).Bind(3, body).Execute();
            commit.Execute();
        }

        return rows / watch.Elapsed.TotalSeconds;
    }

    private double Rate(sqlite3 db, string sql, Func<int, byte[]>? key, int expected)
    {
        // A large prime (Knuth, multiplicative hashing) as stride visits the rows without locality, the same in each trial.
        const long Stride = 2_654_435_761;
        using var statement = new Statement(db, sql);
        var watch = Stopwatch.StartNew();
        long count = 0;
        for (; watch.Elapsed < ReadFor; count++)
        {
            if (key is not null)
                statement.Bind(1, key((int)(count * Stride % rows)));
            if (statement.Read() is var found && found != expected)
                throw new InvalidOperationException($"{found} rows instead of {expected}: {sql}");
        }

        return count / watch.Elapsed.TotalSeconds;
    }

    private static void Execute(sqlite3 db, string sql)
    {
        using var statement = new Statement(db, sql);
        statement.Read();
    }

    /// <summary>UUIDv7 with a counter of 12 bits (RFC 9562 section 6.2, method 1), four to a millisecond.</summary>
    private static byte[][] IncreasingIds(int count) =>
        [.. Enumerable.Range(0, count).Select(i => Encoding.ASCII.GetBytes(string.Create(
            CultureInfo.InvariantCulture,
            $"{0x019a_0000 + (i >> 18):x8}-{(i >> 2) & 0xffff:x4}-7{i & 3:x3}-8{RandomNumberGenerator.GetHexString(3, true)}-{RandomNumberGenerator.GetHexString(12, true)}")))];
}
