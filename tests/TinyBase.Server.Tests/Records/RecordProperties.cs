using System.Globalization;
using System.Text.Json;

using FsCheck;
using FsCheck.Fluent;

using Shouldly;

using TinyBase.Server.Tests.Hosting;

using Xunit;

namespace TinyBase.Server.Tests.Records;

public sealed class RecordProperties(ServerFixture fixture)
{
    private static readonly string[] Types =
    [
        "string", "int", "float", "bool", "list", "list[string]", "list[int]", "list[float]", "list[bool]", "dict",
        "text", "date", "datetime", "email", "url", "uuid", "enum", "items", "properties",
    ];

    private static int Cases => Environment.GetEnvironmentVariable("TINYBASE_TEST_LONG") == "1" ? 20_000 : 500;

    private ApiClient Admin => fixture.Server.Admin.Api;

    [Fact]
    public async Task Any_value_is_kept_as_what_it_means_or_refused_by_the_name_of_its_field()
    {
        var paths = new Dictionary<string, string>();
        foreach (var type in Types)
        {
            var collection = await fixture.Server.NewCollection(Field(type));
            paths[type] = $"/api/collections/{collection}/records";
        }

        var cases = Gen.Elements(Types).SelectMany(type => JsonTexts.OfDepth(3).Select(json => (Type: type, Json: json)));
        Prop.ForAll(cases.ToArbitrary(), test => Check(paths[test.Type], test.Type, test.Json))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(Cases));
    }

    private async Task Check(string path, string type, string json)
    {
        var made = await Admin.Post(path, $$$"""{"data": {"v": {{{json}}}}}""");
        made.Status.ShouldBeOneOf([201, 400, 422], made.Text);
        if (made.Status == 422)
        {
            // Two keys of one name, or one that is no Unicode text.
            made.Problems.Single().ShouldStartWith("json_invalid @ body.");
            return;
        }

        if (made.Status == 400)
        {
            made.Problems.ShouldAllBe(problem => problem.Contains(" @ body.data.v"));
            return;
        }

        var kept = made.Data.GetProperty("v");
        Means(type, JsonElement.Parse(json), kept).ShouldBeTrue(made.Text);
        (await Admin.Get($"{path}/{made.Id}")).Expect(200).Text.ShouldBe(made.Text);
        // What is kept means itself.
        (await Admin.Post(path, $$"""{"data": {{made.Data.GetRawText()}}}""")).Expect(201)
            .Data.GetRawText().ShouldBe(made.Data.GetRawText());
    }

    private static string Field(string type) => type switch
    {
        "enum" => """{"name": "v", "type": "enum", "values": ["", "7", "yes", "é"]}""",
        "items" => """{"name": "v", "type": "list", "items": {"type": "list", "items": {"type": "string"}}}""",
        "properties" => """{"name": "v", "type": "dict", "properties": {"a": {"type": "string"}, "0": {"type": "dict"}}}""",
        _ => $$"""{"name": "v", "type": "{{type}}"}""",
    };

    /// <summary>Whether a kept value is what a given one means. Numbers and booleans that came as text only have to be some.</summary>
    private static bool Means(string type, JsonElement given, JsonElement kept)
    {
        if (given.ValueKind == JsonValueKind.Null) return kept.ValueKind == JsonValueKind.Null;
        if (type.StartsWith("list[", StringComparison.Ordinal))
        {
            return given.GetArrayLength() == kept.GetArrayLength()
                && given.EnumerateArray().Zip(kept.EnumerateArray()).All(pair => Means(type[5..^1], pair.First, pair.Second));
        }

        return type switch
        {
            "string" or "text" or "enum" or "date" => kept.GetString() == given.GetString(),
            "int" when given.ValueKind == JsonValueKind.Number && given.TryGetInt64(out var whole) => kept.GetInt64() == whole,
            "int" or "float" when given.ValueKind == JsonValueKind.Number => kept.GetDouble() == given.GetDouble(),
            "int" => kept.TryGetInt64(out _),
            "float" => double.IsFinite(kept.GetDouble()),
            "bool" when given.ValueKind is JsonValueKind.True or JsonValueKind.False => kept.ValueKind == given.ValueKind,
            "bool" => kept.ValueKind is JsonValueKind.True or JsonValueKind.False,
            "datetime" => DateTimeOffset.TryParse(kept.GetString(), CultureInfo.InvariantCulture, out _),
            "email" or "url" => kept.GetString() == given.GetString()!.Trim(),
            "uuid" => kept.GetGuid().ToString() == kept.GetString(),
            _ => JsonElement.DeepEquals(given, kept),
        };
    }
}
