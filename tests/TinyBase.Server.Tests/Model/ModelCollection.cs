using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace TinyBase.Server.Tests.Model;

/// <summary>What a write comes to: the fields that it is refused for, or the values that are kept.</summary>
internal sealed record ModelWrite(IReadOnlyList<string> Refused, ImmutableDictionary<string, object?> Values)
{
    public bool IsValid => Refused.Count == 0;
}

/// <summary>
/// A collection as the documentation describes it, in memory and as simple as can be. It never changes; each write gives another one,
/// so that what was before a write and what is after it can both be held against the server.
/// </summary>
internal sealed record ModelCollection(ImmutableArray<ModelField> Fields, ImmutableArray<ModelIndex> OptionIndexes)
{
    public ImmutableSortedDictionary<string, ModelRecord> Records { get; private init; } =
        ImmutableSortedDictionary.Create<string, ModelRecord>(StringComparer.Ordinal);

    /// <summary>How many columns of removed and converted fields are kept.</summary>
    public int Removed { get; private init; }

    /// <summary>The indexes that fields and options ask for.</summary>
    public IReadOnlyList<ModelIndex> Indexes =>
    [
        .. Fields.Where(one => one.Unique).Select(one => new ModelIndex(true, one.Name)),
        .. Fields.Where(one => one.Index && !(one.Unique && one.Type != "email")).Select(one => new ModelIndex(false, one.Name)),
        .. OptionIndexes,
    ];

    public static JsonObject Schema(IEnumerable<ModelField> fields, bool stored) =>
        new() { ["fields"] = new JsonArray([.. fields.Select(field => field.ToJson(stored))]) };

    public static JsonObject Options(IEnumerable<ModelIndex> indexes) =>
        new() { ["indexes"] = new JsonArray([.. indexes.Select(index => index.ToJson())]) };

    public ModelField? Find(string name) => Fields.FirstOrDefault(field => field.Name == name);

    /// <summary>What a new record, or a change of one, comes to.</summary>
    /// <param name="given">What the client sends.</param>
    /// <param name="stored">The record that is changed; null for a new one.</param>
    public ModelWrite Write(IReadOnlyDictionary<string, object?> given, ModelRecord? stored)
    {
        var refused = new List<string>();
        var values = ImmutableDictionary.CreateBuilder<string, object?>();
        foreach (var field in Fields)
        {
            var kept = stored?.Values[field.Name];
            bool fits;
            object? value;
            if (given.TryGetValue(field.Name, out var sent)) fits = field.TryTake(sent, out value);
            else (fits, value) = kept is null ? (!field.MustBeGiven, field.Absent) : (field.Allows(kept), kept);
            if (!fits) refused.Add(field.Name);
            values[field.Name] = value;
        }

        return new ModelWrite(refused, values.ToImmutable());
    }

    /// <summary>The unique indexes that would have values twice.</summary>
    public IReadOnlyList<ModelIndex> Taken(IReadOnlyDictionary<string, object?> values, string? id) =>
    [
        .. Indexes.Where(index => index.Unique && KeyOf(index, values) is { } key
            && Records.Values.Any(record => record.Id != id && KeyOf(index, record.Values) == key)),
    ];

    public ModelCollection With(ModelRecord record) => this with { Records = Records.SetItem(record.Id, record) };

    public ModelCollection Without(string id) => this with { Records = Records.Remove(id) };

    /// <summary>The collection after a change; null if it is refused.</summary>
    public ModelCollection? After(ModelChange change)
    {
        var fields = change.Fields ?? Fields;
        var indexes = change.Indexes ?? OptionIndexes;
        var names = fields.Select(field => field.Name).ToList();
        if (names.Distinct(StringComparer.OrdinalIgnoreCase).Count() < names.Count) return null;
        if (indexes.SelectMany(index => index.Fields).Except(names).Any()) return null;
        if (fields.Any(field => field.RenamedFrom is { } former && (Find(former) is null || Find(field.Name) is not null || names.Contains(former)))) return null;
        if (fields.Select(field => field.RenamedFrom).OfType<string>().GroupBy(former => former).Any(group => group.Count() > 1)) return null;

        var sources = fields.Select(field => (Field: field, Former: Find(field.RenamedFrom ?? field.Name))).ToList();
        var changed = ImmutableSortedDictionary.CreateBuilder<string, ModelRecord>(StringComparer.Ordinal);
        foreach (var record in Records.Values)
        {
            var values = ImmutableDictionary.CreateBuilder<string, object?>();
            foreach (var (field, former) in sources)
            {
                if (!TryCarry(record, former, field, out var value)) return null;
                values[field.Name] = value;
            }

            changed[record.Id] = record with { Values = values.ToImmutable() };
        }

        var after = new ModelCollection([.. fields.Select(field => field with { RenamedFrom = null })], indexes)
        {
            Records = changed.ToImmutable(),
            Removed = (change.Purge ? 0 : Removed)
                + Fields.Count(field => sources.All(source => source.Former != field))
                + sources.Count(source => source.Former?.IsConvertedTo(source.Field) == true),
        };
        return after.Records.Values.Any(record => after.Taken(record.Values, record.Id).Count > 0) ? null : after;
    }

    private static bool TryCarry(ModelRecord record, ModelField? former, ModelField field, out object? value)
    {
        value = former is null ? field.Absent : record.Values[former.Name];
        if (former?.IsConvertedTo(field) != true) return true;
        if (value is { } old) return ModelValues.TryConvert(old, field.Type, out value) && (field.Type != "enum" || field.Values.Contains(value));
        value = field.Required ? field.Absent : null;
        return true;
    }

    /// <summary>What must not be twice; null where a value is missing.</summary>
    private string? KeyOf(ModelIndex index, IReadOnlyDictionary<string, object?> values)
    {
        var parts = index.Fields
            .Select(name => values[name] is string text && Find(name)!.Type == "email" ? text.ToUpperInvariant() : values[name])
            .ToList();
        return parts.Contains(null) ? null : string.Join('\0', parts.Select(part => ModelValues.Text(part!)));
    }
}
