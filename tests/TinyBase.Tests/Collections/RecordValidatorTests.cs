using System.Text.Json;
using Shouldly;
using TinyBase.Collections.Schema;
using TinyBase.Hosting;
using Xunit;

namespace TinyBase.Tests.Collections;

public class RecordValidatorTests
{
    [Fact]
    public void Fields_come_out_in_the_order_of_the_schema_and_undeclared_ones_are_dropped()
    {
        var schema = Given.Schema("""{"name": "a"}""", """{"name": "b", "type": "int"}""");

        Created(schema, """{"extra": 1, "b": "7", "a": "x"}""").ShouldBe(["\"x\"", "7"]);
    }

    [Fact]
    public void Of_a_field_that_is_given_twice_the_last_counts()
    {
        var schema = Given.Schema("""{"name": "a", "type": "int"}""");

        Created(schema, """{"a": "wrong", "\u0061": 2}""").ShouldBe(["2"]);
    }

    [Fact]
    public void An_absent_optional_field_is_null_or_empty_or_its_default()
    {
        var schema = Given.Schema(
            """{"name": "a"}""",
            """{"name": "b", "type": "list[int]", "min_length": 1}""",
            """{"name": "c", "type": "dict"}""",
            """{"name": "d", "type": "int", "default": "5"}""",
            """{"name": "e", "type": "bool", "required": true, "default": true}""");

        Created(schema, "{}").ShouldBe(["null", "[]", "{}", "5", "true"]);
    }

    [Theory]
    [InlineData("""{"name": "x", "required": true}""", "string_type")]
    [InlineData("""{"name": "x", "type": "int", "default": 1}""", "int_type")]
    [InlineData("""{"name": "x", "type": "list"}""", "list_type")]
    [InlineData("""{"name": "x", "type": "dict"}""", "dict_type")]
    public void Null_is_refused_where_something_else_stands_for_absent(string field, string type)
    {
        var error = Errors(Given.Schema(field), """{"x": null}""").ShouldHaveSingleItem();

        error.Type.ShouldBe(type);
        error.Input!.Value.ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Fact]
    public void All_errors_are_told_at_once_with_their_place_and_input()
    {
        var schema = Given.Schema(
            """{"name": "title", "required": true}""",
            """{"name": "count", "type": "int", "min": 1}""",
            """{"name": "tags", "type": "list[int]"}""");

        var errors = Errors(schema, """{"count": 0, "tags": [1, "x"]}""");

        errors.Select(error => (error.Type, string.Join('.', error.Location), error.Message, error.Input!.Value.GetRawText())).ShouldBe(
        [
            ("missing", "body.data.title", "Field required", """{"count":0,"tags":[1,"x"]}"""),
            ("greater_than_equal", "body.data.count", "Input should be greater than or equal to 1", "0"),
            ("int_parsing", "body.data.tags.1", "Input should be a valid integer, unable to parse string as an integer", "\"x\""),
        ]);
        errors[1].Context!["ge"].ShouldBeOfType<long>();
    }

    [Theory]
    [InlineData("""{"name": "x", "min_length": 1}""", "\"\"", "string_too_short", "String should have at least 1 character", "min_length=1")]
    [InlineData("""{"name": "x", "max_length": 2}""", "\"\\ud83c\\udf89\\ud83c\\udf89a\"", "string_too_long", "String should have at most 2 characters", "max_length=2")]
    [InlineData("""{"name": "x", "pattern": "^a+$"}""", "\"baa\"", "string_pattern_mismatch", "String should match pattern '^a+$'", "pattern=^a+$")]
    [InlineData("""{"name": "x", "type": "int", "max": 9007199254740992}""", "9007199254740993", "less_than_equal", "Input should be less than or equal to 9007199254740992", "le=9007199254740992")]
    [InlineData("""{"name": "x", "type": "float", "min": 0.5}""", "0.25", "greater_than_equal", "Input should be greater than or equal to 0.5", "ge=0.5")]
    [InlineData("""{"name": "x", "type": "list", "min_length": 2}""", "[[1,2,3]]", "too_short", "List should have at least 2 items after validation, not 1", "field_type=List,min_length=2,actual_length=1")]
    [InlineData("""{"name": "x", "type": "list[int]", "max_length": 1}""", "[1,2]", "too_long", "List should have at most 1 item after validation, not 2", "field_type=List,max_length=1,actual_length=2")]
    [InlineData("""{"name": "x", "type": "dict", "max_length": 1}""", "{\"a\":{\"c\":1},\"b\":[]}", "too_long", "Dictionary should have at most 1 item after validation, not 2", "field_type=Dictionary,max_length=1,actual_length=2")]
    public void A_broken_rule_is_told_with_its_figures(string field, string given, string type, string message, string context)
    {
        var error = Errors(Given.Schema(field), $$"""{"x": {{given}}}""").ShouldHaveSingleItem();

        error.Type.ShouldBe(type);
        error.Message.ShouldBe(message);
        string.Join(',', error.Context!.Select(entry => FormattableString.Invariant($"{entry.Key}={entry.Value}"))).ShouldBe(context);
    }

