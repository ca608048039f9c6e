using TinyBase.Collections;
using TinyBase.Collections.Schema;
using TinyBase.Hosting;
using TinyBase.Storage;

namespace TinyBase.Records.Import;

/// <summary>Adds many records of one owner, in memory that is used again for each.</summary>
internal sealed class RecordInserts
{
    private const int IdLength = 36;

    private readonly WriteSession _session;
    private readonly CollectionModel _model;
    private readonly byte[] _id = new byte[IdLength];
    private readonly byte[] _time = new byte[Timestamps.Length];

    public RecordInserts(WriteSession session, CollectionModel model, Caller caller)
    {
        _session = session;
        _model = model;
        Row = new RecordRow
        {
            Id = _id,
            Owner = caller.IdUtf8,
            Created = _time,
            Updated = _time,
            Version = 1,
            Values = new FieldValue[model.Schema.Fields.Length],
        };
    }

    /// <summary>The record that was added last, in memory that the next one uses again.</summary>
    public RecordRow Row { get; }

    /// <summary>Adds a record; the caller counts it.</summary>
    /// <returns>Null, or what the engine says of values that are taken.</returns>
    public string? Add(ReadOnlySpan<FieldValue> values)
    {
        values.CopyTo(Row.Values);
        var statement = _session.Connection.Prepare(_model.Sql.Insert);
        while (true)
        {
            var made = _session.NextId();
            made.Id.TryFormat(_id, out _);
            Timestamps.Write(made.Time, _time);
            Row.Bind(statement, whole: true);
            var taken = statement.RunUnlessTaken();
            if (taken is null || !SqliteDialect.IsKey(taken)) return taken;
        }
    }
}
