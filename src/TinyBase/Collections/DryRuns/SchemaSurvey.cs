using System.Globalization;
using System.Text.Json;

using TinyBase.Collections.Schema;
using TinyBase.Storage;

namespace TinyBase.Collections.DryRuns;

/// <summary>Looks at a table for what a change would do to it, and changes nothing.</summary>
/// <param name="connection">A connection of its own, in a read transaction.</param>
/// <param name="table">The table.</param>
/// <param name="change">The change.</param>
/// <param name="stop">Ends it.</param>
internal sealed class SchemaSurvey(Connection connection, string table, SchemaChange change, CancellationToken stop)
{
    // The temporary tables with converted values, by field.
    private readonly Dictionary<string, string> _converted = new(StringComparer.Ordinal);
    private string? _refusal;
    private long _rows;

    /// <summary>Looks at all that the change would do.</summary>
    public DryRunView Run()
    {
        _rows = Number(SqliteDialect.CountRows(table));
        var steps = change.Steps.Select(Survey).ToList();
        return new DryRunView(true, _refusal is null, _refusal, _rows, steps, [.. change.Steps.SelectMany(step => step.Sql)]);
    }

    private StepView Survey(SchemaStep step)
    {
        var view = new StepView { Action = step.Action, Field = step.Field, From = step.From, To = step.To };
        return step switch
        {
            AddFieldStep add => AddField(view, add.Definition),
            RemoveFieldStep remove => RemoveField(view, remove),
            PurgeStep purge => Purge(view, purge.Column),
            ConvertFieldStep convert => Convert(view, convert.Conversion),
            ChangeRulesStep rules => ChangeRules(view, rules),
            ChangeOptionsStep options => view with { Detail = Opened(options) },
            AddIndexStep add when add.Index.Unique => AddUnique(view, add.Index),
            _ => view,
        };
    }

    private StepView AddField(StepView view, FieldDefinition field)
    {
        var breaking = new Obstacles(field);
        var absent = field.AbsentValue;
        if (field.CheckStored(absent) is not null) AddFirst(breaking, SqliteDialect.FirstRows(table), _rows, absent);
        return Breaking(view, breaking) with { RowsTouched = absent.IsNull ? 0 : _rows };
    }

    private StepView RemoveField(StepView view, RemoveFieldStep step) => view with
    {
        RowsTouched = Number(SqliteDialect.CountValues(table, step.Definition.Name)),
        Detail = $"What it holds stays in the database as {step.To} until it is purged",
    };

    private StepView Purge(StepView view, string column)
    {
        var values = Number(SqliteDialect.CountValues(table, column));
        return view with { RowsTouched = values, ValuesLost = values, Detail = "What is kept of a former field goes for good" };
    }

    private StepView Convert(StepView view, FieldConversion conversion)
    {
        var (lost, breaking) = (new Obstacles(conversion.From), new Obstacles(conversion.To));
        var keep = MustKeep(conversion.To) ? KeepConverted(conversion.To.Name) : null;
        var converted = 0L;
        foreach (var stored in Values(conversion.From))
        {
            if (!conversion.TryConvert(stored.Value, out var value))
            {
                lost.Add(connection, table, stored);
                continue;
            }

            converted++;
            if (conversion.To.CheckStored(value) is not null) breaking.Add(connection, table, new StoredValue(stored.Row, value));
            if (keep is not null) Keep(keep, stored.Row, value);
        }

        var without = _rows - converted - lost.Count;
        CheckAbsent(breaking, conversion.To, conversion.From.Name, without);
        if (lost.Count > 0) _refusal ??= lost.DoNotFit(conversion);
        return (lost.Count > 0 ? Breaking(view, breaking) with { Records = Views(lost) } : Breaking(view, breaking)) with
        {
            RowsTouched = converted + lost.Count + (conversion.To.ConvertedAbsentValue.IsNull ? 0 : without),
            ValuesConverted = converted,
            ValuesLost = lost.Count,
            Detail = $"The values of before stay in the database as {conversion.Column} until they are purged",
        };
    }

    private StepView ChangeRules(StepView view, ChangeRulesStep rules)
    {
        var breaking = new Obstacles(rules.After);
        var values = 0L;
        foreach (var stored in Values(rules.Before))
        {
            values++;
            if (rules.After.CheckStored(stored.Value) is not null) breaking.Add(connection, table, stored);
        }

        // What is null stays so until the next change of the record, whatever the default.
        if (rules.After.CheckStored(FieldValue.Null) is not null)
        {
            AddFirst(breaking, SqliteDialect.FirstWithout(table, rules.Before.Name), _rows - values, FieldValue.Null);
        }

        return Breaking(view, breaking);
    }

