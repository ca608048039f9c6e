using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using System.Text.Json;

using TinyBase.Collections;
using TinyBase.Collections.Schema;
using TinyBase.Storage;

namespace TinyBase.Records;

/// <summary>A column that lists can be filtered and sorted by, found by the name that clients know it by.</summary>
/// <param name="Name">The name in the table.</param>
/// <param name="Index">The place in what the SELECTs of <see cref="RecordSql"/> give.</param>
/// <param name="Field">The type of the field; null for what every record has.</param>
internal readonly record struct ListColumn(string Name, int Index, FieldType? Field)
{
    private static readonly string[] TimeFormats =
        ["yyyy-MM-dd", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];

    private static readonly FieldProblem NotAnId = new("uuid_parsing", "Input should be a valid UUID");
    private static readonly FieldProblem NotATime =
        new("datetime_parsing", "Input should be a valid datetime, such as 2026-01-31 or 2026-01-31T12:00:00Z");

    /// <summary>What the column holds.</summary>
    public ColumnType Type => Field?.Column ?? ColumnType.Text;

    /// <summary>Whether it holds text that can be searched.</summary>
    public bool IsText => Field is { Column: ColumnType.Text, IsJson: false };

    /// <summary>Whether it holds lists or dicts, which have no order.</summary>
    public bool IsJson => Field is { IsJson: true };

    /// <summary>Finds a column by the name of a field, or <c>id, owner_id, created_at, updated_at</c>.</summary>
    public static bool TryFind(CollectionModel model, string name, out ListColumn column)
    {
        column = name switch
        {
            "id" => new ListColumn("_id", 0, null),
            "owner_id" => new ListColumn("_owner", 1, null),
            "created_at" => new ListColumn("_created", 2, null),
            "updated_at" => new ListColumn("_updated", 3, null),
            _ when model.Schema.TryFind(Encoding.UTF8.GetBytes(name), out var field) =>
                new ListColumn(model.Schema.Fields[field].Name, SqliteDialect.SystemColumnCount + field, model.Schema.Fields[field].Type),
            _ => default,
        };
        return column.Name is not null;
    }

    /// <summary>Turns a value of a filter into one of the column, as a record's values are.</summary>
    public bool TryCoerce(JsonElement value, out FieldValue result, [NotNullWhen(false)] out FieldProblem? problem)
    {
        if (Field is not null) return Field.TryCoerce(value, new ValueArena(0), out result, out problem);
        var text = value.ValueKind == JsonValueKind.String ? value.GetString()! : string.Empty;
        var stored = Name is "_id" or "_owner" ? Id(text) : Time(text);
        result = stored is null ? default : FieldValue.FromText(Encoding.ASCII.GetBytes(stored));
        problem = stored is not null ? null : Name is "_id" or "_owner" ? NotAnId : NotATime;
        return problem is null;
    }

    private static string? Id(string text) => Guid.TryParseExact(text, "D", out var id) ? id.ToString() : null;

    private static string? Time(string text) =>
        DateTimeOffset.TryParseExact(text, TimeFormats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? Timestamps.ToText(time)
            : null;
}
