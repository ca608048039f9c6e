using TinyBase.Collections.Schema;
using TinyBase.Storage;

namespace TinyBase.Collections;

/// <summary>What has to be done to a table for a new schema, or why it cannot be done.</summary>
internal sealed class SchemaChange
{
    private readonly List<string> _statements = [];

    private SchemaChange(long removedFields) => RemovedFields = removedFields;

    /// <summary>The statements, in order.</summary>
    public IReadOnlyList<string> Statements => _statements;

    /// <summary>How many fields were removed so far, this change included.</summary>
    public long RemovedFields { get; private set; }

    /// <summary>Why the change is refused, or null.</summary>
    public string? Refusal { get; private set; }

    public static SchemaChange Between(CollectionModel current, CollectionSchema wanted, CollectionOptions options)
    {
        var table = current.Definition.Name;
        var change = new SchemaChange(current.Definition.RemovedFields);
        var before = current.Schema.Fields.ToDictionary(field => field.Name, StringComparer.Ordinal);
        var after = wanted.Fields.ToDictionary(field => field.Name, StringComparer.Ordinal);
        // A field that comes back in another spelling needs its old column out of the way first.
        foreach (var field in current.Schema.Fields.Where(field => !after.ContainsKey(field.Name))) change.Remove(table, field);
        foreach (var field in wanted.Fields)
        {
            if (!before.TryGetValue(field.Name, out var old)) change.Add(table, field);
            else if (old.Type.Name != field.Type.Name)
            {
                change.Refusal ??=
                    $"field '{field.Name}' has type '{old.Type.Name}' and cannot become '{field.Type.Name}'; add a field of another name";
            }
        }

        if (SqliteDialect.SystemColumnCount + wanted.Fields.Length + change.RemovedFields > SqliteDialect.MaxColumns)
        {
            change.Refusal ??= $"the table would have more than {SqliteDialect.MaxColumns} columns, those of removed fields included";
        }

        change.SetOwnerIndex(table, options.Access.List == AccessRule.Owner);
        return change;
    }

    private void Remove(string table, FieldDefinition field)
    {
        RemovedFields++;
        _statements.Add(SqliteDialect.RenameColumn(table, field.Name, $"_removed_{RemovedFields}_{field.Name}"));
    }

    private void Add(string table, FieldDefinition field) => _statements.Add(SqliteDialect.AddColumn(table, field));

    private void SetOwnerIndex(string table, bool wanted) =>
        _statements.Add(wanted ? SqliteDialect.CreateOwnerIndex(table) : SqliteDialect.DropOwnerIndex(table));
}
