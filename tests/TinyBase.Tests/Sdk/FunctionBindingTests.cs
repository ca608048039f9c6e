using System.Numerics;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

using Microsoft.Extensions.DependencyInjection;

using Shouldly;

using TinyBase.Sdk.Binding;
using TinyBase.Sdk.Frames;

using Xunit;

namespace TinyBase.Tests.Sdk;

/// <summary>The shapes of functions, and what becomes of what they return and throw.</summary>
public sealed class FunctionBindingTests
{
    private enum Size
    {
        Small,
        ExtraLarge,
    }

    private sealed record Point(int X, int Y);

    private sealed record Order(Guid Id, Size Size, DateOnly Day, List<Point> Points, string? Note = null);

    private sealed class Plain
    {
        public required string FirstName { get; set; }

        [JsonPropertyName("kind-of")]
        public string Kind { get; set; } = "none";
    }

    [Fact]
    public async Task Numbers_are_bound_by_name() =>
        (await Calling.Result([Function("add")] (int x, int y) => x + y, """{"x": 1, "y": 2}""")).ShouldBe("3");

    [Fact]
    public async Task A_default_and_null_stand_for_what_is_absent() =>
        (await Calling.Result([Function("f")] (string? name, int count = 3, Size size = Size.ExtraLarge) => $"{name ?? "nobody"} {count} {size}", "{}"))
            .ShouldBe("\"nobody 3 ExtraLarge\"");

    [Fact]
    public async Task A_record_takes_the_whole_input()
    {
        const string Input = """
            {"id": "0199c0de-0000-7000-8000-000000000001", "size": "extra_large", "day": "2026-01-31", "points": [{"x": 1, "y": 2}], "unknown": 1}
            """;
        (await Calling.Result([Function("f")] (Order order) => order, Input)).ShouldBe(
            """{"id":"0199c0de-0000-7000-8000-000000000001","size":"extra_large","day":"2026-01-31","points":[{"x":1,"y":2}],"note":null}""");
    }

    [Fact]
    public async Task A_class_is_read_and_written_under_its_names() =>
        (await Calling.Result([Function("f")] (Plain plain) => plain, """{"first_name": "Ada", "kind-of": "some"}""")).ShouldBe("""{"first_name":"Ada","kind-of":"some"}""");

    [Fact]
    public async Task A_list_is_bound_by_name_since_the_input_is_an_object() =>
        (await Calling.Result([Function("f")] (List<int> numbers) => numbers.Sum(), """{"numbers": [1, 2, 3]}""")).ShouldBe("6");

    [Fact]
    public async Task Records_beside_others_are_bound_by_name() =>
        (await Calling.Result([Function("f")] (Point from, Point to) => to.X - from.X, """{"from": {"x": 1, "y": 1}, "to": {"x": 5, "y": 1}}""")).ShouldBe("4");

    [Fact]
    public async Task Json_is_taken_as_it_is()
    {
        const string Input = """{"a":[1,{"b":null}]}""";
        (await Calling.Result([Function("f")] (JsonElement json) => json, Input)).ShouldBe(Input);
        (await Calling.Result([Function("f")] (JsonNode json) => json, Input)).ShouldBe(Input);
        (await Calling.Result([Function("f")] (JsonObject json) => json, Input)).ShouldBe(Input);
        (await Calling.Result([Function("f")] (JsonElement one, int two) => one, """{"one": [true], "two": 2}""")).ShouldBe("[true]");
        (await Calling.Result([Function("f")] (Dictionary<string, int> counts) => counts["a"], """{"a": 1}""")).ShouldBe("1");
    }

    [Fact]
    public async Task Context_and_cancellation_stand_anywhere() =>
        (await Calling.Result([Function("f")] (int x, CancellationToken cancel, FunctionContext ctx, int y) => $"{ctx.Name} {x + y} {cancel.CanBeCanceled}", """{"x": 1, "y": 2}"""))
            .ShouldBe("\"tested 3 False\"");

    [Fact]
    public async Task A_function_without_input_ignores_it() => (await Calling.Result([Function("f")] () => 1, """{"x": 1}""")).ShouldBe("1");

    [Fact]
    public async Task Every_way_to_return_is_waited_for()
    {
        (await Calling.Result([Function("f")] () => { }, "{}")).ShouldBe("null");
        (await Calling.Result([Function("f")] async () => await Task.Yield(), "{}")).ShouldBe("null");
        (await Calling.Result([Function("f")] async ValueTask () => await Task.Yield(), "{}")).ShouldBe("null");
        (await Calling.Result([Function("f")] async () => { await Task.Yield(); return 1; }, "{}")).ShouldBe("1");
        (await Calling.Result([Function("f")] async ValueTask<int?> () => { await Task.Yield(); return null; }, "{}")).ShouldBe("null");
        (await Calling.Result([Function("f")] () => (IEnumerable<string>)["é"], "{}")).ShouldBe("""["é"]""");
    }

