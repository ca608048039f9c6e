using Shouldly;
using TinyBase.Collections.Schema;
using Xunit;

namespace TinyBase.Tests.Collections;

public class FieldTypeTests
{
    [Theory]
    [InlineData("string", "\"\"", "\"\"")]
    [InlineData("string", "\"Grüße 🎉\"", "\"Grüße 🎉\"")]
    [InlineData("string", "\"\\u0047r\\u00fc\\ud83c\\udf89\\/\"", "\"Grü🎉/\"")]
    [InlineData("string", "\"a\\u0000b\"", "\"a\\u0000b\"")]
    [InlineData("string", "\"\\b\\f\\n\\r\\t\\\\\\\"\"", "\"\\b\\f\\n\\r\\t\\\\\\\"\"")]
    [InlineData("int", "7", "7")]
    [InlineData("int", "-0", "0")]
    [InlineData("int", "7.0", "7")]
    [InlineData("int", "1e2", "100")]
    [InlineData("int", "0e-400", "0")]
    [InlineData("int", "9007199254740993.0", "9007199254740993")]
    [InlineData("int", "true", "1")]
    [InlineData("int", "false", "0")]
    [InlineData("int", "9223372036854775807", "9223372036854775807")]
    [InlineData("int", "-9223372036854775808", "-9223372036854775808")]
    [InlineData("int", "-9223372036854775808.0", "-9223372036854775808")]
    [InlineData("int", "\"7\"", "7")]
    [InlineData("int", "\" 7 \"", "7")]
    [InlineData("int", "\"\\u00a07\\u2003\"", "7")]
    [InlineData("int", "\"7\\n\"", "7")]
    [InlineData("int", "\"+7\"", "7")]
    [InlineData("int", "\"-7.0\"", "-7")]
    [InlineData("int", "\"1_000\"", "1000")]
    [InlineData("int", "\"-1_000.00\"", "-1000")]
    [InlineData("int", "\"007\"", "7")]
    [InlineData("int", "\"-9223372036854775808\"", "-9223372036854775808")]
    [InlineData("int", "\"\\u0037\"", "7")]
    [InlineData("float", "1", "1")]
    [InlineData("float", "1.5", "1.5")]
    [InlineData("float", "true", "1")]
    [InlineData("float", "\" 1.5 \"", "1.5")]
    [InlineData("float", "\"1_0.5\"", "10.5")]
    [InlineData("float", "\"+.5\"", "0.5")]
    [InlineData("float", "\"5.\"", "5")]
    [InlineData("float", "\"1E+5\"", "100000")]
    [InlineData("bool", "true", "true")]
    [InlineData("bool", "0", "false")]
    [InlineData("bool", "1.0", "true")]
    [InlineData("bool", "\"YES\"", "true")]
    [InlineData("bool", "\"oFf\"", "false")]
    [InlineData("bool", "\"t\"", "true")]
    [InlineData("list[string]", "[ \"a\" , \"\\u00e9\\n\" ]", "[\"a\",\"é\\n\"]")]
    [InlineData("list[int]", "[1, \"2\", 3.0, true]", "[1,2,3,1]")]
    [InlineData("list[float]", "[1, \"2.5\", false]", "[1,2.5,0]")]
    [InlineData("list[bool]", "[1, \"no\", true]", "[true,false,true]")]
    [InlineData("list[bool]", "[]", "[]")]
    [InlineData("list", "[ 1.50 , {\"b\" : 1, \"a\": [ ] }, null, \"\\u00e9\\u0001\\/\" ]", "[1.50,{\"b\":1,\"a\":[]},null,\"é\\u0001/\"]")]
    [InlineData("dict", "{ \"z\" : 12345678901234567890123 , \"a\" : { } }", "{\"z\":12345678901234567890123,\"a\":{}}")]
    public void A_fitting_value_is_coerced(string type, string given, string stored)
    {
        FieldTypes.TryFind(type, out var fieldType).ShouldBeTrue();

        fieldType!.TryCoerce(Given.Json(given), new ValueArena(0), out var value, out var problem).ShouldBeTrue(problem?.Message);

        if (fieldType.IsJson)
        {
            Given.Text(fieldType, value).ShouldBe(stored);
            return;
        }

        // How a string is escaped is up to the writer.
        Given.Json(Given.Text(fieldType, value)).ToString().ShouldBe(Given.Json(stored).ToString());
    }