    [Theory]
    [InlineData("""{"name": "x", "min_length": 1, "max_length": 1}""", "\"\\ud83c\\udf89\"")]
    [InlineData("""{"name": "x", "pattern": "b"}""", "\"abc\"")]
    [InlineData("""{"name": "x", "type": "int", "min": 9007199254740993}""", "9007199254740993")]
    [InlineData("""{"name": "x", "type": "list", "max_length": 2}""", "[[1,2,3],{\"a\":1,\"b\":2}]")]
    [InlineData("""{"name": "x", "min_length": 5}""", "null")]
    public void A_value_within_its_rules_is_taken(string field, string given) =>
        Errors(Given.Schema(field), $$"""{"x": {{given}}}""").ShouldBeEmpty();

    [Fact]
    public void A_pattern_is_searched_in_long_texts_too()
    {
        var schema = Given.Schema("""{"name": "x", "pattern": "ü$"}""");

        Errors(schema, $$"""{"x": "{{new string('é', 1000)}}ü"}""").ShouldBeEmpty();
        Errors(schema, $$"""{"x": "{{new string('é', 1000)}}"}""").ShouldHaveSingleItem();
    }

    [Fact]
    public void Undeclared_fields_are_refused_by_name_where_the_origin_asks_for_it()
    {
        var schema = Given.Schema("""{"name": "a"}""");

        new RecordValidator(schema).TryCreate(Given.Json("""{"b": 1, "a": "x", "c\ud800": 2}"""), Given.Flat, out var values, out var errors)
            .ShouldBeFalse();

        values.ShouldBeNull();
        errors.Select(error => (error.Type, string.Join('.', error.Location))).ShouldBe(
            [("extra_forbidden", "body.b"), ("extra_forbidden", "body.c\ufffd")]);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("\"x\"")]
    public void Data_that_is_no_object_is_refused(string data)
    {
        var error = Errors(Given.Schema(), data).ShouldHaveSingleItem();

        error.Type.ShouldBe("dict_type");
        error.Location.ShouldBe(["body", "data"]);
    }

    [Fact]
    public void An_input_that_is_not_Unicode_is_echoed_with_replacements()
    {
        var error = Errors(Given.Schema("""{"name": "x"}"""), """{"x": "a\ud800b"}""").ShouldHaveSingleItem();

        error.Input!.Value.GetString().ShouldBe("a\ufffdb");
    }

    [Fact]
    public void A_large_input_is_not_echoed()
    {
        var schema = Given.Schema("""{"name": "x", "max_length": 10}""");

        Errors(schema, $$"""{"x": "{{new string('a', 5000)}}"}""").ShouldHaveSingleItem().Input.ShouldBeNull();
    }

    [Fact]
    public void The_number_of_errors_is_limited()
    {
        var list = string.Join(',', Enumerable.Repeat("null", 5000));

        Errors(Given.Schema("""{"name": "x", "type": "list[int]"}"""), $$"""{"x": [{{list}}]}""").Count.ShouldBe(100);
    }

    [Fact]
    public void The_values_outlive_the_document_they_came_from()
    {
        var schema = Given.Schema("""{"name": "x"}""");
        var bytes = """{"x": "kept"}"""u8.ToArray();
        using (var document = JsonDocument.Parse(bytes))
        {
            new RecordValidator(schema).TryCreate(document.RootElement, Given.Wrapped, out var values, out _).ShouldBeTrue();
            Array.Clear(bytes);

            Given.Text(FieldTypes.String, values![0]).ShouldBe("\"kept\"");
        }
    }

