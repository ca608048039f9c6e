using System.Collections.Immutable;

using TinyBase.Collections.Schema;
using TinyBase.Storage;

namespace TinyBase.Collections;

/// <summary>What has to be done to a table for a new schema and new options, or why it cannot be done.</summary>
internal sealed class SchemaChange
{
    private readonly string _table;
    private readonly List<string> _statements = [];
    private readonly List<FieldConversion> _conversions = [];
    private readonly List<CollectionIndex> _newIndexes = [];
    // Fields of the current schema whose columns go away or get another name; their indexes do so too.
    private readonly HashSet<string> _moved = new(StringComparer.Ordinal);

    private SchemaChange(CollectionModel current)
    {
        _table = current.Definition.Name;
        RemovedFields = current.Definition.RemovedFields;
    }

    /// <summary>The statements to begin with, in order.</summary>
    public IReadOnlyList<string> Statements => _statements;

    /// <summary>The values to convert after them.</summary>
    public IReadOnlyList<FieldConversion> Conversions => _conversions;

    /// <summary>The indexes to make at last.</summary>
    public IReadOnlyList<CollectionIndex> NewIndexes => _newIndexes;

    /// <summary>How many columns of removed fields there are, those of this change included.</summary>
    public long RemovedFields { get; private set; }

    /// <summary>Why the change is refused, or null.</summary>
    public string? Refusal { get; private set; }

    /// <summary>Compares a collection with what it is to be.</summary>
    /// <param name="current">The collection as it is.</param>
    /// <param name="wanted">The new schema.</param>
    /// <param name="options">The new options.</param>
    /// <param name="purged">The columns of formerly removed fields that go for good.</param>
    public static SchemaChange Between(
        CollectionModel current, CollectionSchema wanted, CollectionOptions options, IReadOnlyList<string> purged)
    {
        var change = new SchemaChange(current);
        if (!CollectionIndex.TryResolve(change._table, wanted, options, out var indexes, out var error))
        {
            change.Refusal = "Invalid options: " + error;
            return change;
        }

        change.CompareFields(current.Schema, wanted, purged);
        change.CompareIndexes(current.Indexes, indexes);
        change._statements.Add(
            options.Access.List == AccessRule.Owner ? SqliteDialect.CreateOwnerIndex(change._table) : SqliteDialect.DropOwnerIndex(change._table));
        return change;
    }

    private void CompareFields(CollectionSchema current, CollectionSchema wanted, IReadOnlyList<string> purged)
    {
        var before = current.Fields.ToDictionary(field => field.Name, StringComparer.Ordinal);
        var after = wanted.Fields.ToDictionary(field => field.Name, StringComparer.Ordinal);
        var renamed = RenamedFields(wanted, before, after);
        if (purged.Count > 0) RemovedFields = 0;
        _statements.AddRange(purged.Select(column => SqliteDialect.DropColumn(_table, column)));
        // A field that comes back in another spelling needs its old column out of the way first.
        foreach (var field in current.Fields.Where(field => !after.ContainsKey(field.Name) && !renamed.ContainsValue(field))) Remove(field);
        foreach (var field in wanted.Fields)
        {
            if (renamed.TryGetValue(field.Name, out var former)) Rename(former, field);
            if ((former ?? before.GetValueOrDefault(field.Name)) is not { } old) _statements.Add(SqliteDialect.AddColumn(_table, field));
            else if (FieldConversion.IsNeeded(old.Type, field.Type)) Convert(old, field);
        }

        if (SqliteDialect.SystemColumnCount + wanted.Fields.Length + RemovedFields > SqliteDialect.MaxColumns)
        {
            Refuse($"the table would have more than {SqliteDialect.MaxColumns} columns, those of removed fields included; "
                + "\"purge_removed\": true drops those");
        }
    }

    /// <summary>The fields that get a new name, by that name.</summary>
    private Dictionary<string, FieldDefinition> RenamedFields(
        CollectionSchema wanted, Dictionary<string, FieldDefinition> before, Dictionary<string, FieldDefinition> after)
    {
        var renamed = new Dictionary<string, FieldDefinition>(StringComparer.Ordinal);
        foreach (var field in wanted.Fields)
        {
            if (field.RenamedFrom is not { } former) continue;
            if (!before.TryGetValue(former, out var old)) Refuse($"field '{field.Name}' cannot be renamed from '{former}': there is no such field");
            else if (before.ContainsKey(field.Name)) Refuse($"field '{former}' cannot be renamed to '{field.Name}': there is such a field already");
            else if (after.ContainsKey(former)) Refuse($"field '{former}' cannot be renamed to '{field.Name}' and kept as well");
            else if (renamed.ContainsValue(old)) Refuse($"field '{former}' cannot be renamed to more than one name");
            else renamed.Add(field.Name, old);
        }

        return renamed;
    }

    private void Remove(FieldDefinition field)
    {
        _moved.Add(field.Name);
        PutAside(field.Name);
    }

    private void Rename(FieldDefinition old, FieldDefinition field)
    {
        _moved.Add(old.Name);
        _statements.Add(SqliteDialect.RenameColumn(_table, old.Name, field.Name));
    }

    private void Convert(FieldDefinition old, FieldDefinition field)
    {
        _moved.Add(old.Name);
        _conversions.Add(new FieldConversion(old, field, PutAside(field.Name)));
        _statements.Add(SqliteDialect.AddColumn(_table, field));
    }

    private string PutAside(string name)
    {
        RemovedFields++;
        var aside = $"{SqliteDialect.RemovedPrefix}{RemovedFields}_{name}";
        _statements.Add(SqliteDialect.RenameColumn(_table, name, aside));
        return aside;
    }

    private void CompareIndexes(ImmutableArray<CollectionIndex> before, ImmutableArray<CollectionIndex> after)
    {
        var kept = before
            .Where(index => after.Any(other => other.Name == index.Name) && !index.Fields.Any(field => _moved.Contains(field.Name)))
            .Select(index => index.Name)
            .ToHashSet(StringComparer.Ordinal);
        // Before everything else, so that no column that moves is still part of one.
        _statements.InsertRange(0, before.Where(index => !kept.Contains(index.Name)).Select(index => SqliteDialect.DropIndex(index.Name)));
        _newIndexes.AddRange(after.Where(index => !kept.Contains(index.Name)));
    }

    private void Refuse(string reason) => Refusal ??= "Invalid schema: " + reason;
}
