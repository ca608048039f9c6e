using System.ComponentModel.DataAnnotations;
using System.Text;
using System.Text.Json;

using Json.Schema;

using Shouldly;

using TinyBase.Sdk.Binding;

using Xunit;

namespace TinyBase.Tests.Sdk;

/// <summary>Schema and binder say the same: each value is given to each type, and is accepted by both or by neither.</summary>
public sealed class SchemaAgreementTests
{
    private static readonly string[] Values =
    [
        "null", "true", "false", "0", "1", "-1", "7", "2.5", "\"\"", "\"a\"", "\"abc\"", "\"A1\"", "\"small\"", "\"extra_large\"", "\"1\"",
        "\"2026-01-31\"", "\"2026-01-31T12:00:00Z\"", "\"2026-13-31\"", "\"0199c0de-0000-7000-8000-000000000001\"", "\"ada@example.org\"",
        "[]", "[1]", "[1, 2, 3]", "[\"a\"]", "[null]", "[[1]]", "{}", "{\"x\": 1}", "{\"x\": null}", "{\"x\": \"a\"}", "{\"x\": 1, \"y\": \"abc\"}",
        "{\"x\": 9, \"y\": \"abc\"}", "{\"x\": 1, \"y\": null}", "{\"a\": \"b\"}",
        "[{\"x\": 1}]", "[{\"x\": 9}]", "[{\"y\": \"a\"}]", "[null, {\"x\": 1}]", "{\"k\": {\"x\": 1}}", "{\"k\": {\"x\": 9}}", "{\"k\": {}}",
    ];

    private static readonly EvaluationOptions Strict = new() { RequireFormatValidation = true };

    private enum Size
    {
        Small,
        ExtraLarge,
    }

    private sealed record Parts([Range(1, 5)] int X, [StringLength(3, MinimumLength = 1)] string? Y = null);

    private record struct Place([Range(1, 5)] int X, [StringLength(3, MinimumLength = 1)] string? Y = null);

    private static Delegate[] Functions { get; } =
    [
        Of([Function("f")] (int v) => 1),
        Of([Function("f")] (int? v) => 1),
        Of([Function("f")] (int v = 1) => 1),
        Of([Function("f")] ([Range(1, 5)] long v) => 1),
        Of([Function("f")] ([Range(0.5, 5, MinimumIsExclusive = true)] double v) => 1),
        Of([Function("f")] (bool v) => 1),
        Of([Function("f")] (string v) => 1),
        Of([Function("f")] (string? v) => 1),
        Of([Function("f")] ([StringLength(2)] string v) => 1),
        Of([Function("f")] ([RegularExpression("[a-z]+")] string v) => 1),
        Of([Function("f")] (Size v) => 1),
        Of([Function("f")] (Size? v) => 1),
        Of([Function("f")] (Guid v) => 1),
        Of([Function("f")] (DateOnly v) => 1),
        Of([Function("f")] (List<int> v) => 1),
        Of([Function("f")] ([Length(1, 2)] int[] v) => 1),
        Of([Function("f")] (List<string> v) => 1),
        Of([Function("f")] (List<string?> v) => 1),
        Of([Function("f")] (Dictionary<string, string> v, int other = 0) => 1),
        Of([Function("f")] (Parts v, int other = 0) => 1),
        Of([Function("f")] (Parts? v, int other = 0) => 1),
        Of([Function("f")] (List<Parts> v) => 1),
        Of([Function("f")] (Place v, int other = 0) => 1),
        Of([Function("f")] (Place? v, int other = 0) => 1),
        Of([Function("f")] (List<Place> v) => 1),
        Of([Function("f")] (List<Place?> v) => 1),
        Of([Function("f")] (Dictionary<string, Place> v, int other = 0) => 1),
        Of([Function("f")] (JsonElement v, int other = 0) => 1),
    ];

    // An element that begins with an attribute would be read as a list.
    private static Delegate Of(Delegate function) => function;

    [Fact]
    public async Task A_value_is_accepted_by_both_or_by_neither()
    {
        var disagreements = new List<string>();
        foreach (var function in Functions)
        {
            var binding = FunctionBinding.Create(function);
            var schema = binding.Metadata.InputSchema.ShouldNotBeNull();
            var described = JsonSchema.FromText(schema.ToString());
            foreach (var input in Values.Select(value => $$"""{"v": {{value}}}""").Append("{}"))
            {
                var outcome = await binding.Invoke(Calling.Context(), Encoding.UTF8.GetBytes(input), null, default);
                var isBound = outcome is FunctionOutcome.Succeeded;
                var fits = described.Evaluate(JsonElement.Parse(input), Strict).IsValid;
                if (isBound != fits) disagreements.Add($"{schema}: {input} is {(isBound ? "bound" : "refused")}");
            }
        }

        string.Join('\n', disagreements).ShouldBe("");
    }
}
