using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
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

    private record struct Position([Range(0, 10)] int X, string Name);

    private sealed record Route(
        Position Start, Position? End = null, List<Position>? Stops = null, List<Position?>? Pauses = null, Dictionary<string, Position>? Named = null);

    private readonly record struct Choice(
        int Count = 5, Size Size = Size.ExtraLarge, Size? Other = Size.ExtraLarge, string? Note = "none", Guid Id = default, [property: JsonPropertyName("full")] bool IsFull = true)
    {
        public required int Rest { get; init; }

        [JsonIgnore]
        public int Twice => Count * 2;
    }

    [SuppressMessage("Performance", "CA1815", Justification = "It is read only.")]
    private readonly struct Celsius(double degrees)
    {
        [Range(-273.15, 1e6)]
        public double Degrees { get; } = degrees;
    }

    private sealed record Lists(
        int A,
        ImmutableArray<int>? Fixed = null,
        Memory<int>? Memory = null,
        ArraySegment<int>? Segment = null,
        Memory<Item> Items = default);

    [JsonConverter(typeof(MoneyConverter))]
    private readonly record struct Money(long Cents);

    private sealed class MoneyConverter : JsonConverter<Money>
    {
        public override Money Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetString() switch
        {
            "none" => throw new ArgumentException("money is never none"),
            "negative" => throw new InvalidOperationException("money is never negative"),
            var text => new Money(long.Parse(text!, CultureInfo.InvariantCulture)),
        };

        public override void Write(Utf8JsonWriter writer, Money value, JsonSerializerOptions options) => writer.WriteNumberValue(value.Cents);
    }

    private sealed record Price(Money Money, int N = 0);

    private sealed record Safe(Money Money, [property: DataType(DataType.Password)] string? Code = null);

    private sealed record Period
    {
        [JsonConstructor]
        public Period(int from, int to)
        {
            if (to < from) throw new ArgumentException("it ends before it begins");
            (From, To) = (from, to);
        }

        public int From { get; }

        public int To { get; }
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

    [Theory]
    [InlineData("""{"x": 99, "name": "a"}""", "less_than_equal body.x")]
    [InlineData("{}", "missing body.x", "missing body.name")]
    [InlineData("""{"x": 1}""", "missing body.name")]
    [InlineData("""{"x": "1", "name": null}""", "int_parsing body.x", "string_type body.name")]
    public async Task A_structure_with_a_primary_constructor_is_held_to_it(string input, params string[] errors)
    {
        (await Calling.Errors([Function("f")] (Position at) => 1, input)).ShouldBe(errors);
        (await Calling.Errors([Function("f")] (Position at, int n = 0) => 1, $$"""{"at": {{input}}}""")).ShouldBe(In("at"));
        var route = [Function("f")] (Route route) => 1;
        const string Start = "\"start\": {\"x\": 1, \"name\": \"a\"}";
        (await Calling.Errors(route, $$"""{"start": {{input}}}""")).ShouldBe(In("start"));
        (await Calling.Errors(route, $$"""{{{Start}}, "end": {{input}}}""")).ShouldBe(In("end"));
        (await Calling.Errors(route, $$"""{{{Start}}, "stops": [{{input}}]}""")).ShouldBe(In("stops.0"));
        (await Calling.Errors(route, $$"""{{{Start}}, "pauses": [null, {{input}}]}""")).ShouldBe(In("pauses.1"));
        (await Calling.Errors(route, $$$"""{{{{Start}}}, "named": {"k": {{{input}}}}}""")).ShouldBe(In("named.k"));

        string[] In(string place) => [.. errors.Select(error => error.Replace("body.", $"body.{place}.", StringComparison.Ordinal))];
    }

    [Fact]
    public async Task A_structure_has_the_defaults_of_its_primary_constructor()
    {
        var choose = [Function("f")] (Choice choice) => choice;

        (await Calling.Result(choose, """{"rest": 1}""")).ShouldBe(
            """{"count":5,"size":"extra_large","other":"extra_large","note":"none","id":"00000000-0000-0000-0000-000000000000","full":true,"rest":1}""");
        (await Calling.Result(choose, """{"rest": 1, "count": 2, "other": null, "note": null, "full": false}""")).ShouldBe(
            """{"count":2,"size":"extra_large","other":null,"note":null,"id":"00000000-0000-0000-0000-000000000000","full":false,"rest":1}""");
        (await Calling.Errors(choose, """{"count": 2}""")).ShouldBe(["missing body.rest"]);
        (await Calling.Result([Function("f")] (Celsius heat) => heat.Degrees, """{"degrees": 21}""")).ShouldBe("21");
        (await Calling.Errors([Function("f")] (Celsius heat) => heat.Degrees, """{"degrees": -300}""")).ShouldBe(["greater_than_equal body.degrees"]);
    }

    [Fact]
    public async Task What_fits_is_not_told_beside_what_does_not()
    {
        var take = [Function("f")] (Lists lists) => lists.Items.Length;
        const string Item = """{"price": 1, "code": "a"}""";

        (await Calling.Errors(take, $$"""{"a": "x", "fixed": [3], "memory": [3], "segment": [3], "items": [{{Item}}]}""")).ShouldBe(["int_parsing body.a"]);
        (await Calling.Errors(take, """{"a": 1, "fixed": [3, "x"], "memory": ["x"], "segment": 3}""")).ShouldBe(
            ["int_parsing body.fixed.1", "int_parsing body.memory.0", "list_type body.segment"]);
        (await Calling.Errors(take, """{"a": 1, "items": [{"price": 0.1, "code": "a"}]}""")).ShouldBe(["greater_than_equal body.items.0.price"]);
        (await Calling.Result(take, $$"""{"a": 1, "fixed": null, "items": [{{Item}}, {{Item}}]}""")).ShouldBe("2");
    }

    [Theory]
    [InlineData("\"x\"", "Value error, The input string 'x' was not in a correct format.")]
    [InlineData("\"99999999999999999999\"", "Value error, Value was either too large or too small for an Int64.")]
    [InlineData("\"none\"", "Value error, money is never none")]
    [InlineData("\"negative\"", "Value error, money is never negative")]
    [InlineData("1", "Value error, the value does not fit")]
    public async Task What_a_converter_cannot_read_does_not_fit(string money, string message)
    {
        foreach (var pay in new Delegate[] { [Function("f")] (Price price) => 1, [Function("f")] (Money money, int n = 0) => 1 })
        {
            var error = (await Calling.ErrorList(pay, $$"""{"money": {{money}}}""")).ShouldHaveSingleItem();
            error.GetProperty("type").GetString().ShouldBe("value_error");
            error.GetProperty("loc").ToString().ShouldBe("""["body","money"]""");
            error.GetProperty("msg").GetString().ShouldBe(message);
        }
    }

    [Fact]
    public async Task What_a_constructor_refuses_does_not_fit()
    {
        var refused = (await Calling.ErrorList([Function("f")] (Period period) => 1, """{"from": 2, "to": 1}""")).ShouldHaveSingleItem();

        refused.GetProperty("msg").GetString().ShouldBe("Value error, it ends before it begins");
        refused.GetProperty("loc").ToString().ShouldBe("""["body"]""");
    }

    [Fact]
    public async Task What_was_thrown_is_not_repeated_where_an_input_has_secrets_or_when_it_is_long()
    {
        (await Calling.ErrorList([Function("f")] (Safe safe) => 1, """{"money": "hunter2"}"""))[0].GetProperty("msg").GetString().ShouldBe(
            "Value error, the value does not fit");
        (await Calling.ErrorList([Function("f")] (Price price) => 1, $$"""{"money": "{{new string('a', 5000)}}"}"""))[0].GetProperty("msg").GetString().ShouldBe(
            "Value error, the value does not fit");
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
