using System.Collections.Immutable;

using TinyBase.Collections;
using TinyBase.Collections.Schema;
using TinyBase.Hosting;
using TinyBase.Storage;

namespace TinyBase.Records;

/// <summary>Writes records as clients get them: <c>id, collection_id, owner_id, data, created_at, updated_at</c>.</summary>
internal static class RecordJson
{
    /// <summary>From the row that a statement stands on, without copying its values first.</summary>
    /// <param name="json">Where to.</param>
    /// <param name="model">The version of the collection that the statement is of.</param>
    /// <param name="row">The statement.</param>
    /// <param name="projection">Which fields; null for all.</param>
    public static void Write(JsonBuffer json, CollectionModel model, Statement row, Projection? projection)
    {
        Open(json, model, row.Utf8(0), row.Utf8(1), row.IsNull(1));
        json.Raw("{"u8);
        if (projection is null) WriteFields(json, model, row);
        else WriteFields(json, model, row, projection.Fields);
        json.Raw("}"u8);
        Close(json, row.Utf8(2), row.Utf8(3));
    }

    /// <summary>From a row in memory.</summary>
    /// <param name="json">Where to.</param>
    /// <param name="model">The version of the collection that the row is of.</param>
    /// <param name="row">The row.</param>
    /// <param name="projection">Which fields; null for all.</param>
    public static void Write(JsonBuffer json, CollectionModel model, RecordRow row, Projection? projection = null)
    {
        Open(json, model, row.Id.Span, row.Owner.Span, row.Owner.IsEmpty);
        if (projection is null) WriteData(json, model, row.Values);
        else WriteData(json, model, row.Values, projection.Fields);
        Close(json, row.Created.Span, row.Updated.Span);
    }

    /// <summary>Only the fields, as an object.</summary>
    public static void WriteData(JsonBuffer json, CollectionModel model, ReadOnlySpan<FieldValue> values)
    {
        json.Raw("{"u8);
        for (var i = 0; i < values.Length; i++)
        {
            json.Raw(model.JsonName(i));
            WriteValue(json, model.Schema.Fields[i].Type, values[i]);
        }

        json.Raw("}"u8);
    }

    private static void WriteData(JsonBuffer json, CollectionModel model, ReadOnlySpan<FieldValue> values, ImmutableArray<int> fields)
    {
        json.Raw("{"u8);
        for (var i = 0; i < fields.Length; i++)
        {
            json.Raw(Name(model, fields, i));
            WriteValue(json, model.Schema.Fields[fields[i]].Type, values[fields[i]]);
        }

        json.Raw("}"u8);
    }

    private static void WriteFields(JsonBuffer json, CollectionModel model, Statement row)
    {
        for (var i = 0; i < model.Schema.Fields.Length; i++)
        {
            json.Raw(model.JsonName(i));
            WriteField(json, model, row, i);
        }
    }

    private static void WriteFields(JsonBuffer json, CollectionModel model, Statement row, ImmutableArray<int> fields)
    {
        for (var i = 0; i < fields.Length; i++)
        {
            json.Raw(Name(model, fields, i));
            WriteField(json, model, row, fields[i]);
        }
    }

    /// <summary>The name of a field among those that are written; the first of the schema comes without a comma, and no other.</summary>
    private static ReadOnlySpan<byte> Name(CollectionModel model, ImmutableArray<int> fields, int i)
    {
        var name = model.JsonName(fields[i]);
        return i == 0 && fields[i] > 0 ? name[1..] : name;
    }

    private static void WriteField(JsonBuffer json, CollectionModel model, Statement row, int field)
    {
        var column = SqliteDialect.SystemColumnCount + field;
        if (row.IsNull(column)) json.Raw("null"u8);
        else WriteColumn(json, model.Schema.Fields[field].Type, row, column);
    }

    private static void Open(JsonBuffer json, CollectionModel model, ReadOnlySpan<byte> id, ReadOnlySpan<byte> owner, bool isOwnerless)
    {
        json.Raw("{\"id\":"u8);
        json.Plain(id);
        json.Raw(model.JsonCollectionId.Span);
        if (isOwnerless) json.Raw("null"u8);
        else json.Plain(owner);
        json.Raw(",\"data\":"u8);
    }

    private static void Close(JsonBuffer json, ReadOnlySpan<byte> created, ReadOnlySpan<byte> updated)
    {
        json.Raw(",\"created_at\":"u8);
        json.Plain(created);
        json.Raw(",\"updated_at\":"u8);
        json.Plain(updated);
        json.Raw("}"u8);
    }

    private static void WriteColumn(JsonBuffer json, FieldType type, Statement row, int column)
    {
        switch (type.Column)
        {
            case ColumnType.Integer when type.IsBool: json.Boolean(row.Integer(column) != 0); break;
            case ColumnType.Integer: json.Number(row.Integer(column)); break;
            case ColumnType.Real: json.Number(row.Real(column)); break;
            default: WriteText(json, type, row.Utf8(column)); break;
        }
    }

    private static void WriteValue(JsonBuffer json, FieldType type, in FieldValue value)
    {
        switch (value.Kind)
        {
            case ValueKind.Integer when type.IsBool: json.Boolean(value.Integer != 0); break;
            case ValueKind.Integer: json.Number(value.Integer); break;
            case ValueKind.Real: json.Number(value.Real); break;
            case ValueKind.Text: WriteText(json, type, value.Utf8.Span); break;
            default: json.Raw("null"u8); break;
        }
    }

    private static void WriteText(JsonBuffer json, FieldType type, ReadOnlySpan<byte> utf8)
    {
        if (type.IsJson) json.Raw(utf8);
        else json.String(utf8);
    }
}