    [Theory]
    [InlineData("string", "7", "string_type")]
    [InlineData("string", "null", "string_type")]
    [InlineData("string", "[]", "string_type")]
    [InlineData("string", "\"a\\ud800\"", "string_unicode")]
    [InlineData("string", "\"\\udc00\\ud800\"", "string_unicode")]
    [InlineData("string", "\"\\ud800\\u0041\"", "string_unicode")]
    [InlineData("int", "7.9", "int_from_float")]
    [InlineData("int", "1e-400", "int_from_float")]
    [InlineData("int", "1.00000000000000001", "int_from_float")]
    [InlineData("int", "-9223372036854775809.0", "int_parsing_size")]
    [InlineData("int", "1e400", "finite_number")]
    [InlineData("int", "9223372036854775808", "int_parsing_size")]
    [InlineData("int", "9223372036854775808.0", "int_parsing_size")]
    [InlineData("int", "1e30", "int_parsing_size")]
    [InlineData("int", "\"9223372036854775808\"", "int_parsing_size")]
    [InlineData("int", "\"-9223372036854775809\"", "int_parsing_size")]
    [InlineData("int", "\"111111111111111111111111111111111111111111\"", "int_parsing_size")]
    [InlineData("int", "\"7.5\"", "int_parsing")]
    [InlineData("int", "\"7.\"", "int_parsing")]
    [InlineData("int", "\".0\"", "int_parsing")]
    [InlineData("int", "\"1e3\"", "int_parsing")]
    [InlineData("int", "\"0x1F\"", "int_parsing")]
    [InlineData("int", "\"\"", "int_parsing")]
    [InlineData("int", "\"  \"", "int_parsing")]
    [InlineData("int", "\"+-7\"", "int_parsing")]
    [InlineData("int", "\"+ 7\"", "int_parsing")]
    [InlineData("int", "\"1__0\"", "int_parsing")]
    [InlineData("int", "\"_1\"", "int_parsing")]
    [InlineData("int", "\"1_\"", "int_parsing")]
    [InlineData("int", "\"-_1\"", "int_parsing")]
    [InlineData("int", "\"7.0_0\"", "int_parsing")]
    [InlineData("int", "\"\\uff17\"", "int_parsing")]
    [InlineData("int", "\"7\\u0000\"", "int_parsing")]
    [InlineData("int", "\"7\\ud800\"", "int_parsing")]
    [InlineData("int", "null", "int_type")]
    [InlineData("int", "{}", "int_type")]
    [InlineData("float", "1e400", "finite_number")]
    [InlineData("float", "\"1e400\"", "finite_number")]
    [InlineData("float", "\"nan\"", "finite_number")]
    [InlineData("float", "\"-Infinity\"", "finite_number")]
    [InlineData("float", "\"+inf\"", "finite_number")]
    [InlineData("float", "\"\"", "float_parsing")]
    [InlineData("float", "\"1,5\"", "float_parsing")]
    [InlineData("float", "\"1e\"", "float_parsing")]
    [InlineData("float", "\"--1\"", "float_parsing")]
    [InlineData("float", "\"1__0\"", "float_parsing")]
    [InlineData("float", "\"1\\u0000\"", "float_parsing")]
    [InlineData("float", "null", "float_type")]
    [InlineData("bool", "2", "bool_parsing")]
    [InlineData("bool", "-1", "bool_parsing")]
    [InlineData("bool", "0.5", "bool_type")]
    [InlineData("bool", "\" true\"", "bool_parsing")]
    [InlineData("bool", "\"\"", "bool_parsing")]
    [InlineData("bool", "null", "bool_type")]
    [InlineData("list", "{}", "list_type")]
    [InlineData("list[int]", "\"1\"", "list_type")]
    [InlineData("list[int]", "null", "list_type")]
    [InlineData("dict", "[]", "dict_type")]
    [InlineData("dict", "null", "dict_type")]
    public void A_value_that_does_not_fit_is_refused(string type, string given, string problemType)
    {
        FieldTypes.TryFind(type, out var fieldType).ShouldBeTrue();

        fieldType!.TryCoerce(Given.Json(given), new ValueArena(0), out _, out var problem).ShouldBeFalse();

        problem!.Type.ShouldBe(problemType);
    }