    [Fact]
    public void Changes_are_merged_over_the_stored_record()
    {
        var schema = Given.Schema("""{"name": "a"}""", """{"name": "b", "type": "int"}""", """{"name": "c", "type": "dict"}""");

        Merged(schema, """{"a": "x", "b": 1, "c": {"k": 1}}""", """{"b": 2, "c": {"l": 2}}""").ShouldBe(["\"x\"", "2", "{\"l\":2}"]);
        Merged(schema, """{"a": "x", "b": 1, "c": {"k": 1}}""", """{"a": null}""").ShouldBe(["null", "1", "{\"k\":1}"]);
    }

    [Fact]
    public void A_stored_value_that_no_longer_fits_is_told_with_its_value()
    {
        var before = Given.Schema("""{"name": "a"}""", """{"name": "b", "type": "list[int]"}""", """{"name": "c"}""");
        var after = Given.Schema(
            """{"name": "a", "max_length": 2}""", """{"name": "b", "type": "list[int]", "min_length": 3}""", """{"name": "c"}""");

        var errors = MergeErrors(before, after, """{"a": "long", "b": [1]}""", """{"c": "x"}""");

        errors.Select(error => (error.Type, string.Join('.', error.Location), error.Input!.Value.GetRawText())).ShouldBe(
            [("string_too_long", "body.data.a", "\"long\""), ("too_short", "body.data.b", "[1]")]);
    }

    [Fact]
    public void A_field_that_became_required_must_be_given_with_the_next_change()
    {
        var before = Given.Schema("""{"name": "a"}""", """{"name": "b"}""");
        var after = Given.Schema("""{"name": "a", "required": true}""", """{"name": "b"}""");

        var error = MergeErrors(before, after, "{}", """{"b": "x"}""").ShouldHaveSingleItem();

        error.Type.ShouldBe("missing");
        error.Location.ShouldBe(["body", "data", "a"]);
        MergeErrors(before, after, "{}", """{"a": "x"}""").ShouldBeEmpty();
    }

    [Fact]
    public void A_new_default_fills_a_field_that_was_never_given()
    {
        var before = Given.Schema("""{"name": "a"}""");
        var after = Given.Schema("""{"name": "a", "default": "new"}""");
        new RecordValidator(before).TryCreate(Given.Json("{}"), Given.Wrapped, out var stored, out _).ShouldBeTrue();

        new RecordValidator(after).TryMerge(Given.Json("{}"), stored, Given.Wrapped, out var values, out _).ShouldBeTrue();

        Given.Text(FieldTypes.String, values![0]).ShouldBe("\"new\"");
    }

    [Fact]
    public void A_list_that_was_never_given_does_not_stand_in_the_way_of_other_changes()
    {
        var schema = Given.Schema("""{"name": "a"}""", """{"name": "b", "type": "list", "min_length": 1}""");

        Merged(schema, "{}", """{"a": "x"}""").ShouldBe(["\"x\"", "[]"]);
        MergeErrors(schema, schema, "{}", """{"b": []}""").ShouldHaveSingleItem().Type.ShouldBe("too_short");
    }

    private static string[] Created(CollectionSchema schema, string data)
    {
        new RecordValidator(schema).TryCreate(Given.Json(data), Given.Wrapped, out var values, out var errors)
            .ShouldBeTrue(string.Join('\n', errors));
        return Texts(schema, values!);
    }

    private static string[] Merged(CollectionSchema schema, string stored, string changes)
    {
        var validator = new RecordValidator(schema);
        validator.TryCreate(Given.Json(stored), Given.Wrapped, out var before, out _).ShouldBeTrue();
        validator.TryMerge(Given.Json(changes), before, Given.Wrapped, out var values, out var errors)
            .ShouldBeTrue(string.Join('\n', errors));
        return Texts(schema, values!);
    }

    private static IReadOnlyList<ValidationError> MergeErrors(
        CollectionSchema before, CollectionSchema after, string stored, string changes)
    {
        new RecordValidator(before).TryCreate(Given.Json(stored), Given.Wrapped, out var values, out _).ShouldBeTrue();
        new RecordValidator(after).TryMerge(Given.Json(changes), values, Given.Wrapped, out _, out var errors);
        return errors;
    }

    private static IReadOnlyList<ValidationError> Errors(CollectionSchema schema, string data)
    {
        new RecordValidator(schema).TryCreate(Given.Json(data), Given.Wrapped, out _, out var errors);
        return errors;
    }

    private static string[] Texts(CollectionSchema schema, FieldValue[] values) =>
        [.. schema.Fields.Select((field, i) => Given.Text(field.Type, values[i]))];
}
