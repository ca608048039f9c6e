using System.Collections.Immutable;
using System.Text;
using System.Text.Json;

using TinyBase.Collections;
using TinyBase.Collections.Schema;
using TinyBase.Hosting;
using TinyBase.Storage;

namespace TinyBase.Records;

/// <summary>Turns the conditions of a query into those of a statement: the field is found and the value typed by it.</summary>
internal sealed class FilterCompiler(CollectionModel model, List<ValidationError> errors)
{
    /// <summary>How many values <c>in</c> takes.</summary>
    private const int MaxValues = 100;

    private const string JsonOperators = "'null'";
    private const string ValueOperators = "'eq', 'ne', 'gt', 'gte', 'lt', 'lte', 'in' or 'null'";
    private const string TextOperators = "'eq', 'ne', 'gt', 'gte', 'lt', 'lte', 'in', 'contains', 'starts' or 'null'";

    /// <summary>The condition of a filter; null if it has an error now.</summary>
    public RecordCondition? Compile(ListFilter filter)
    {
        if (!ListColumn.TryFind(model, filter.Field, out var column))
        {
            Add(filter, "enum", $"Collection '{model.Definition.Name}' has no field '{filter.Field}' to filter by");
            return null;
        }

        if (Find(filter.Operator, column) is { } comparison) return Compile(filter, column, comparison);
        var known = column.IsJson ? JsonOperators : column.IsText ? TextOperators : ValueOperators;
        Add(filter, "enum", $"The operator of a filter on '{filter.Field}' should be {known}", ("expected", known));
        return null;
    }

    private static Comparison? Find(string name, ListColumn column) => name switch
    {
        "null" => Comparison.IsNull,
        _ when column.IsJson => null,
        "eq" => Comparison.Equal,
        "ne" => Comparison.NotEqual,
        "gt" => Comparison.Greater,
        "gte" => Comparison.AtLeast,
        "lt" => Comparison.Less,
        "lte" => Comparison.AtMost,
        "in" => Comparison.In,
        "contains" when column.IsText => Comparison.Contains,
        "starts" when column.IsText => Comparison.Starts,
        _ => null,
    };

    private RecordCondition? Compile(ListFilter filter, ListColumn column, Comparison comparison)
    {
        var text = JsonSerializer.SerializeToElement(filter.Text, WireJson.Default.String);
        switch (comparison)
        {
            case Comparison.IsNull:
                if (BooleanType.TryRead(text, out var isNull) is { } notBoolean) return Refuse(filter, notBoolean);
                return new RecordCondition(column.Name, isNull ? Comparison.IsNull : Comparison.IsNotNull, []);
            case Comparison.Contains or Comparison.Starts:
                // A part of a value need not be a value.
                return new RecordCondition(column.Name, comparison, [FieldValue.FromText(Encoding.UTF8.GetBytes(filter.Text))]);
            case Comparison.In:
                return Values(filter, column) is { } values ? new RecordCondition(column.Name, comparison, values) : null;
            default:
                return column.TryCoerce(text, out var value, out var problem)
                    ? new RecordCondition(column.Name, comparison, [value])
                    : Refuse(filter, problem);
        }
    }

    /// <summary>The values of <c>in</c>: a JSON array, or texts between commas.</summary>
    private ImmutableArray<FieldValue>? Values(ListFilter filter, ListColumn column)
    {
        if (Split(filter.Text) is not { } given)
        {
            Add(filter, "json_invalid", "Input should be values between commas, or a JSON array");
            return null;
        }

        if (given.Count > MaxValues)
        {
            Add(filter, "too_long", $"List should have at most {MaxValues} items, not {given.Count}", ("max_length", MaxValues));
            return null;
        }

        var values = ImmutableArray.CreateBuilder<FieldValue>(given.Count);
        foreach (var item in given)
        {
            if (!column.TryCoerce(item, out var value, out var problem))
            {
                Refuse(filter, problem);
                return null;
            }

            values.Add(value);
        }

        return values.MoveToImmutable();
    }

    private static List<JsonElement>? Split(string text)
    {
        if (!text.StartsWith('['))
        {
            return [.. text.Split(',').Select(part => JsonSerializer.SerializeToElement(part, WireJson.Default.String))];
        }

        try
        {
            return [.. JsonElement.Parse(text).EnumerateArray()];
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private RecordCondition? Refuse(ListFilter filter, FieldProblem problem)
    {
        errors.Add(ValidationError.OfText(problem.Type, "query", filter.Parameter, problem.Message, filter.Text, problem.Context));
        return null;
    }

    private void Add(ListFilter filter, string type, string message, (string Name, object? Value)? context = null) =>
        Refuse(filter, new FieldProblem(
            type, message, context is var (name, value) ? new Dictionary<string, object?> { [name] = value } : null));
}
