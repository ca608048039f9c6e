using System.Globalization;
using System.Text.Json;

using Shouldly;

using TinyBase.Configuration.Toml;

using Xunit;

namespace TinyBase.Tests.Configuration;

public sealed class TomlConformanceTests
{
    [Fact]
    public void Every_valid_document_of_the_suite_reads_as_it_says()
    {
        var names = Listed("valid");
        var differences = new List<string>();
        foreach (var name in names)
        {
            using var expected = JsonDocument.Parse(TomlSuite.Json(name));
            try
            {
                if (Difference(TomlDocument.Parse(TomlSuite.Toml(name), name), expected.RootElement) is { } difference)
                    differences.Add($"{name}: {difference}");
            }
            catch (TomlException refused)
            {
                differences.Add(refused.Message);
            }
        }
        differences.ShouldBeEmpty();
    }

    [Fact]
    public void Every_invalid_document_of_the_suite_is_refused_with_line_and_column()
    {
        var accepted = new List<string>();
        foreach (var name in Listed("invalid"))
        {
            try
            {
                TomlDocument.Parse(TomlSuite.Toml(name), name);
                accepted.Add(name);
            }
            catch (TomlException refused)
            {
                refused.Position.Line.ShouldBeGreaterThanOrEqualTo(1, name);
                refused.Position.Column.ShouldBeGreaterThanOrEqualTo(1, name);
                refused.Message.ShouldStartWith($"{name}:{refused.Position.Line}:{refused.Position.Column}: ");
            }
        }
        accepted.ShouldBeEmpty();
    }

    private static IReadOnlyList<string> Listed(string kind)
    {
        var names = TomlSuite.Names(kind);
        if (names.Count == 0)
            Assert.Skip(TomlSuite.Absent);
        names.Count.ShouldBeGreaterThan(150);
        return names;
    }

    private static string? Difference(TomlValue actual, JsonElement expected)
    {
        if (expected.ValueKind == JsonValueKind.Array)
            return actual is TomlArray array ? DifferenceOfItems(array, expected) : $"{actual} is not an array";
        if (expected.TryGetProperty("type", out var type) && type.ValueKind == JsonValueKind.String)
            return IsSameScalar(actual, type.GetString()!, expected.GetProperty("value").GetString()!) ? null : $"{actual} is not {expected}";
        return actual is TomlTable table ? DifferenceOfEntries(table, expected) : $"{actual} is not a table";
    }

    private static string? DifferenceOfItems(TomlArray actual, JsonElement expected)
        => actual.Items.Count != expected.GetArrayLength()
            ? $"{actual.Items.Count} items instead of {expected.GetArrayLength()}"
            : actual.Items.Zip(expected.EnumerateArray(), Difference).FirstOrDefault(difference => difference is not null);

    private static string? DifferenceOfEntries(TomlTable actual, JsonElement expected)
    {
        if (!actual.Entries.Keys.ToHashSet().SetEquals(expected.EnumerateObject().Select(property => property.Name)))
            return $"the keys are {string.Join(", ", actual.Entries.Keys)}";
        return expected.EnumerateObject()
            .Select(property => Difference(actual.Entries[property.Name].Value, property.Value))
            .FirstOrDefault(difference => difference is not null);
    }

    private static bool IsSameScalar(TomlValue actual, string type, string value) => (type, actual) switch
    {
        ("string", TomlString read) => read.Value == value,
        ("integer", TomlInteger read) => read.Value == long.Parse(value, CultureInfo.InvariantCulture),
        ("float", TomlFloat read) => read.Value.Equals(Number(value)),
        ("bool", TomlBoolean read) => read.Value == bool.Parse(value),
        ("datetime", TomlOffsetDateTime read) => IsSameInstant(read, value),
        ("datetime-local", TomlLocalDateTime read) => read.Value == DateTime.Parse(value, CultureInfo.InvariantCulture),
        ("date-local", TomlLocalDate read) => read.Value == DateOnly.Parse(value, CultureInfo.InvariantCulture),
        ("time-local", TomlLocalTime read) => read.Value == TimeOnly.Parse(value, CultureInfo.InvariantCulture),
        _ => false,
    };

    private static bool IsSameInstant(TomlOffsetDateTime actual, string value)
    {
        var expected = DateTimeOffset.Parse(value, CultureInfo.InvariantCulture);
        return actual.Value == expected.DateTime && actual.Offset == expected.Offset;
    }

    private static double Number(string value) => value switch
    {
        "inf" => double.PositiveInfinity,
        "-inf" => double.NegativeInfinity,
        "nan" => double.NaN,
        _ => double.Parse(value, CultureInfo.InvariantCulture),
    };
}
