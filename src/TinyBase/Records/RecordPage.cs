using TinyBase.Collections;
using TinyBase.Hosting;
using TinyBase.Storage;

namespace TinyBase.Records;

/// <summary>
/// A page of records in JSON. Which records it holds is decided in one snapshot. What does not fit into one piece of memory is
/// remembered by id and read later, a piece at a time with a fresh statement, so that neither memory nor the log is held while
/// a slow client reads.
/// </summary>
internal sealed class RecordPage(ListPlan plan) : IDisposable
{
    /// <summary>A piece ends after the record that takes it past this size.</summary>
    private const int PieceBytes = 256 * 1024;

    /// <summary>Passing over as many records takes no time to speak of.</summary>
    private const int FreeOffset = 10_000;

    private readonly Queue<byte[]> _rest = new();
    private ListPlan _plan = plan;
    private RecordSelection _selection = plan.Selection;
    private ReadOnlyMemory<byte> _owner;
    private byte[]? _next;
    private long? _total;
    private bool _any;

    /// <summary>The piece to be sent next.</summary>
    public JsonBuffer Json { get; } = new();

    /// <summary>Whether there are records that are still to be read.</summary>
    public bool HasRest => _rest.Count > 0;

    /// <summary>What was read.</summary>
    public ListPlan Plan => _plan;

    /// <summary>Whether the page may take long to find, so that its time must be watched.</summary>
    public bool IsCostly => !_selection.IsById || _selection.IsFiltered || Query.Offset > FreeOffset;

    /// <summary>Whether the records may take long to count.</summary>
    public bool IsCostlyToCount => _selection.IsFiltered;

    /// <summary>Whether the total is wanted and the page alone does not tell it.</summary>
    public bool MustCount => Query.Count && _total is null;

    /// <summary>Whether the page was given up.</summary>
    public bool TookTooLong { get; set; }

    /// <summary>Whether the list cannot go on, since the record that its cursor rests on is gone or changed.</summary>
    public bool IsCursorLost { get; private set; }

    private ListQuery Query => _plan.Query;

    private CollectionModel Model => _plan.Model;

    public void Dispose() => Json.Dispose();

    /// <summary>Starts over under the version of the collection that counts by now.</summary>
    public void Begin(CollectionModel model, Caller caller)
    {
        // Checked by the endpoint under the version that it found; the next try finds the one that counts by now.
        if (!model.AccessFor(caller).List.Allows(caller) || !TryPlan(model)) throw new BusyException("The collection was changed just now. Try again.");
        Json.Clear();
        _rest.Clear();
        _any = false;
        _next = null;
        _total = null;
        TookTooLong = false;
        IsCursorLost = false;
        _selection = _plan.Selection;
        _owner = model.AccessFor(caller).List == AccessRule.Owner && !caller.IsAdmin ? caller.IdUtf8 : default;
    }

    /// <summary>Reads the records, from the snapshot that the total comes from too.</summary>
    public void ReadRecords(Connection connection)
    {
        if (_plan.Cursor is { } cursor)
        {
            if (cursor.Find(connection, Model, _owner.Span) is not { } after)
            {
                IsCursorLost = true;
                return;
            }

            _selection = _selection with { After = after };
        }

        Json.Raw("{\"records\":["u8);
        var row = connection.Prepare(Model.Sql.Page(_selection, !_owner.IsEmpty, out var conditions));
        try
        {
            // One more than wanted tells whether the list goes on.
            row.Bind(1, Query.Limit + 1);
            row.Bind(2, Query.Offset);
            if (!_owner.IsEmpty) row.Bind(3, _owner.Span);
            conditions?.Bind(row);
            Read(row);
        }
        finally
        {
            row.Reset();
        }
    }

    /// <summary>Reads the records and, where it is wanted, their total.</summary>
    public void ReadAll(Connection connection)
    {
        ReadRecords(connection);
        if (MustCount && !IsCursorLost) CountRecords(connection);
    }

    /// <summary>Counts the records on all pages.</summary>
    public void CountRecords(Connection connection)
    {
        SelectionSql? conditions = null;
        var sql = _selection.IsFiltered ? Model.Sql.Count(_selection, !_owner.IsEmpty, out conditions)
            : _owner.IsEmpty ? SqliteDialect.ReadCount
            : Model.Sql.CountOwned;
        var statement = connection.Prepare(sql);
        try
        {
            if (!_owner.IsEmpty) statement.Bind(3, _owner.Span);
            else if (!_selection.IsFiltered) statement.Bind(1, Model.IdUtf8.Span);
            conditions?.Bind(statement);
            _total = statement.Step() ? statement.Integer(0) : 0;
        }
        finally
        {
            statement.Reset();
        }
    }

    /// <summary>Ends the page if all of it has been read.</summary>
    public void End()
    {
        if (!HasRest) Close();
    }

    /// <summary>
    /// Reads the next piece into the emptied buffer. Records that were deleted since are left out. In one snapshot, a changed table
    /// shows at the first record and never in the middle of the piece.
    /// </summary>
    public void ReadRest(Connection connection, CollectionModel model)
    {
        Json.Clear();
        // Half of the answer is sent: a field that is gone by now is left out, like a record.
        var projection = Query.Fields is { } fields ? Projection.Existing(model, fields) : null;
        var row = connection.Prepare(model.Sql.ById);
        try
        {
            while (Json.Length < PieceBytes && _rest.TryPeek(out var id))
            {
                RecordSql.BindId(row, id);
                if (row.Step()) Append(model, row, projection);
                row.Reset();
                _rest.Dequeue();
            }
        }
        finally
        {
            row.Reset();
        }

        End();
    }

    /// <summary>Ends the page without the records that are still to be read, since the collection was deleted with them.</summary>
    public void LeaveOutRest()
    {
        Json.Clear();
        _rest.Clear();
        Close();
    }

    private bool TryPlan(CollectionModel model)
    {
        if (_plan.Model == model) return true;
        if (!ListPlan.TryMake(model, Query, out var changed, out _)) return false;
        _plan = changed;
        return true;
    }

    private void Read(Statement row)
    {
        var count = 0;
        byte[]? next = null;
        while (row.Step())
        {
            if (count++ == Query.Limit)
            {
                _next = next;
                return;
            }

            if (Json.Length < PieceBytes) Append(Model, row, _plan.Projection);
            else _rest.Enqueue(row.Utf8(0).ToArray());
            if (count == Query.Limit) next = PageCursor.Write(Model, _selection.Sort, row);
        }

        // The last page by offset tells the total, unless it lies behind the end.
        if (Query.Count && _plan.Cursor is null && (count > 0 || Query.Offset == 0)) _total = (long)Query.Offset + count;
    }

    private void Append(CollectionModel model, Statement row, Projection? projection)
    {
        if (_any) Json.Raw(","u8);
        _any = true;
        RecordJson.Write(Json, model, row, projection);
    }

    private void Close()
    {
        Json.Raw("],\"total\":"u8);
        if (_total is { } total) Json.Number(total);
        else Json.Raw("null"u8);
        Json.Raw(",\"limit\":"u8);
        Json.Number((long)Query.Limit);
        Json.Raw(",\"offset\":"u8);
        Json.Number((long)Query.Offset);
        Json.Raw(",\"next_cursor\":"u8);
        if (_next is null) Json.Raw("null"u8);
        else Json.Plain(_next);
        Json.Raw("}"u8);
    }
}
