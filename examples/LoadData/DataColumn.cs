using System.Text.Json;
using System.Text.Json.Nodes;
using TinyBase.Client;

namespace TinyBase.Examples.LoadData;

/// <summary>A column of a table as a field of a collection.</summary>
internal sealed class DataColumn
{
    public DataColumn(string name, IEnumerable<JsonNode?> values) =>
        Field = new Field(FieldName.From(name), NarrowestType(values)) { Description = name };

    public Field Field { get; }

    /// <summary>The value as the field takes it: a number among texts becomes text.</summary>
    public JsonNode? Convert(JsonNode? value) => value switch
    {
        null => null,
        _ when Field.Type == FieldType.String && value.GetValueKind() != JsonValueKind.String => JsonValue.Create(value.ToJsonString()),
        _ => value.DeepClone(),
    };

    private static string NarrowestType(IEnumerable<JsonNode?> values)
    {
        var types = values.OfType<JsonNode>().Select(TypeOf).ToHashSet();
        return types.Count switch
        {
            1 => types.Single(),
            2 when types.SetEquals([FieldType.Int, FieldType.Float]) => FieldType.Float,
            _ => FieldType.String,
        };
    }

    private static string TypeOf(JsonNode value) => value.GetValueKind() switch
    {
        JsonValueKind.Number => value.AsValue().TryGetValue<long>(out _) ? FieldType.Int : FieldType.Float,
        JsonValueKind.True or JsonValueKind.False => FieldType.Bool,
        _ => FieldType.String,
    };
}