    [Theory]
    [InlineData("list[string]", "[\"a\", null]", "string_type", "1")]
    [InlineData("list[string]", "[\"\\ud800\"]", "string_unicode", "0")]
    [InlineData("list", "[1, {\"a\": [0, \"\\ud800\"]}]", "string_unicode", "1.a.1")]
    [InlineData("list", "[[], [[], 1e999]]", "finite_number", "1.1")]
    [InlineData("dict", "{\"a\": {}, \"b\": {\"c\": [], \"d\\ud800\": 1}}", "string_unicode", "b.d\ufffd")]
    [InlineData("dict", "{\"a\": [[1], {\"x\": 1}], \"b\": -1e999}", "finite_number", "b")]
    public void A_problem_inside_a_value_says_where(string type, string given, string problemType, string path)
    {
        FieldTypes.TryFind(type, out var fieldType).ShouldBeTrue();

        fieldType!.TryCoerce(Given.Json(given), new ValueArena(0), out _, out var problem).ShouldBeFalse();

        problem!.Type.ShouldBe(problemType);
        string.Join('.', problem.Path).ShouldBe(path);
    }

    [Fact]
    public void Every_wrong_item_of_a_list_is_told()
    {
        FieldTypes.TryFind("list[int]", out var type).ShouldBeTrue();

        type!.TryCoerce(Given.Json("[1, 2.5, \"x\"]"), new ValueArena(0), out _, out var problem).ShouldBeFalse();

        problem!.Type.ShouldBe("int_from_float");
        problem.Path.ShouldBe([1]);
        problem.Next!.Type.ShouldBe("int_parsing");
        problem.Next.Path.ShouldBe([2]);
        problem.Next.Input!.Value.GetString().ShouldBe("x");
        problem.Next.Next.ShouldBeNull();
    }

    [Fact]
    public void Broken_UTF8_is_refused()
    {
        byte[] json = [(byte)'[', (byte)'"', 0xC3, (byte)'"', (byte)']'];
        using var document = System.Text.Json.JsonDocument.Parse(json);

        FieldTypes.List.TryCoerce(document.RootElement, new ValueArena(0), out _, out var inList).ShouldBeFalse();
        FieldTypes.String.TryCoerce(document.RootElement[0], new ValueArena(0), out _, out var alone).ShouldBeFalse();

        inList!.Type.ShouldBe("string_unicode");
        alone!.Type.ShouldBe("string_unicode");
    }

    [Fact]
    public void Nesting_beyond_what_readers_accept_is_refused()
    {
        using var document = System.Text.Json.JsonDocument.Parse(
            new string('[', 200) + new string(']', 200), new() { MaxDepth = 300 });

        FieldTypes.List.TryCoerce(document.RootElement, new ValueArena(0), out _, out var problem).ShouldBeFalse();

        problem!.Type.ShouldBe("value_error");
    }

    [Fact]
    public void Values_of_one_arena_do_not_overwrite_each_other()
    {
        var arena = new ValueArena(4);

        FieldTypes.String.TryCoerce(Given.Json("\"one\""), arena, out var one, out _).ShouldBeTrue();
        FieldTypes.String.TryCoerce(Given.Json("\"two and more\""), arena, out var two, out _).ShouldBeTrue();
        FieldTypes.List.TryCoerce(Given.Json("[3]"), arena, out var three, out _).ShouldBeTrue();

        Given.Text(FieldTypes.String, one).ShouldBe("\"one\"");
        Given.Text(FieldTypes.String, two).ShouldBe("\"two and more\"");
        Given.Text(FieldTypes.List, three).ShouldBe("[3]");
    }
}