    /// <summary>What anybody may do that only some could before, in words; null for nothing.</summary>
    private static string? Opened(ChangeOptionsStep step) => step.After.PublicOperations.Except(step.Before.PublicOperations).ToList() switch
    {
        [] => null,
        [var only] => Opened(only),
        [.. var first, var last] => Opened($"{string.Join(", ", first)} and {last}"),
    };

    private static string Opened(string operations) => $"Anybody may {operations} records then, without a login";

    private StepView AddUnique(StepView view, CollectionIndex index)
    {
        var sources = index.Fields.Select(field => change.Sources[field.Name]).ToList();
        var source = SqliteDialect.AsIf(
            table,
            sources.Select(source => (source.Field.Name, Value(source))),
            sources.Where(source => source.IsConverted).Select(source => _converted[source.Field.Name]));
        var taken = Obstacles.Duplicates(connection, source, index.Fields);
        if (taken.Count == 0) return view;
        _refusal ??= taken.AreNotUnique();
        return view with { Duplicates = taken.Count, Records = Views(taken) };
    }

    private string Value(FieldSource source) =>
        source.Former is not { } former ? SqliteDialect.New(source.Field)
        : source.IsConverted ? SqliteDialect.Converted(former.Name, source.Field, _converted[source.Field.Name])
        : SqliteDialect.Kept(former.Name);

    /// <summary>Whether a later step asks whether the values of a field are unique.</summary>
    private bool MustKeep(FieldDefinition field) =>
        change.Steps.Any(step => step is AddIndexStep { Index.Unique: true } add && add.Index.Fields.Contains(field));

    private string KeepConverted(string field)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"_converted_{_converted.Count + 1}");
        connection.Execute(SqliteDialect.CreateValues(name));
        _converted.Add(field, name);
        return SqliteDialect.KeepValue(name);
    }

    private void Keep(string statement, long row, in FieldValue value)
    {
        var keep = connection.Prepare(statement);
        keep.Bind(1, row);
        keep.Bind(2, value);
        keep.Run();
    }

    private IEnumerable<StoredValue> Values(FieldDefinition field)
    {
        foreach (var stored in StoredValues.Read(connection, SqliteDialect.NextValues(table, field.Name), field.Type.Column))
        {
            stop.ThrowIfCancellationRequested();
            yield return stored;
        }
    }

    private void CheckAbsent(Obstacles breaking, FieldDefinition field, string column, long without)
    {
        var absent = field.ConvertedAbsentValue;
        if (without == 0 || field.CheckStored(absent) is null) return;
        AddFirst(breaking, SqliteDialect.FirstWithout(table, column), without, absent);
    }

    /// <summary>Counts in records that all have the same value, and reads who the first are.</summary>
    private void AddFirst(Obstacles found, string statement, long count, FieldValue value)
    {
        var rows = connection.Prepare(statement);
        rows.Bind(1, Obstacles.MaxShown);
        var read = 0;
        for (; rows.Step(); read++)
        {
            var id = rows.Text(0);
            found.Add(() => new Obstacle(id, null, 1, [value]));
        }

        rows.Reset();
        found.Add(count - read);
    }

    private static StepView Breaking(StepView view, Obstacles breaking) =>
        view with { RecordsBreakingRules = breaking.Count, Records = Views(breaking) };

    private static List<StepOffender> Views(Obstacles found) =>
        [.. found.First.Select(record => new StepOffender(record.Id, Json(found.Fields, record.Values), record.Count))];

    private static JsonElement? Json(IReadOnlyList<FieldDefinition> fields, IReadOnlyList<FieldValue> values)
    {
        var shown = fields.Select((field, i) => InputEcho.Of(field.Type, values[i])).ToList();
        return shown is [var only] ? only : JsonElement.Parse($"[{string.Join(',', shown.Select(value => value?.GetRawText() ?? "null"))}]");
    }

    private long Number(string sql)
    {
        var statement = connection.Prepare(sql);
        try
        {
            return statement.Step() ? statement.Integer(0) : 0;
        }
        finally
        {
            statement.Reset();
        }
    }
}
