using Microsoft.Data.Sqlite;

using TinyBase.Storage;

namespace TinyBase.Collections;

/// <summary>Brings a table to a new schema, within the writer's savepoint. Values are converted one at a time.</summary>
internal sealed class TableChange(Connection connection, string table, SchemaChange change)
{
    /// <summary>How many values were converted.</summary>
    public long Converted { get; private set; }

    /// <summary>Makes the change.</summary>
    /// <returns>Null, or which records stand in its way.</returns>
    public string? Apply()
    {
        foreach (var step in change.Steps)
        {
            foreach (var statement in step.Statements) connection.Execute(statement);
            var refusal = step switch
            {
                ConvertFieldStep convert => Convert(convert),
                AddIndexStep add => Make(add.Index),
                _ => null,
            };
            if (refusal is not null) return refusal;
        }

        return null;
    }

    private string? Convert(ConvertFieldStep step)
    {
        var conversion = step.Conversion;
        var refused = new Obstacles(conversion.From);
        foreach (var stored in StoredValues.Read(connection, step.Read, conversion.From.Type.Column))
        {
            // Once it is refused, it is all undone; the rest is only counted.
            if (!conversion.TryConvert(stored.Value, out var value)) refused.Add(connection, table, stored);
            else if (refused.Count == 0) Store(step, stored.Row, value);
        }

        return refused.Count == 0 ? null : refused.DoNotFit(conversion);
    }

    private void Store(ConvertFieldStep step, long row, in Schema.FieldValue value)
    {
        var store = connection.Prepare(step.Store);
        store.Bind(1, value);
        store.Bind(2, row);
        store.Run();
        Converted++;
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
            return Obstacles.Duplicates(connection, SqliteDialect.Quote(table), index.Fields).AreNotUnique();
        }
    }
}
