using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Serialization;

using Shouldly;

using Xunit;

namespace TinyBase.Tests.Sdk;

/// <summary>What is wrong with an input: everything, in its place, before the function runs.</summary>
public sealed class InputValidationTests
{
    private static readonly Delegate Buy = [Function("buy")] (Order order) => order.Items.Count;

    private enum Size
    {
        Small,
        ExtraLarge,
    }

    private sealed record Order(
        [StringLength(10, MinimumLength = 2)] string Customer,
        [MinLength(1)] List<Item> Items,
        [EmailAddress] string? Email = null,
        Size Size = Size.Small,
        Guid? Id = null,
        DateTimeOffset? At = null);

    private sealed record Item([Range(0.5, 100)] double Price, [RegularExpression("[a-z]+")] string Code, int Count = 1);

    [JsonPolymorphic]
    [JsonDerivedType(typeof(Circle), "circle")]
    private abstract record Shape;

    private sealed record Circle(double R) : Shape;

    [JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
    [JsonDerivedType(typeof(Cat), "cat")]
    [JsonDerivedType(typeof(Dog), 2)]
    private abstract record Animal;

    private sealed record Cat(int Lives) : Animal;

    private sealed record Dog(string Name) : Animal;

    [JsonDerivedType(typeof(Chief), "chief")]
    private record Person(string Name);

    private sealed record Chief(string Name, List<Person> Of) : Person(Name);

    private sealed record Drawing(Shape Shape, int N);

    private sealed record Slow([RegularExpression("(a+)+b", MatchTimeoutInMilliseconds = 20)] string Text);

    private sealed class Signup : IValidatableObject
    {
        [Required]
        public string? Name { get; init; }

        [DataType(DataType.Password)]
        [MinLength(8, ErrorMessage = "too weak")]
        public required string Password { get; init; }

        [Compare(nameof(Password)), DataType(DataType.Password)]
        public string? Repeated { get; init; }

        public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
        {
            if (Name == "root") yield return new ValidationResult("is taken", [nameof(Name)]);
            if (Name == "sum") yield return new ValidationResult("adds up to nothing");
        }
    }

    private sealed record Tree([Range(1, 9)] int Value, List<Tree>? Children = null, Dictionary<string, Tree>? Named = null);

    [Fact]
    public async Task What_does_not_say_of_which_kind_it_is_does_not_fit_and_may_say_so_anywhere()
    {
        Delegate named = [Function("draw")] (Shape shape, int n) => ((Circle)shape).R * n;
        Delegate whole = [Function("draw")] (Drawing drawing) => ((Circle)drawing.Shape).R * drawing.N;
        foreach (var draw in new[] { named, whole })
        {
            (await Calling.Errors(draw, """{"shape": {"r": 1}, "n": 2}""")).ShouldBe(["missing body.shape.$type"]);
            (await Calling.Result(draw, """{"shape": {"r": 1.5, "$type": "circle"}, "n": 2}""")).ShouldBe("3");
        }
    }

    [Fact]
    public async Task A_kind_that_is_none_is_refused_with_those_that_there_are_and_a_known_one_is_held_to_its_type()
    {
        Delegate keep = [Function("keep")] (Animal pet, int n) => pet.ToString();

        var unknown = (await Calling.ErrorList(keep, """{"pet": {"kind": "cow"}, "n": 1}""")).ShouldHaveSingleItem();
        unknown.ToString().ShouldBe(
            """{"type":"enum","loc":["body","pet","kind"],"msg":"Input should be 'cat' or 2","input":"cow","ctx":{"expected":"'cat' or 2"}}""");
        (await Calling.Errors(keep, """{"pet": {"kind": "2"}, "n": 1}""")).ShouldBe(["enum body.pet.kind"]);
        (await Calling.Errors(keep, """{"pet": {"kind": null}, "n": 1}""")).ShouldBe(["enum body.pet.kind"]);
        (await Calling.Errors(keep, """{"pet": {}, "n": 1}""")).ShouldBe(["missing body.pet.kind"]);
        (await Calling.Errors(keep, """{"pet": 1, "n": 1}""")).ShouldBe(["dict_type body.pet"]);
        (await Calling.Errors(keep, """{"pet": {"kind": 2, "name": 1}, "n": "1"}""")).ShouldBe(["string_type body.pet.name", "int_parsing body.n"]);
        (await Calling.Errors(keep, """{"pet": {"kind": "cat"}, "n": 1}""")).ShouldBe(["missing body.pet.lives"]);
        (await Calling.Result(keep, """{"pet": {"lives": 9, "kind": "cat"}, "n": 1}""")).ShouldBe("\"Cat { Lives = 9 }\"");
    }

    [Fact]
    public async Task What_may_be_of_its_own_kind_needs_not_say_so()
    {
        Delegate hire = [Function("hire")] (Person person, int n) => person.ToString();

        (await Calling.Result(hire, """{"person": {"name": "Ada"}, "n": 1}""")).ShouldBe("\"Person { Name = Ada }\"");
        (await Calling.Errors(hire, """{"person": {"name": 1}, "n": 1}""")).ShouldBe(["string_type body.person.name"]);
        (await Calling.Errors(hire, """{"person": {"$type": "cook", "name": "Ada"}, "n": 1}""")).ShouldBe(["enum body.person.$type"]);
        (await Calling.Errors(hire, """{"person": {"$type": "chief", "name": "Ada", "of": [{"name": "Bob"}, {"name": 2}]}, "n": 1}""")).ShouldBe(
            ["string_type body.person.of.1.name"]);
    }

    [Fact]
    public async Task A_number_that_is_too_large_for_its_type_is_refused_wherever_it_stands()
    {
        Delegate named = [Function("f")] (double a, float? b, List<double> c, Dictionary<string, float> d, decimal e, Half f) => a;
        (await Calling.Errors(named, """{"a": 1e999, "b": -1e39, "c": [1, 1e400], "d": {"x": 1e39}, "e": 1e99, "f": 1e9}""")).ShouldBe(
        [
            "finite_number body.a", "finite_number body.b", "finite_number body.c.1", "finite_number body.d.x", "finite_number body.e", "finite_number body.f",
        ]);
        (await Calling.Result(named, """{"a": 1e308, "b": 1e38, "c": [1e-999], "d": {"x": 3}, "e": 1, "f": 1}""")).ShouldBe("1E+308");

        Delegate buy = [Function("f")] (Order order, Animal? pet) => order.Items.Count;
        (await Calling.Errors(buy, """{"order": {"customer": "A", "items": [{"price": 1e999, "code": "a"}]}, "pet": {"kind": "cat", "lives": 1e999}}""")).ShouldBe(
            ["finite_number body.order.items.0.price", "int_from_float body.pet.lives"]);
        var refused = (await Calling.ErrorList(Buy, """{"customer": "Ada", "items": [{"price": 1e999, "code": "a"}]}""")).ShouldHaveSingleItem();
        refused.ToString().ShouldBe(
            """{"type":"finite_number","loc":["body","items",0,"price"],"msg":"Input should be a number within the range of its type","input":1e999}""");
        (await Calling.Errors([Function("f")] (Shape shape) => 1, """{"$type": "circle", "r": 1e999}""")).ShouldBe(["finite_number body.r"]);
        (await Calling.Result([Function("f")] (JsonElement json) => json, """{"a":1e999}""")).ShouldBe("""{"a":1e999}""");
    }

    [Fact]
    public async Task A_pattern_that_takes_too_long_refuses_the_value()
    {
        var text = new string('a', 40) + "!";

        var slow = (await Calling.ErrorList([Function("f")] (Slow input) => 1, $$"""{"text": "{{text}}"}""")).ShouldHaveSingleItem();

        slow.GetProperty("loc").ToString().ShouldBe("""["body","text"]""");
        slow.GetProperty("type").GetString().ShouldBe("value_error");
        slow.GetProperty("msg").GetString().ShouldBe("Value error, it takes too long to compare this text with the pattern '(a+)+b'");
    }

    [Fact]
    public async Task Tuples_are_read_and_written()
    {
        Delegate minMax = [Function("tuples")] ((int From, int To) span) => (span.To, span.From);

        (await Calling.Result(minMax, """{"item1": 3, "item2": 4}""")).ShouldBe("""{"item1":4,"item2":3}""");
    }

    [Fact]
    public async Task A_valid_input_runs() =>
        (await Calling.Result(Buy, """{"customer": "Ada", "items": [{"price": 1, "code": "a"}]}""")).ShouldBe("1");

    [Fact]
    public async Task Everything_of_the_wrong_shape_is_told_at_once() =>
        (await Calling.Errors(Buy, """{"items": [{"price": "1", "code": 2}, 3, {"price": 1, "count": 1.5}], "size": "huge", "id": "x", "at": "soon"}""")).ShouldBe(
        [
            "missing body.customer", "float_parsing body.items.0.price", "string_type body.items.0.code", "dict_type body.items.1",
            "missing body.items.2.code", "int_from_float body.items.2.count", "enum body.size", "uuid_parsing body.id", "datetime_parsing body.at",
        ]);

    [Fact]
    public async Task Everything_that_annotations_find_is_told_at_once() =>
        (await Calling.Errors(Buy, """{"customer": "A", "items": [{"price": 0.1, "code": "A1"}, {"price": 101, "code": "a"}], "email": "ada"}""")).ShouldBe(
        [
            "string_too_short body.customer", "greater_than_equal body.items.0.price", "string_pattern_mismatch body.items.0.code",
            "less_than_equal body.items.1.price", "value_error body.email",
        ]);

    [Fact]
    public async Task An_error_says_what_was_given_and_what_would_be_right()
    {
        var errors = await Calling.ErrorList(Buy, """{"customer": "much too long a name", "items": [], "size": "small"}""");
        errors[0].ToString().ShouldBe(
            """{"type":"string_too_long","loc":["body","customer"],"msg":"String should have at most 10 characters","input":"much too long a name","ctx":{"max_length":10}}""");
        errors[1].ToString().ShouldBe(
            """{"type":"too_short","loc":["body","items"],"msg":"List should have at least 1 item after validation, not 0","input":[],"ctx":{"field_type":"List","min_length":1,"actual_length":0}}""");
        (await Calling.ErrorList(Buy, """{"customer": "Ada"}"""))[0].ToString().ShouldBe(
            """{"type":"missing","loc":["body","items"],"msg":"Field required","input":{"customer": "Ada"}}""");
        (await Calling.ErrorList([Function("f")] (Size size) => 1, """{"size": "huge"}"""))[0].GetProperty("ctx").ToString().ShouldBe("""{"expected":"'small' or 'extra_large'"}""");
        (await Calling.ErrorList([Function("f")] (int x) => x, """{"x": 3000000000}"""))[0].GetProperty("ctx").ToString().ShouldBe("""{"le":2147483647}""");
    }

    [Fact]
    public async Task A_large_value_is_not_repeated() =>
        (await Calling.ErrorList(Buy, $$"""{"customer": "{{new string('a', 5000)}}", "items": [{"price": 1, "code": "a"}]}"""))[0]
            .GetProperty("input").ValueKind.ShouldBe(JsonValueKind.Null);

    [Fact]
    public async Task A_hundred_errors_are_enough() =>
        (await Calling.Errors([Function("f")] (int[] all) => 1, $$"""{"all": [{{string.Join(',', Enumerable.Repeat("\"x\"", 1000))}}]}""")).Length.ShouldBe(100);

    [Theory]
    [InlineData("[]", "dict_type body")]
    [InlineData("null", "dict_type body")]
    [InlineData("""{"customer": """, "json_invalid body")]
    [InlineData("", "json_invalid body")]
    [InlineData("""{"customer": "Ada", "customer": "Bob", "items": []}""", "json_invalid body")]
    public async Task What_is_no_object_is_refused_whole(string input, string error) => (await Calling.Errors(Buy, input)).ShouldBe([error]);

    [Fact]
    public async Task Null_is_refused_where_it_was_not_declared()
    {
        (await Calling.Errors(Buy, """{"customer": null, "items": [null]}""")).ShouldBe(["string_type body.customer"]);
        (await Calling.Errors([Function("f")] (string name, int? age) => 1, """{"name": null, "age": null}""")).ShouldBe(["string_type body.name"]);
        (await Calling.Errors([Function("f")] (List<string> names) => 1, """{"names": ["a", null]}""")).ShouldBe(["string_type body.names.1"]);
        (await Calling.Errors([Function("f")] (Dictionary<string, List<string>> names, int x) => 1, """{"names": {"a": null}, "x": 1}""")).ShouldBe(["list_type body.names.a"]);
        (await Calling.Result([Function("f")] (List<string?> names) => names.Count, """{"names": ["a", null]}""")).ShouldBe("2");
    }

    [Fact]
    public async Task Parameters_carry_annotations_too() =>
        (await Calling.Errors([Function("f")] ([Range(1, 5)] int x, [StringLength(3)] string y, bool z) => 1, """{"x": 6, "y": "abcd"}""")).ShouldBe(
            ["less_than_equal body.x", "string_too_long body.y", "missing body.z"]);

    [Fact]
    public async Task Classes_are_held_to_their_own_rules()
    {
        var signUp = [Function("f")] (Signup signup) => 1;
        (await Calling.Errors(signUp, """{"password": "12345678", "repeated": "12345678"}""")).ShouldBe(["missing body.name"]);
        (await Calling.Errors(signUp, """{"name": "", "password": "12345678", "repeated": "12345678"}""")).ShouldBe(["string_too_short body.name"]);
        (await Calling.Errors(signUp, """{"name": "root", "password": "12345678", "repeated": "12345678"}""")).ShouldBe(["value_error body.name"]);
        (await Calling.Errors(signUp, """{"name": "sum", "password": "12345678", "repeated": "12345678"}""")).ShouldBe(["value_error body"]);
        (await Calling.Errors(signUp, """{"name": "a", "password": "12345678", "repeated": "87654321"}""")).ShouldBe(["value_error body.repeated"]);
    }

    [Fact]
    public async Task A_secret_is_never_repeated_and_messages_of_the_author_are_kept()
    {
        var signUp = [Function("f")] (Signup signup) => 1;
        var weak = (await Calling.ErrorList(signUp, """{"name": "a", "password": "hunter2", "repeated": "hunter2"}""")).ShouldHaveSingleItem();
        weak.ToString().ShouldNotContain("hunter2");
        weak.GetProperty("msg").GetString().ShouldBe("too weak");
        string.Concat(await Calling.ErrorList(signUp, """{"password": "hunter2hunter2", "repeated": "hunter2hunter2"}""")).ShouldNotContain("hunter2");
        string.Concat(await Calling.ErrorList(signUp, """{"name": "sum", "password": "hunter2hunter2", "repeated": "hunter2hunter2"}""")).ShouldNotContain("hunter2");
        string.Concat(await Calling.ErrorList(signUp, """{"name": 1, "password": ["hunter2"]}""")).ShouldNotContain("hunter2");
    }

    [Fact]
    public async Task Nested_values_are_reached_through_lists_and_dictionaries() =>
        (await Calling.Errors([Function("f")] (Tree tree) => 1, """{"value": 1, "children": [{"value": 2, "named": {"a b": {"value": 0}}}]}""")).ShouldBe(
            ["greater_than_equal body.children.0.named.a b.value"]);
}
