using Shouldly;
using TinyBase.Collections.Schema;
using Xunit;

namespace TinyBase.Tests.Collections;

public class CollectionSchemaTests
{
    [Fact]
    public void A_schema_without_fields_has_none()
    {
        CollectionSchema.TryParse(Given.Json("{\"title\": \"kept by others\"}"), out var schema, out _).ShouldBeTrue();

        schema!.Fields.ShouldBeEmpty();
        schema.TryFind("x"u8, out _).ShouldBeFalse();
    }

    [Fact]
    public void A_field_is_an_optional_string_unless_it_says_otherwise()
    {
        var field = Given.Schema("""{"name": "title", "colour": "unknown keys do no harm"}""").Fields.ShouldHaveSingleItem();

        field.Type.ShouldBeSameAs(FieldTypes.String);
        field.Required.ShouldBeFalse();
        field.HasDefault.ShouldBeFalse();
        field.Nullable.ShouldBeTrue();
    }

    [Theory]
    [InlineData("Integer", "int")]
    [InlineData("NUMBER", "float")]
    [InlineData("boolean", "bool")]
    [InlineData("object", "dict")]
    [InlineData("List[String]", "list[string]")]
    public void Type_names_are_read_in_any_case(string given, string canonical) =>
        Given.Schema($$"""{"name": "x", "type": "{{given}}"}""").Fields[0].Type.Name.ShouldBe(canonical);

    [Fact]
    public void Every_field_is_found_by_its_exact_name_only()
    {
        var schema = Given.Schema([.. Enumerable.Range(0, 500).Select(i => $$"""{"name": "field_{{i}}"}""")]);

        for (var i = 0; i < 500; i++)
        {
            schema.TryFind(System.Text.Encoding.ASCII.GetBytes($"field_{i}"), out var index).ShouldBeTrue();
            index.ShouldBe(i);
        }

        schema.TryFind("Field_1"u8, out _).ShouldBeFalse();
        schema.TryFind("field_500"u8, out _).ShouldBeFalse();
        schema.TryFind(default, out _).ShouldBeFalse();
    }