    [Fact]
    public async Task What_a_function_throws_is_how_the_call_ended()
    {
        var failed = (await Calling.Call([Function("f")] int () => throw new ArithmeticException("no"), "{}")).ShouldBeOfType<FunctionOutcome.Failed>();
        failed.ErrorType.ShouldBe("ArithmeticException");
        failed.ErrorMessage.ShouldBe("no");
        failed.Stack.ShouldNotBeNull().ShouldContain(nameof(What_a_function_throws_is_how_the_call_ended));
        var later = await Calling.Call([Function("f")] async () => { await Task.Yield(); throw new ArithmeticException("no"); }, "{}");
        later.ShouldBeOfType<FunctionOutcome.Failed>().ErrorType.ShouldBe("ArithmeticException");
    }

    [Fact]
    public async Task A_function_that_gives_up_when_its_time_is_up_has_timed_out()
    {
        using var timeUp = new CancellationTokenSource();
        var context = Calling.Context(timeUp.Token);
        var call = FunctionBinding.Create([Function("f")] async (CancellationToken cancel) => await Task.Delay(Timeout.Infinite, cancel))
            .Invoke(context, "{}"u8.ToArray(), null, context.Cancel);
        await timeUp.CancelAsync();
        (await call).ShouldBeOfType<FunctionOutcome.Failed>().ErrorType.ShouldBe("TimeoutError");
    }

    [Fact]
    public async Task A_result_with_a_number_that_json_has_not_fails_the_call_and_says_which_and_where()
    {
        await Fails([Function("f")] () => double.NaN, "NaN");
        await Fails([Function("f")] () => new Reading("a", [1, float.NegativeInfinity]), "-Infinity at $.Values");
        await Fails([Function("f")] () => new Dictionary<string, double?> { ["a"] = double.PositiveInfinity }, "Infinity");
        (await Calling.Call([Function("f")] () => Failing(), "{}")).ShouldBeOfType<FunctionOutcome.Failed>().ErrorMessage.ShouldBe("the author's own");

        static async Task Fails(Delegate function, string number)
        {
            var failed = (await Calling.Call(function, "{}")).ShouldBeOfType<FunctionOutcome.Failed>();
            failed.ErrorType.ShouldBe("ResultValueError");
            failed.ErrorMessage.ShouldBe($"The result has {number}, and JSON has no such number; return null or a text in its place");
        }

        static IEnumerable<double> Failing()
        {
            yield return 1;
            throw new ArgumentException("the author's own");
        }
    }

    [Fact]
    public async Task A_result_that_names_its_infinities_is_written_as_its_author_wants() =>
        (await Calling.Result([Function("f")] () => new Named([double.NaN, 1]), "{}")).ShouldBe("""{"values":["NaN",1]}""");

    [Fact]
    public async Task A_default_that_json_has_not_is_what_an_input_without_it_gets()
    {
        (await Calling.Result([Function("f")] (double x = double.NaN, Size size = (Size)7) => $"{x} {(int)size}", "{}")).ShouldBe("\"NaN 7\"");
        (await Calling.Result([Function("f")] (WithId n) => $"{n.Name} {n.Id == Guid.Empty} {n.At == default} {n.Ratio} {(int)n.Size!}", """{"name": "Ada"}"""))
            .ShouldBe("\"Ada True True Infinity 7\"");
        (await Calling.Result([Function("f")] (WithId n) => n.Id, """{"name": "Ada", "id": "0199c0de-0000-7000-8000-000000000001"}"""))
            .ShouldBe("\"0199c0de-0000-7000-8000-000000000001\"");
    }

    [Fact]
    public async Task A_result_beyond_a_frame_fails_the_call() =>
        (await Calling.Call([Function("f")] () => new byte[60 * 1024 * 1024], "{}")).ShouldBeOfType<FunctionOutcome.Failed>().ErrorType.ShouldBe("ResultSizeError");

    [Fact]
    public async Task Configuration_is_what_the_environment_has_for_functions() =>
        (await Calling.Result([Function("f")] (FunctionContext ctx) => $"{ctx.Config["SMTP_HOST"]} {ctx.Config["HOME"] ?? "-"} {string.Join(',', ctx.Config.Names)}", "{}"))
            .ShouldBe("\"mail - SMTP_HOST\"");

    [Fact]
    public async Task The_context_is_dead_after_the_call()
    {
        FunctionContext? kept = null;
        await Calling.Result([Function("f")] (FunctionContext ctx) => { kept = ctx; }, "{}");
        Should.Throw<InvalidOperationException>(() => kept!.Client).Message.ShouldContain("has ended");
        Should.Throw<InvalidOperationException>(() => kept!.Log).Message.ShouldContain("has ended");
    }

    [Fact]
    public async Task Services_fill_parameters_inside_an_app()
    {
        var services = new ServiceCollection().AddSingleton(new Plain { FirstName = "Ada" }).BuildServiceProvider();
        var method = typeof(InApp).GetMethod(nameof(InApp.Greet))!;
        var binding = FunctionBinding.Create(method, isService: type => type == typeof(Plain));
        Calling.Result(await binding.Invoke(Calling.Context(), """{"greeting": "Hello"}"""u8.ToArray(), services, default)).ShouldBe("\"Hello Ada\"");
        binding.Metadata.InputSchema!.Value.GetProperty("required").ToString().ShouldBe("""["greeting"]""");
    }

