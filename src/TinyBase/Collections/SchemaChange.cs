using System.Collections.Immutable;
using System.Text.Json;

using TinyBase.Collections.Schema;
using TinyBase.Storage;

namespace TinyBase.Collections;

/// <summary>Where the values of a field come from: the field that it was before, if any, and whether they change their type.</summary>
internal sealed record FieldSource(FieldDefinition Field, FieldDefinition? Former, bool IsConverted);

/// <summary>What has to be done for a new schema and new options, step by step, or why it cannot be done whatever the records are.</summary>
internal sealed class SchemaChange
{
    private readonly string _table;
    private readonly List<SchemaStep> _steps = [];
    private readonly Dictionary<string, FieldSource> _sources = new(StringComparer.Ordinal);
    // Fields of the current schema whose columns go away or get another name; their indexes do so too.
    private readonly HashSet<string> _moved = new(StringComparer.Ordinal);

    private SchemaChange(CollectionModel current, CollectionSchema schema, CollectionOptions options)
    {
        _table = current.Definition.Name;
        Schema = schema;
        Options = options;
        RemovedFields = current.Definition.RemovedFields;
    }

    /// <summary>The schema afterwards.</summary>
    public CollectionSchema Schema { get; }

    /// <summary>The options afterwards.</summary>
    public CollectionOptions Options { get; }

    /// <summary>What is to be done, in order.</summary>
    public IReadOnlyList<SchemaStep> Steps => _steps;

    /// <summary>The fields afterwards, by name.</summary>
    public IReadOnlyDictionary<string, FieldSource> Sources => _sources;

    /// <summary>How many columns of removed fields there are, those of this change included.</summary>
    public long RemovedFields { get; private set; }

    /// <summary>Why the change is refused, or null.</summary>
    public string? Refusal { get; private set; }

    /// <summary>Compares a collection with what it is to be.</summary>
    /// <param name="connection">Shows the table as it is.</param>
    /// <param name="current">The collection as it is.</param>
    /// <param name="wanted">What it is to be.</param>
    public static SchemaChange Plan(Connection connection, CollectionModel current, CollectionChange wanted)
    {
        var change = new SchemaChange(current, wanted.Parsed ?? current.Schema, wanted.ParsedOptions ?? current.Options);
        if (wanted.Schema is { } given && current.Schema.Fields.Length > 0 && !given.TryGetProperty("fields"u8, out _))
        {
            change.Refuse("fields is missing, and without it every field would be removed; \"fields\": [] does so");
            return change;
        }

        if (!CollectionIndex.TryResolve(change._table, change.Schema, change.Options, out var indexes, out var error))
        {
            change.Refusal = "Invalid options: " + error;
            return change;
        }

        change.CompareFields(current.Schema, wanted.PurgeRemoved ? RemovedColumns(connection, change._table) : []);
        if (wanted.Schema is { } schema) change.CompareRules(RawFields(current.Definition.Schema), RawFields(schema));
        change.CompareOptions(current, wanted);
        change.CompareIndexes(current.Indexes, indexes);
        return change;
    }

    private static List<string> RemovedColumns(Connection connection, string table)
    {
        var names = new List<string>();
        var columns = connection.Prepare(SqliteDialect.RemovedColumns);
        columns.Bind(1, table);
        while (columns.Step()) names.Add(columns.Text(0));
        columns.Reset();
        return names;
    }

    private void CompareFields(CollectionSchema current, List<string> purged)
    {
        var before = current.Fields.ToDictionary(field => field.Name, StringComparer.Ordinal);
        var after = Schema.Fields.ToDictionary(field => field.Name, StringComparer.Ordinal);
        var renamed = RenamedFields(current, before, after);
        if (purged.Count > 0) RemovedFields = 0;
        _steps.AddRange(purged.Select(column => new PurgeStep(column) { From = column, Statements = [SqliteDialect.DropColumn(_table, column)] }));
        // A field that comes back in another spelling needs its old column out of the way first.
        foreach (var field in current.Fields.Where(field => !after.ContainsKey(field.Name) && !renamed.ContainsValue(field))) Remove(field);
        Rename(renamed);
        foreach (var field in Schema.Fields) Fill(renamed.GetValueOrDefault(field.Name) ?? before.GetValueOrDefault(field.Name), field);

        if (SqliteDialect.SystemColumnCount + Schema.Fields.Length + RemovedFields > SqliteDialect.MaxColumns)
        {
            Refuse($"the table would have more than {SqliteDialect.MaxColumns} columns, those of removed fields included; "
                + "\"purge_removed\": true drops those");
        }
    }

    /// <summary>The fields that get a new name, by that name.</summary>
    private Dictionary<string, FieldDefinition> RenamedFields(
        CollectionSchema current, Dictionary<string, FieldDefinition> before, Dictionary<string, FieldDefinition> after)
    {
        var renamed = new Dictionary<string, FieldDefinition>(StringComparer.Ordinal);
        // One that stays as it is may still say what it was renamed from when it came.
        if (Schema == current) return renamed;
        foreach (var field in Schema.Fields)
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
        var (aside, rename) = PutAside(field.Name);
        _steps.Add(new RemoveFieldStep(field) { From = field.Name, To = aside, Statements = [rename] });
    }

