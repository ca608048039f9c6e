using TinyBase.Collections;
using TinyBase.Hosting;
using TinyBase.Storage;

namespace TinyBase.Records;

/// <summary>
/// A page of records in JSON. Which records it holds is decided in one snapshot. What does not fit into one piece of memory is
/// remembered by id and read later, a piece at a time with a fresh statement, so that neither memory nor the log is held while
/// a slow client reads.
/// </summary>
internal sealed class RecordPage(ListQuery query) : IDisposable
{
    /// <summary>A piece ends after the record that takes it past this size.</summary>
    private const int PieceBytes = 256 * 1024;

    /// <summary>Passing over as many records takes no time to speak of.</summary>
    private const int FreeOffset = 10_000;

    private readonly Queue<byte[]> _rest = new();
    private bool _any;

    /// <summary>The piece to be sent next.</summary>
    public JsonBuffer Json { get; } = new();

    /// <summary>Whether there are records that are still to be read.</summary>
    public bool HasRest => _rest.Count > 0;

    /// <summary>The version of the collection that was read.</summary>
    public CollectionModel Model { get; private set; } = null!;

    /// <summary>Whether the page may take long to find, so that its time must be watched.</summary>
    public bool IsCostly => query.Column != "_id" || query.Offset > FreeOffset;

    /// <summary>Whether the page was given up.</summary>
    public bool TookTooLong { get; set; }

    private long? Total { get; set; }

    public void Dispose() => Json.Dispose();

    /// <summary>Reads total and page, which the connection's snapshot keeps together.</summary>
    public void Read(Connection connection, CollectionModel model, Caller caller)
    {
        // Checked by the endpoint under the version that it found; the next try finds the one that counts by now.
        if (!query.Fits(model) || !model.Access.List.Allows(caller)) throw new BusyException("The collection was changed just now. Try again.");
        Json.Clear();
        _rest.Clear();
        _any = false;
        Model = model;
        var owner = model.Access.List == AccessRule.Owner && !caller.IsAdmin ? caller.IdUtf8 : default;
        if (query.Count) Total = CountRecords(connection, owner);
        Json.Raw("{\"records\":["u8);
        ReadRecords(connection, owner);
        if (!HasRest) Close();
    }

    /// <summary>
    /// Reads the next piece into the emptied buffer. Records that were deleted since are left out. In one snapshot, a changed table
    /// shows at the first record and never in the middle of the piece.
    /// </summary>
    public void ReadRest(Connection connection, CollectionModel model)
    {
        Json.Clear();
        var row = connection.Prepare(model.Sql.ById);
        try
        {
            while (Json.Length < PieceBytes && _rest.TryPeek(out var id))
            {
                row.Bind(1, id);
                if (row.Step()) Append(model, row);
                row.Reset();
                _rest.Dequeue();
            }
        }
        finally
        {
            row.Reset();
        }

        if (!HasRest) Close();
    }

    /// <summary>Ends the page without the records that are still to be read, since the collection was deleted with them.</summary>
    public void LeaveOutRest()
    {
        Json.Clear();
        _rest.Clear();
        Close();
    }

    private long CountRecords(Connection connection, ReadOnlyMemory<byte> owner)
    {
        var statement = connection.Prepare(owner.IsEmpty ? SqliteDialect.ReadCount : Model.Sql.CountOwned);
        try
        {
            if (owner.IsEmpty) statement.Bind(1, Model.IdUtf8.Span);
            else statement.Bind(3, owner.Span);
            return statement.Step() ? statement.Integer(0) : 0;
        }
        finally
        {
            statement.Reset();
        }
    }

    private void ReadRecords(Connection connection, ReadOnlyMemory<byte> owner)
    {
        var row = connection.Prepare(Model.Sql.Page(query.Column, query.Descending, !owner.IsEmpty));
        try
        {
            row.Bind(1, query.Limit);
            row.Bind(2, query.Offset);
            if (!owner.IsEmpty) row.Bind(3, owner.Span);
            while (row.Step())
            {
                if (Json.Length < PieceBytes) Append(Model, row);
                else _rest.Enqueue(row.Utf8(0).ToArray());
            }
        }
        finally
        {
            row.Reset();
        }
    }

    private void Append(CollectionModel model, Statement row)
    {
        if (_any) Json.Raw(","u8);
        _any = true;
        RecordJson.Write(Json, model, row);
    }

    private void Close()
    {
        Json.Raw("],\"total\":"u8);
        if (Total is { } total) Json.Number(total);
        else Json.Raw("null"u8);
        Json.Raw(",\"limit\":"u8);
        Json.Number((long)query.Limit);
        Json.Raw(",\"offset\":"u8);
        Json.Number((long)query.Offset);
        Json.Raw("}"u8);
    }
}
