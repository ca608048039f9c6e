using System.Globalization;
using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using TinyBase.Collections.Schema;
using Xunit;

namespace TinyBase.Tests.Collections;

public class CoercionProperties
{
    private static readonly string[] Names =
        
    [
        "string", "int", "float", "bool", "list", "list[string]", "list[int]", "list[float]", "list[bool]", "dict",
        "text", "date", "datetime", "email", "url", "uuid", "enum", "items", "properties",
    ];

    // Every field has rules, so that those meet arbitrary values too.
    private static readonly CollectionSchema Schema = Given.Schema([.. Names.Select((type, i) => type switch
    {
        "string" => $$"""{"name": "f{{i}}", "type": "string", "min_length": 1, "pattern": "[^x]"}""",
        "int" or "float" => $$"""{"name": "f{{i}}", "type": "{{type}}", "min": -1000000, "max": 1000000000000}""",
        "bool" => $$"""{"name": "f{{i}}", "type": "bool", "required": true}""",
        "text" or "email" or "url" => $$"""{"name": "f{{i}}", "type": "{{type}}", "max_length": 30, "pattern": "[^x]"}""",
        "date" => $$"""{"name": "f{{i}}", "type": "date", "min": "1970-01-01"}""",
        "datetime" => $$"""{"name": "f{{i}}", "type": "datetime", "max": "2100-01-01T00:00:00+01:00"}""",
        "uuid" => $$"""{"name": "f{{i}}", "type": "uuid"}""",
        "enum" => $$"""{"name": "f{{i}}", "type": "enum", "values": ["", "7", "yes", "é"]}""",
        "items" => $$$"""{"name": "f{{{i}}}", "type": "list", "items": {"type": "list", "items": {"type": "int", "max": 100} } }""",
        "properties" => $$$"""
            {"name": "f{{{i}}}", "type": "dict", "properties": {
              "a": {"type": "string", "default": "a\u2028"}, "0": {"type": "list", "items": {"type": "string"} } } }
            """,
        _ => $$"""{"name": "f{{i}}", "type": "{{type}}", "max_length": 3}""",
    })]);

