using System.Buffers.Text;

using TinyBase.Collections;
using TinyBase.Collections.Schema;
using TinyBase.Storage;

namespace TinyBase.Records;

/// <summary>A record in memory: its system columns as they are stored, and the values of its fields in schema order.</summary>
internal sealed record RecordRow
{
    public required ReadOnlyMemory<byte> Id { get; init; }

    /// <summary>The owner's id, empty for none.</summary>
    public required ReadOnlyMemory<byte> Owner { get; init; }

    public required ReadOnlyMemory<byte> Created { get; init; }

    public required ReadOnlyMemory<byte> Updated { get; init; }

    /// <summary>Counts up from 1 with each change.</summary>
    public required long Version { get; init; }

    public required FieldValue[] Values { get; init; }

    public Guid Guid() => Utf8Guid(Id);

    /// <summary>The owner's id; null for none.</summary>
    public Guid? OwnerGuid() => Owner.IsEmpty ? null : Utf8Guid(Owner);

    /// <summary>Copies the row that a statement stands on.</summary>
    public static RecordRow Read(Statement row, CollectionModel model)
    {
        var values = new FieldValue[model.Schema.Fields.Length];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = FieldValue.Read(row, SqliteDialect.SystemColumnCount + i, model.Schema.Fields[i].Type.Column);
        }

        return new RecordRow
        {
            Id = row.Utf8(0).ToArray(),
            Owner = row.Utf8(1).ToArray(),
            Created = row.Utf8(2).ToArray(),
            Updated = row.Utf8(3).ToArray(),
            Version = row.Integer(4),
            Values = values,
        };
    }

    /// <summary>Binds the row as the statements of <see cref="RecordSql"/> want it.</summary>
    public void Bind(Statement statement, bool whole)
    {
        RecordSql.BindId(statement, Id.Span);
        if (whole)
        {
            if (Owner.IsEmpty) statement.BindNull(3);
            else statement.Bind(3, Owner.Span);
            statement.Bind(4, Created.Span);
        }

        statement.Bind(5, Updated.Span);
        statement.Bind(6, Version);
        for (var i = 0; i < Values.Length; i++) statement.Bind(SqliteDialect.SystemColumnCount + 2 + i, Values[i]);
    }

    private static Guid Utf8Guid(ReadOnlyMemory<byte> utf8) =>
        Utf8Parser.TryParse(utf8.Span, out Guid id, out _) ? id : throw new FormatException("An id of a record is no UUID.");
}