    /// <summary>Before anything is added, so that the former names are free, in any spelling; also for each other.</summary>
    private void Rename(Dictionary<string, FieldDefinition> renamed)
    {
        var columns = renamed.Values.ToDictionary(old => old, old => old.Name);
        var clearing = new List<string>();
        foreach (var (name, old) in renamed)
        {
            _moved.Add(old.Name);
            if (!renamed.Keys.Any(other => other != name && other.Equals(old.Name, StringComparison.OrdinalIgnoreCase))) continue;
            columns[old] = $"_renamed_{clearing.Count}";
            clearing.Add(SqliteDialect.RenameColumn(_table, old.Name, columns[old]));
        }

        foreach (var (name, old) in renamed)
        {
            _steps.Add(new SchemaStep("rename_field", name)
            {
                From = old.Name,
                To = name,
                Statements = [.. clearing, SqliteDialect.RenameColumn(_table, columns[old], name)],
            });
            clearing.Clear();
        }
    }

    /// <summary>Sees to it that a field has its values under its name.</summary>
    private void Fill(FieldDefinition? old, FieldDefinition field)
    {
        var isConverted = old is not null && FieldConversion.IsNeeded(old.Type, field.Type);
        _sources.Add(field.Name, new FieldSource(field, old, isConverted));
        if (old is null)
        {
            _steps.Add(new AddFieldStep(_table, field)
            {
                To = field.Type.Name,
                Statements = SqliteDialect.AddColumn(_table, field, field.AbsentValue),
            });
        }
        else if (isConverted)
        {
            _moved.Add(old.Name);
            var (aside, rename) = PutAside(field.Name);
            _steps.Add(new ConvertFieldStep(_table, new FieldConversion(old, field, aside))
            {
                From = old.Type.Name,
                To = field.Type.Name,
                Statements = [rename, .. SqliteDialect.AddColumn(_table, field, field.ConvertedAbsentValue)],
            });
        }
    }

    private (string Aside, string Statement) PutAside(string name)
    {
        RemovedFields++;
        var aside = $"{SqliteDialect.RemovedPrefix}{RemovedFields}_{name}";
        return (aside, SqliteDialect.RenameColumn(_table, name, aside));
    }

    private static Dictionary<string, JsonElement> RawFields(JsonElement schema) =>
        schema.TryGetProperty("fields"u8, out var fields)
            ? fields.EnumerateArray().ToDictionary(field => field.GetProperty("name"u8).GetString()!, StringComparer.Ordinal)
            : [];

    private void CompareRules(Dictionary<string, JsonElement> before, Dictionary<string, JsonElement> after)
    {
        foreach (var source in _sources.Values.Where(source => !source.IsConverted))
        {
            if (source.Former is not { } former) continue;
            if (former.Type.Name == source.Field.Type.Name && FieldComparison.HaveSameRules(before[former.Name], after[source.Field.Name])) continue;
            _steps.Add(new ChangeRulesStep(former, source.Field) { From = former.Type.Name, To = source.Field.Type.Name });
        }
    }

    private void CompareOptions(CollectionModel current, CollectionChange wanted)
    {
        if (wanted.Label is { } label && label != current.Definition.Label)
        {
            _steps.Add(new SchemaStep("change_label", null) { From = current.Definition.Label, To = label });
        }

        if (wanted.Options is not { } options || JsonElement.DeepEquals(options, current.Definition.Options)) return;
        var (before, after) = (current.Access, Options.Access);
        var (isOwned, wasOwned) = (after.List == AccessRule.Owner, before.List == AccessRule.Owner);
        _steps.Add(new ChangeOptionsStep(before, after)
        {
            From = before == after ? null : before.ToString(),
            To = before == after ? null : after.ToString(),
            Statements = isOwned == wasOwned ? []
                : isOwned ? [SqliteDialect.CreateOwnerIndex(_table)]
                : [SqliteDialect.DropOwnerIndex(_table)],
        });
    }

    private void CompareIndexes(ImmutableArray<CollectionIndex> before, ImmutableArray<CollectionIndex> after)
    {
        var kept = before
            .Where(index => after.Any(other => other.Name == index.Name) && !index.Fields.Any(field => _moved.Contains(field.Name)))
            .Select(index => index.Name)
            .ToHashSet(StringComparer.Ordinal);
        // Before everything else, so that no column that moves is still part of one.
        _steps.InsertRange(0, before.Where(index => !kept.Contains(index.Name)).Select(Drop));
        _steps.AddRange(after.Where(index => !kept.Contains(index.Name)).Select(index => new AddIndexStep(index) { To = index.Name }));
    }

    private static SchemaStep Drop(CollectionIndex index) => new("drop_index", index.Fields is [var only] ? only.Name : null)
    {
        From = index.Name,
        Statements = [SqliteDialect.DropIndex(index.Name)],
    };

    private void Refuse(string reason) => Refusal ??= "Invalid schema: " + reason;
}