    [Fact]
    public void Any_value_coerces_to_one_that_stays_as_it_is_or_is_refused()
    {
        var cases = Gen.Two(Json(3)).SelectMany(json => Gen.Elements(Names).Select(type => (json.Item1, Type: type)));
        Prop.ForAll(cases.ToArbitrary(), test =>
        {
            var (json, name) = test;
            var type = Schema.Fields[Array.IndexOf(Names, name)].Type;
            var value = Given.Json(json);
            if (!type.TryCoerce(value, new ValueArena(0), out var once, out var problem))
            {
                problem.ShouldNotBeNull();
                return;
            }

            using var again = JsonDocument.Parse(Given.Text(type, once));
            type.TryCoerce(again.RootElement, new ValueArena(0), out var twice, out problem).ShouldBeTrue(problem?.Message);
            twice.ShouldBe(once);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(3000));
    }

    [Fact]
    public void Any_record_is_taken_or_refused_with_errors_that_name_a_field_and_can_be_written()
    {
        var records = Gen.ListOf(Json(2), Names.Length)
            .Select(values => "{" + string.Join(',', values.Select((value, i) => $"\"f{i}\":{value}")) + "}");
        Prop.ForAll(records.ToArbitrary(), json =>
        {
            var record = Given.Json(json);
            var taken = new RecordValidator(Schema).TryCreate(record, Given.Wrapped, out var values, out var errors);

            taken.ShouldBe(values is not null);
            taken.ShouldBe(errors.Count == 0);
            foreach (var error in errors)
            {
                error.Location.Take(2).ShouldBe(["body", "data"]);
                Schema.TryFind(Encoding.UTF8.GetBytes((string)error.Location[2]), out _).ShouldBeTrue();
                JsonSerializer.Serialize(error.Input).ShouldNotBeNull();
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));
    }

    [Fact]
    public void What_was_taken_can_be_merged_with_nothing()
    {
        var records = Gen.ListOf(Json(2), Names.Length)
            .Select(values => "{" + string.Join(',', values.Select((value, i) => $"\"f{i}\":{value}")) + "}");
        Prop.ForAll(records.ToArbitrary(), json =>
        {
            var validator = new RecordValidator(Schema);
            validator.TryCreate(Given.Json(json), Given.Wrapped, out _, out var errors);

            // Without the fields that are wrong there is a record to merge into.
            var wrong = errors.Select(error => (string)error.Location[2]).ToHashSet();
            using var document = JsonDocument.Parse(json);
            var kept = document.RootElement.EnumerateObject().Where(field => !wrong.Contains(field.Name))
                .Select(field => $"\"{field.Name}\":{field.Value.GetRawText()}")
                .Prepend("\"f3\":true");
            validator.TryCreate(Given.Json("{" + string.Join(',', kept) + "}"), Given.Wrapped, out var stored, out errors)
                .ShouldBeTrue(string.Join('\n', errors));

            validator.TryMerge(Given.Json("{}"), stored, Given.Wrapped, out var merged, out errors)
                .ShouldBeTrue(string.Join('\n', errors));
            merged.ShouldBe(stored);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));
    }

    /// <summary>JSON texts, with all the ways to write a string: escaped or not, half of a surrogate pair included.</summary>
    private static Gen<string> Json(int depth)
    {
        var scalar = Gen.OneOf(Gen.Elements("null", "true", "false"), Number, Text);
        if (depth == 0)
        {
            return scalar;
        }

        var list = Gen.ListOf(Json(depth - 1)).Select(items => "[ " + string.Join(" , ", items.Take(6)) + " ]");
        var pair = Text.SelectMany(key => Json(depth - 1).Select(value => key + " : " + value));
        var dict = Gen.ListOf(pair).Select(pairs => "{ " + string.Join(" ,\n", pairs.Take(6)) + " }");
        return Gen.Frequency((3, scalar), (1, list), (1, dict));
    }

    private static Gen<string> Number => Gen.OneOf(
        ArbMap.Default.GeneratorFor<long>().Select(number => number.ToString(CultureInfo.InvariantCulture)),
        ArbMap.Default.GeneratorFor<NormalFloat>().Select(number => JsonSerializer.Serialize(number.Get)),
        Gen.Elements("0", "1", "-0", "1.0", "0.0", "7.0", "1e2", "1e400", "-1E999", "9223372036854775808", "12345678901234567890123", "1e-400"));

    private static Gen<string> Text => Gen.OneOf(
        Gen.Elements("7", " 7 ", "+7", "7.0", "1_000", "1__0", "nan", "inf", "1e400", "yes", "OFF", "true", "2026-01-31", "2026-01-31T23:59:60Z", "2026-01-31t10:00+14", "9999-12-31T23:59:59.9999999-01:00", "a@b.example", " A@B.c ", "https://a.b/ü?x#y", "http://[::1]:80", "{0190A1B2-0000-7000-8000-00000000000F}", "", " ", "_", "-", ".")
            .Select(text => JsonSerializer.Serialize(text)),
        Gen.ListOf(Piece).Select(pieces => '"' + string.Concat(pieces) + '"'));

    private static Gen<string> Piece => Gen.OneOf(
        Gen.Elements("a", "é", "€", "🎉", " ", "0", "_", "'", "<", "\u007f", "\u2028", "\ue000"),
        Gen.Elements("\\n", "\\t", "\\b", "\\f", "\\r", "\\\\", "\\/", "\\\"", "\\ud83c\\udf89", "\\u0000", "\\u001F", "\\uD800", "\\udfff"),
        Gen.Choose(0, 0xFFFF).Select(unit => $"\\u{unit:x4}"));
}