    [Fact]
    public void What_cannot_be_served_is_refused_with_the_reason()
    {
        Refusal(() => 1).ShouldContain("no [Function(\"name\")] attribute");
        Refusal([Function("no-name")] () => 1).ShouldContain("'no-name' cannot be the name");
        Refusal([Function("f")] async (int x) => await Task.Delay(x)).ShouldBe("");
        Refusal([Function("f")] (ref int x) => x).ShouldContain("'x' cannot be ref");
        Refusal([Function("f")] (Stream body) => 1).ShouldContain("parameter 'body' of type Stream cannot be read from JSON");
        Refusal([Function("f")] (IDisposable it) => 1).ShouldContain("'it'");
        Refusal([Function("f")] (FunctionContext a, FunctionContext b) => 1).ShouldContain("only one parameter can be a FunctionContext");
        Refusal([Function("f")] () => default(IAsyncEnumerable<int>)).ShouldContain("cannot be written as JSON");
        Refusal([Function("f")] (Handle handle) => 1).ShouldContain("cannot be read from JSON: 'pointer' of Handle: IntPtr is not data");
        Refusal([Function("f")] (List<Dictionary<string, Kind?>> kinds, int n) => 1).ShouldContain("'type' of Kind: Type is not data");
        Refusal([Function("f")] () => new Numbers(null!)).ShouldContain("cannot be written as JSON: 'all' of Numbers: IAsyncEnumerable`1 is not data");
        Refusal([Function("f")] (Numbers numbers) => 1).ShouldContain("'all' of Numbers");
        Refusal([Function("f")] (Owner owner) => 1).ShouldContain("'owned' of Owner: an interface or an abstract class cannot be made");
        Refusal([Function("f")] (Computed computed) => computed.Id).ShouldBe("");
        Refusal([Function("f")] () => default(Computed)).ShouldContain("'type' of Computed: Type is not data");
        Refusal([Function("f", TimeoutSeconds = -1)] () => 1).ShouldContain("TimeoutSeconds must be from 0 to 86400, not -1");
        Action asyncVoid = [Function("f")] async () => await Task.Yield();
        Refusal(asyncVoid).ShouldContain("return a Task");
        Refusal(Local).ShouldContain("The method Local has no");

        static int Local() => 1;
    }

    [Fact]
    public void Metadata_says_what_the_attribute_says()
    {
        var metadata = FunctionBinding.Create(
            [Function("f", Description = "Does", Auth = AuthLevel.Admin, Tags = ["a"], TimeoutSeconds = 1.5, RunAs = RunAs.System, MaxConcurrency = 2, KeepsPayload = true)]
            async () => await Task.Yield()).Metadata;
        Encoding.UTF8.GetString(FrameCodec.Write(metadata)).ShouldBe(
            """{"name":"f","description":"Does","auth":"admin","tags":["a"],"timeout_seconds":1.5,"run_as":"system","max_concurrency":2,"keeps_payload":true,"input_schema":null,"output_schema":null,"is_async":true,"schedules":[],"protocol":1,"sdk_version":"1.0.0"}""");
    }

    [Fact]
    public void What_cannot_be_described_is_refused_with_what_to_do_instead()
    {
        Refusal([Function("big")] (BigInteger n) => 1).ShouldContain("take long, Int128, decimal or a string");
        Refusal([Function("big")] (int n) => BigInteger.One).ShouldContain("take long, Int128, decimal or a string");
        Refusal([Function("big")] (WithBig n) => 1).ShouldContain("take long, Int128, decimal or a string");
    }

    private static string Refusal(Delegate function)
    {
        try
        {
            FunctionBinding.Create(function);
            return "";
        }
        catch (UnsupportedFunctionException e)
        {
            return e.Message;
        }
    }

    private sealed record WithBig(BigInteger N);

    private sealed record Handle(nint? Pointer);

    private sealed record Kind(Type? Type = null);

    private sealed record Numbers(IAsyncEnumerable<int> All);

    private sealed record Owner(IDisposable? Owned = null);

    private readonly record struct Computed(int Id)
    {
        public Type Type => Id.GetType();
    }

    private sealed record WithId(
        string Name, Guid Id = default, DateTime At = default, double Ratio = double.PositiveInfinity, Size? Size = (Size)7, Point? Where = null);

    private sealed record Reading(string Name, List<float> Values);

    private sealed record Named([property: JsonNumberHandling(JsonNumberHandling.AllowNamedFloatingPointLiterals)] List<double> Values);

    private sealed class InApp(Plain plain)
    {
        [Function("greet")]
        public string Greet(string greeting, Plain again) => $"{greeting} {(again == plain ? plain.FirstName : "?")}";
    }
}
