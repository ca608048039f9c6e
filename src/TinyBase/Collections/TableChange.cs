using System.Globalization;
using System.Text;

using Microsoft.Data.Sqlite;

using TinyBase.Collections.Schema;
using TinyBase.Storage;

namespace TinyBase.Collections;

/// <summary>Brings a table to a new schema, within the writer's savepoint. Values are converted one at a time.</summary>
internal sealed class TableChange(Connection connection, string table, SchemaChange change)
{
    private const int MaxShown = 5;
    private const int MaxText = 60;

    /// <summary>How many values were converted.</summary>
    public long Converted { get; private set; }

    /// <summary>Makes the change.</summary>
    /// <returns>Null, or which records stand in its way.</returns>
    public string? Apply()
    {
        foreach (var statement in change.Statements) connection.Execute(statement);
        foreach (var conversion in change.Conversions)
        {
            if (Convert(conversion) is { } refusal) return refusal;
        }

        foreach (var index in change.NewIndexes)
        {
            if (Make(index) is { } refusal) return refusal;
        }

        return null;
    }

    private string? Convert(FieldConversion conversion)
    {
        var next = connection.Prepare(SqliteDialect.NextValue(table, conversion.Column));
        var store = connection.Prepare(SqliteDialect.StoreValue(table, conversion.To.Name));
        var refused = 0L;
        var first = new List<string>();
        for (var row = long.MinValue; TryRead(next, conversion.From, ref row, out var id, out var old);)
        {
            if (conversion.TryConvert(old, out var value))
            {
                store.Bind(1, value);
                store.Bind(2, row);
                store.Run();
                Converted++;
                continue;
            }

            refused++;
            if (first.Count < MaxShown) first.Add($"{id} ({Show(conversion.From, old)})");
        }

        var from = conversion.From.Type.Name;
        return refused == 0
            ? null
            : $"Invalid schema: field '{conversion.To.Name}' of type '{from}' cannot become '{conversion.To.Type.Name}': "
                + $"{Count(refused, "record has", "records have")} a value that does not fit, {List(first, refused)}";
    }

    /// <summary>The first value that is not null after a row.</summary>
    private static bool TryRead(Statement next, FieldDefinition field, ref long row, out string id, out FieldValue value)
    {
        try
        {
            next.Bind(1, row);
            var found = next.Step();
            id = found ? next.Text(1) : string.Empty;
            value = found ? FieldValue.Read(next, 2, field.Type.Column) : default;
            if (found) row = next.Integer(0);
            return found;
        }
        finally
        {
            next.Reset();
        }
    }

    private string? Make(CollectionIndex index)
    {
        try
        {
            connection.Execute(index.Create);
            return null;
        }
        catch (SqliteException error) when (error.SqliteExtendedErrorCode == SqliteDialect.UniqueConstraint)
        {
            return Duplicates(index);
        }
    }

    private string Duplicates(CollectionIndex index)
    {
        var count = 0L;
        var first = new List<string>();
        var groups = connection.Prepare(SqliteDialect.Duplicates(table, index.Fields));
        while (groups.Step())
        {
            count++;
            if (first.Count == MaxShown) continue;
            var values = index.Fields.Select((field, i) => Show(field, FieldValue.Read(groups, 3 + i, field.Type.Column)));
            first.Add($"{string.Join(", ", values)} in {groups.Integer(0)} records, such as {groups.Text(1)} and {groups.Text(2)}");
        }

        groups.Reset();
        var names = string.Join(", ", index.Fields.Select(field => $"'{field.Name}'"));
        return $"Invalid schema: {names} cannot be unique: {Count(count, "value is", "values are")} there more than once, "
            + List(first, count);
    }

    private static string List(List<string> first, long count) =>
        (count > first.Count ? "the first are: " : "namely: ") + string.Join("; ", first);

    private static string Count(long count, string one, string many) =>
        string.Create(CultureInfo.InvariantCulture, $"{count} {(count == 1 ? one : many)}");

    private static string Show(FieldDefinition field, in FieldValue value)
    {
        if (InputEcho.Of(field.Type, value) is { } echo) return SchemaText.Show(echo);
        var text = Encoding.UTF8.GetString(value.Utf8.Span[..MaxText]).TrimEnd('\uFFFD');
        return $"'{text}…'";
    }
}