    [Theory]
    [InlineData("[]", "schema must be an object, not an array")]
    [InlineData("null", "schema must be an object, not null")]
    [InlineData("""{"fields": [{"name": "x", "note\ud800": 1}]}""", "fields.0.note\ufffd: Input should be a valid string")]
    [InlineData("""{"fields": {}}""", "fields must be an array, not an object")]
    [InlineData("""{"fields": ["x"]}""", "fields.0 must be an object, not 'x'")]
    [InlineData("""{"fields": [{"name": "a"}, {}]}""", "fields.1.name is missing")]
    [InlineData("""{"fields": [{"name": 7}]}""", "fields.0.name must be a letter followed by letters, digits and underscores, not 7")]
    [InlineData("""{"fields": [{"name": "_x"}]}""", "not '_x'")]
    [InlineData("""{"fields": [{"name": "2x"}]}""", "not '2x'")]
    [InlineData("""{"fields": [{"name": "x\n"}]}""", "fields.0.name")]
    [InlineData("""{"fields": [{"name": "a\ud800"}]}""", "fields.0.name")]
    [InlineData("""{"fields": [{"name": "größe"}]}""", "not 'größe'")]
    [InlineData("""{"fields": [{"name": "title"}, {"name": "Title"}]}""", "fields.1.name 'Title' is already the name of fields.0 ('title')")]
    [InlineData("""{"fields": [{"name": "x", "type": "money"}]}""", "fields.0.type of 'x' must be one of string, text, int, float, bool, date, datetime, email, url, uuid, enum, list, list[string], list[int], list[float], list[bool], dict, not 'money'")]
    [InlineData("""{"fields": [{"name": "x", "type": null}]}""", "not null")]
    [InlineData("""{"fields": [{"name": "x", "required": "yes"}]}""", "fields.0.required must be true or false, not 'yes'")]
    [InlineData("""{"fields": [{"name": "x", "description": 1}]}""", "fields.0.description must be a string, not 1")]
    [InlineData("""{"fields": [{"name": "x", "min_length": -1}]}""", "fields.0.min_length must be a whole number from 0 to 2147483647, not -1")]
    [InlineData("""{"fields": [{"name": "x", "max_length": 1.5}]}""", "not 1.5")]
    [InlineData("""{"fields": [{"name": "x", "max_length": "3"}]}""", "not '3'")]
    [InlineData("""{"fields": [{"name": "x", "min_length": 3, "max_length": 2}]}""", "fields.0.min_length must not be above max_length, but 3 is above 2")]
    [InlineData("""{"fields": [{"name": "x", "type": "int", "min_length": 3}]}""", "fields.0.min_length does not apply to 'x' of type 'int', only to strings, e-mail addresses, URLs, lists and dicts")]
    [InlineData("""{"fields": [{"name": "x", "min": 3}]}""", "fields.0.min does not apply to 'x' of type 'string', only to numbers, dates and datetimes")]
    [InlineData("""{"fields": [{"name": "x", "type": "bool", "max": 3}]}""", "fields.0.max does not apply")]
    [InlineData("""{"fields": [{"name": "x", "type": "int", "min": 1.5}]}""", "fields.0.min must be a whole number within 64 bits, as 'x' is of type 'int', not 1.5")]
    [InlineData("""{"fields": [{"name": "x", "type": "int", "max": 9223372036854775808}]}""", "fields.0.max must be a whole number within 64 bits")]
    [InlineData("""{"fields": [{"name": "x", "type": "float", "max": 1e400}]}""", "fields.0.max: Input should be a finite number")]
    [InlineData("""{"fields": [{"name": "x", "type": "float", "max": "1"}]}""", "not '1'")]
    [InlineData("""{"fields": [{"name": "x", "type": "int", "min": 9007199254740993, "max": 9007199254740992}]}""", "9007199254740993 is above 9007199254740992")]
    [InlineData("""{"fields": [{"name": "x", "type": "int", "pattern": "a"}]}""", "fields.0.pattern does not apply to 'x' of type 'int', only to strings, e-mail addresses and URLs")]
    [InlineData("""{"fields": [{"name": "x", "pattern": 1}]}""", "fields.0.pattern must be a string, not 1")]
    [InlineData("""{"fields": [{"name": "x", "pattern": "("}]}""", "fields.0.pattern '(' is not a usable regular expression")]
    [InlineData("""{"fields": [{"name": "x", "pattern": "(a)\\1"}]}""", "back-references")]
    [InlineData("""{"fields": [{"name": "x", "pattern": "(a{1000}){1000}"}]}""", "very large repetitions")]
    [InlineData("""{"fields": [{"name": "x", "type": "int", "default": "abc"}]}""", "fields.0.default does not fit the field: Input should be a valid integer")]
    [InlineData("""{"fields": [{"name": "x", "type": "int", "max": 5, "default": 6}]}""", "Input should be less than or equal to 5, not 6")]
    [InlineData("""{"fields": [{"name": "x", "type": "list[int]", "default": [1, "a"]}]}""", "fields.0.default.1 does not fit the field")]
    [InlineData("""{"fields": [{"name": "x", "unique": 1}]}""", "fields.0.unique must be true or false, not 1")]
    [InlineData("""{"fields": [{"name": "x", "type": "list", "unique": true}]}""", "fields.0.unique does not apply to 'x' of type 'list': lists and dicts cannot be indexed")]
    [InlineData("""{"fields": [{"name": "x", "type": "dict", "index": true}]}""", "fields.0.index does not apply to 'x' of type 'dict'")]
    [InlineData("""{"fields": [{"name": "x", "renamed_from": "_y"}]}""", "fields.0.renamed_from must be the name of a field, not '_y'")]
    [InlineData("""{"fields": [{"name": "x", "type": "date", "min": "2026-02-30"}]}""", "fields.0.min must be a date, as 'x' is of type 'date', not '2026-02-30'")]
    [InlineData("""{"fields": [{"name": "x", "type": "date", "min": 5}]}""", "fields.0.min must be a date")]
    [InlineData("""{"fields": [{"name": "x", "type": "date", "min": "2026-02-02", "max": "2026-02-01"}]}""", "2026-02-02 is above 2026-02-01")]
    [InlineData("""{"fields": [{"name": "x", "type": "datetime", "default": "2026-02-02"}]}""", "fields.0.default does not fit the field: Input should be a valid datetime")]
    [InlineData("""{"fields": [{"name": "x", "type": "uuid", "pattern": "a"}]}""", "fields.0.pattern does not apply")]
    [InlineData("""{"fields": [{"name": "x", "type": "enum"}]}""", "fields.0.values of 'x' must be an array of 1 to 1000 strings, as it is of type 'enum', not nothing")]
    [InlineData("""{"fields": [{"name": "x", "type": "enum", "values": []}]}""", "fields.0.values of 'x' must be an array of 1 to 1000 strings")]
    [InlineData("""{"fields": [{"name": "x", "type": "enum", "values": ["a", "a"]}]}""", "fields.0.values.1 must be a string that is not there before, not 'a'")]
    [InlineData("""{"fields": [{"name": "x", "type": "enum", "values": ["a", 1]}]}""", "fields.0.values.1 must be a string")]
    [InlineData("""{"fields": [{"name": "x", "type": "enum", "values": ["a"], "default": "b"}]}""", "fields.0.default does not fit the field: Input should be 'a'")]
    [InlineData("""{"fields": [{"name": "x", "type": "list", "items": "int"}]}""", "fields.0.items must be an object, not 'int'")]
    [InlineData("""{"fields": [{"name": "x", "type": "list", "items": {"type": "money"}}]}""", "fields.0.items.type of 'x' must be one of")]
    [InlineData("""{"fields": [{"name": "x", "type": "list", "items": {"unique": true}}]}""", "fields.0.items.unique applies to fields of the collection only")]
    [InlineData("""{"fields": [{"name": "x", "type": "list", "items": {"renamed_from": "y"}}]}""", "fields.0.items.renamed_from applies to fields of the collection only")]
    [InlineData("""{"fields": [{"name": "x", "type": "list[int]", "items": {"type": "int"}}]}""", "fields.0.items does not apply to 'x' of type 'list[int]', only to 'list'")]
    [InlineData("""{"fields": [{"name": "x", "type": "list", "properties": {}}]}""", "fields.0.properties does not apply to 'x' of type 'list', only to 'dict'")]
    [InlineData("""{"fields": [{"name": "x", "type": "dict", "properties": []}]}""", "fields.0.properties must be an object of names and fields, not an array")]
    [InlineData("""{"fields": [{"name": "x", "type": "dict", "properties": {"": {}}}]}""", "names of 1 to 100 characters")]
    [InlineData("""{"fields": [{"name": "x", "type": "dict", "properties": {"a": {"type": "int", "default": "b"}}}]}""", "fields.0.properties.a.default does not fit the field")]
    [InlineData("""{"fields": [{"name": "x", "type": "dict", "properties": {}, "additional_properties": 1}]}""", "fields.0.additional_properties must be true or false, not 1")]
    public void A_schema_that_cannot_work_is_refused_with_place_and_reason(string schema, string reason)
    {
        CollectionSchema.TryParse(Given.Json(schema), out var parsed, out var error).ShouldBeFalse();

        parsed.ShouldBeNull();
        error!.ShouldContain(reason);
    }

