using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;

using TinyBase.Collections.Schema;

namespace TinyBase.OpenApi;

/// <summary>Examples made from what a schema says of its fields, never from records. Each keeps the rules of its field.</summary>
internal static class FieldExamples
{
    /// <summary>The most items that an example of a list has.</summary>
    private const int MaxItems = 5;

    /// <summary>The longest example of a text.</summary>
    private const int MaxText = 200;

    private static readonly string[] Texts = ["abc", "ABC", "Abc", "a", "A", "1", "123", "abc-123", "ABC-123", "ab12", "2026-01-31", "12:00"];

    /// <summary>The fields of a record; null if a field that must be given has no example.</summary>
    public static JsonObject? OfRecord(ImmutableArray<FieldDefinition> fields)
    {
        var record = new JsonObject();
        foreach (var field in fields)
        {
            if (Of(field) is { } example) record[field.Name] = example;
            else if (field.MustBeGiven) return null;
        }

        return record;
    }

    /// <summary>A value of the field; null if none was found.</summary>
    public static JsonNode? Of(FieldDefinition field)
    {
        if (field.Default is { } byDefault) return FieldSchemas.ToJson(field.Type, byDefault);
        return Candidates(field).FirstOrDefault(candidate => Fits(field, candidate));
    }

    private static bool Fits(FieldDefinition field, JsonNode candidate) =>
        field.TryTake(JsonElement.Parse(candidate.ToJsonString()), new ValueArena(0), out _, out _);

    private static IEnumerable<JsonNode> Candidates(FieldDefinition field)
    {
        var limits = field.Rules
            .Select(rule => rule switch
            {
                MinimumRule { Limit: var limit } => limit,
                MaximumRule { Limit: var limit } => limit,
                _ => FieldValue.Null,
            })
            .Where(limit => !limit.IsNull)
            .Select(limit => FieldSchemas.ToJson(field.Type, limit));
        return OfType(field).Concat(limits);
    }

    private static IEnumerable<JsonNode> OfType(FieldDefinition field) => field.Type switch
    {
        EnumType choice => [JsonValue.Create(choice.Values[0])],
        IntegerType => [JsonValue.Create(1)],
        FloatType => [JsonValue.Create(1.5)],
        BooleanType => [JsonValue.Create(true)],
        DateType => [JsonValue.Create("2026-01-31")],
        DateTimeType => [JsonValue.Create("2026-01-31T12:00:00.000000Z")],
        EmailType => [JsonValue.Create("user@example.com")],
        UrlType => [JsonValue.Create("https://example.com/")],
        UuidType => [JsonValue.Create("01890a5d-ac96-774b-bcce-b302099a8057")],
        StringType => TextsFor(field).Select(text => JsonValue.Create(text)),
        TypedListType list => Lists(field, new FieldDefinition { Name = field.Name, Type = list.Items, Required = true }),
        ItemListType list => Lists(field, list.Items),
        ListType => [new JsonArray()],
        ShapedDictType dict => OfRecord(dict.Properties) is { } example ? [example] : [],
        DictType => [new JsonObject()],
        _ => [],
    };

    /// <summary>The field's own name as words, made as long as it has to be, then what simple patterns may like.</summary>
    private static IEnumerable<string> TextsFor(FieldDefinition field)
    {
        var words = field.Name.Replace('_', ' ');
        var text = char.ToUpperInvariant(words[0]) + words[1..];
        var min = field.Rules.OfType<MinLengthRule>().Select(rule => rule.Limit).FirstOrDefault();
        var max = field.Rules.OfType<MaxLengthRule>().Select(rule => rule.Limit).FirstOrDefault(MaxText);
        if (text.Length < min) text = text.PadRight(Math.Min(min, MaxText), 'x');
        if (text.Length > max) text = text[..max];
        return Texts.Prepend(text);
    }

    private static IEnumerable<JsonNode> Lists(FieldDefinition list, FieldDefinition items)
    {
        var min = list.Rules.OfType<MinLengthRule>().Select(rule => rule.Limit).FirstOrDefault();
        var example = Of(items);
        if (example is not null)
        {
            yield return new JsonArray([.. Enumerable.Range(0, Math.Clamp(min, 1, MaxItems)).Select(_ => example.DeepClone())]);
        }

        yield return new JsonArray();
    }
}
