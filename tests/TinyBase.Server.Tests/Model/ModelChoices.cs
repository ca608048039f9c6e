using System.Collections.Immutable;

namespace TinyBase.Server.Tests.Model;

/// <summary>Chooses what is sent next; the same number always chooses the same for the same collection.</summary>
internal sealed class ModelChoices(int number)
{
    private static readonly string[] Names = ["a", "b", "c", "d", "A"];
    private static readonly string[] Types = ["string", "text", "int", "float", "bool", "enum", "email"];
    private static readonly string[] EnumValues = ["a", "b", "x", "7", "true"];
    private static readonly string[] Operators = ["eq", "ne", "gt", "gte", "lt", "lte", "in", "contains", "starts", "null"];
    private static readonly string[] FilterTexts = ["", "a", "b", "x", "é", "7", "07", "1.5", "true", "0", "-1", "ada@example.com", "9007199254740993"];

    private readonly Random _random = new(number);

    public int Below(int limit) => _random.Next(limit);

    public bool OneIn(int many) => _random.Next(many) == 0;

    public T Of<T>(IReadOnlyList<T> from) => from[_random.Next(from.Count)];

    public ImmutableArray<ModelField> Fields()
    {
        var fields = Enumerable.Range(0, 1 + Below(4)).Select(i => Field(Names[i]));
        return [.. fields];
    }

    public ModelField Field(string name)
    {
        var field = new ModelField(name, Of(Types)) { Unique = OneIn(7), Index = OneIn(4) };
        return Rules(field);
    }

    /// <summary>The data of a record as JSON values by field; more often right than wrong.</summary>
    public Dictionary<string, string> Data(ModelCollection collection)
    {
        var data = new Dictionary<string, string>();
        foreach (var field in collection.Fields.Where(_ => !OneIn(4))) data[field.Name] = OneIn(8) ? Of(ModelValues.Sent) : Fitting(field);
        if (OneIn(20)) data["unknown"] = "1";
        return data;
    }

    public ModelChange Change(ModelCollection collection)
    {
        var fields = collection.Fields.ToList();
        for (var edits = 1 + Below(2); edits > 0; edits--) Edit(fields);
        ImmutableArray<ModelIndex>? indexes = OneIn(2) ? [.. Enumerable.Range(0, Below(3)).Select(_ => Index(fields))] : null;
        return new ModelChange(OneIn(8) ? null : [.. fields], indexes, OneIn(5));
    }

    public ModelList List(ModelCollection collection)
    {
        var names = collection.Fields.Select(field => field.Name).ToList();
        if (names.Count == 0) return new ModelList([], [], OneIn(2), 1 + Below(7));
        var filters = Enumerable.Range(0, OneIn(2) ? 0 : 1 + Below(2)).Select(_ => Filter(Of(names))).ToList();
        var sort = names.OrderBy(_ => Below(1000)).Take(Below(4)).Select(name => (name, OneIn(2))).ToList();
        return new ModelList(filters, sort, OneIn(2), 1 + Below(7));
    }

    private ModelFilter Filter(string field)
    {
        var name = Of(Operators);
        var text = name == "null" ? Of(["true", "false"]) : Of(FilterTexts);
        return new ModelFilter(field, name, name == "in" ? $"{text},{Of(FilterTexts)}" : text);
    }

    private string Fitting(ModelField field)
    {
        var fitting = ModelValues.Sent.Where(json => field.TryTake(ModelValues.Parse(json), out _)).ToList();
        return fitting.Count == 0 ? "null" : Of(fitting);
    }

    private ModelField Rules(ModelField field)
    {
        field = field with { Required = OneIn(4), Default = null, Min = null, Max = null, Values = [] };
        if (field.Type == "enum") field = field with { Values = [.. EnumValues.Where(_ => !OneIn(3)), "z"] };
        if (field.IsNumber && OneIn(3)) field = field with { Min = Below(3) - 1 };
        if (field.IsNumber && OneIn(3)) field = field with { Max = 2 + Below(8) };
        if (!OneIn(3)) return field;
        var bare = field with { Required = true };
        var fitting = ModelValues.Sent.Where(json => bare.TryTake(ModelValues.Parse(json), out _)).ToList();
        return fitting.Count == 0 ? field : field with { Default = Of(fitting) };
    }

    private void Edit(List<ModelField> fields)
    {
        if (fields.Count == 0 || OneIn(5))
        {
            fields.Insert(Below(fields.Count + 1), Field(Of(Names)));
            return;
        }

        var place = Below(fields.Count);
        var field = fields[place];
        switch (Below(6))
        {
            case 0:
                fields.RemoveAt(place);
                break;
            case 1:
                fields[place] = field with { Name = Of(Names), RenamedFrom = field.Name };
                break;
            case 2:
                fields[place] = Rules(field with { Type = Of(Types) });
                break;
            case 3:
                fields[place] = field with { Unique = !field.Unique };
                break;
            case 4:
                fields[place] = field with { Index = !field.Index };
                break;
            default:
                fields[place] = Rules(field);
                break;
        }
    }

    /// <summary>Over some of the fields; now and then one that is not there.</summary>
    private ModelIndex Index(List<ModelField> fields)
    {
        var names = fields.Select(field => field.Name).Append(OneIn(10) ? "d" : null).OfType<string>().Distinct().OrderBy(_ => Below(1000)).ToList();
        return names.Count == 0 ? new ModelIndex(false, "a") : new ModelIndex(OneIn(3), [.. names.Take(1 + Below(3))]);
    }
}
