using TinyBase.Collections.Schema;
using TinyBase.Storage;

namespace TinyBase.Collections;

/// <summary>A value of a record, by the number of its row.</summary>
internal readonly record struct StoredValue(long Row, FieldValue Value);

/// <summary>Reads the values of a column, however many there are.</summary>
internal static class StoredValues
{
    private const int MaxCount = 1000;
    private const int MaxBytes = 1 << 20;

    /// <summary>
    /// All values in the order of their rows. They come in bounded pieces, so that the caller may change the table that they come
    /// from: no statement is open meanwhile.
    /// </summary>
    /// <param name="connection">The connection.</param>
    /// <param name="read">A statement as <see cref="SqliteDialect.NextValues"/> writes it.</param>
    /// <param name="type">The type of the column.</param>
    public static IEnumerable<StoredValue> Read(Connection connection, string read, ColumnType type)
    {
        var piece = new List<StoredValue>();
        for (var last = long.MinValue; Fill(piece, connection.Prepare(read), last, type); last = piece[^1].Row)
        {
            foreach (var value in piece) yield return value;
        }
    }

    private static bool Fill(List<StoredValue> piece, Statement rows, long last, ColumnType type)
    {
        piece.Clear();
        try
        {
            rows.Bind(1, last);
            for (var bytes = 0; piece.Count < MaxCount && bytes < MaxBytes && rows.Step(); bytes += piece[^1].Value.Utf8.Length)
            {
                piece.Add(new StoredValue(rows.Integer(0), FieldValue.Read(rows, 1, type)));
            }
        }
        finally
        {
            rows.Reset();
        }

        return piece.Count > 0;
    }
}