    [Fact]
    public void Absent_features_may_be_named_as_off() =>
        Given.Schema("""{"name": "x", "unique": false, "index": null, "renamed_from": null, "min_length": null, "pattern": null, "default": null}""")
            .Fields[0].Rules.ShouldBeEmpty();

    [Fact]
    public void Lists_of_lists_may_be_declared_to_a_depth()
    {
        static string Nested(int depth) => depth == 0 ? """{"type": "int"}""" : $$"""{"type": "list", "items": {{Nested(depth - 1)}}}""";
        Given.Schema("""{"name": "x", "type": "list", "items": """ + Nested(7) + "}").Fields.ShouldHaveSingleItem();

        CollectionSchema.TryParse(
            Given.Json("""{"fields": [{"name": "x", "type": "list", "items": """ + Nested(8) + "}]}"), out _, out var error).ShouldBeFalse();
        error!.ShouldContain("is nested deeper than 8 levels");
    }

    [Fact]
    public void Names_and_fields_are_limited_in_number_and_length()
    {
        var longName = new string('a', 101);
        CollectionSchema.TryParse(Given.Json($$"""{"fields": [{"name": "{{longName}}"}]}"""), out _, out var error).ShouldBeFalse();
        error!.ShouldBe("fields.0.name must have at most 100 characters, not 101");

        var many = string.Join(',', Enumerable.Range(0, 501).Select(i => $$"""{"name": "f{{i}}"}"""));
        CollectionSchema.TryParse(Given.Json($$"""{"fields": [{{many}}]}"""), out _, out error).ShouldBeFalse();
        error!.ShouldBe("fields must have at most 500 items, not 501");
    }
}
