
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

    private readonly Queue<byte[]> _rest = new();
    private bool _any;

    /// <summary>The piece to be sent next.</summary>
    public JsonBuffer Json { get; } = new();

    /// <summary>Whether there are records that are still to be read.</summary>
    public bool HasRest => _rest.Count > 0;

    /// <summary>The version of the collection that was read.</summary>
    public CollectionModel Model { get; private set; } = null!;

    private long? Total { get; set; }

    public void Dispose() => Json.Dispose();

    /// <summary>Reads total and page in one snapshot.</summary>
    public void Read(Connection connection, CollectionModel model, Caller caller)
    {
        Json.Clear();
        _rest.Clear();
        _any = false;
        Model = model;
        var owner = model.Access.List == AccessRule.Owner && !caller.IsAdmin ? caller.IdUtf8 : default;
        if (query.Count)
        {
            connection.Prepare(SqliteDialect.BeginRead).Run();
            Total = CountRecords(connection, owner);
        }

        Json.Raw("{\"records\":["u8);
        ReadRecords(connection, owner);
        if (query.Count) connection.Prepare(SqliteDialect.Commit).Run();
        if (!HasRest) Close();
    }

    /// <summary>Reads the next piece. Records that were deleted since are left out. After an error it can go on where it was.</summary>
    public void ReadRest(Connection connection, CollectionModel model)
    {
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

    /// <summary>Ends the page where the records that are still to be read are all gone.</summary>
    public void EndWithoutRest()
    {
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
