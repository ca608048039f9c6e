using System.Collections.Immutable;
using System.Text.Json;

namespace TinyBase.Collections.Schema;

/// <summary>Reads the rules of one field: lengths, range and pattern.</summary>
internal readonly ref struct RuleParser(JsonElement field, string path, string name, FieldType type)
{
    /// <summary>Reads the rules; what is wrong and where, if they cannot be.</summary>
    public string? TryParse(out ImmutableArray<FieldRule> rules)
    {
        var read = ImmutableArray.CreateBuilder<FieldRule>();
        var error = ReadLengths(read) ?? ReadRange(read) ?? ReadPattern(read);
        if (type is EnumType values)
        {
            read.Add(new EnumRule(values));
        }

        rules = read.ToImmutable();
        return error;
    }

    private string? ReadLengths(ImmutableArray<FieldRule>.Builder rules)
    {
        int? most = null;
        var error = ReadLength("min_length", out var least) ?? ReadLength("max_length", out most);
        if (error is not null)
        {
            return error;
        }

        if (least > most)
        {
            return $"{path}.min_length must not be above max_length, but {least} is above {most}";
        }

        if (least is { } min)
        {
            rules.Add(new MinLengthRule(type, min));
        }

        if (most is { } max)
        {
            rules.Add(new MaxLengthRule(type, max));
        }

        return null;
    }

    private string? ReadLength(string key, out int? length)
    {
        length = null;
        if (!TryGet(key, out var given))
        {
            return null;
        }

        if (!type.Supports(RuleKind.Length))
        {
            return DoesNotApply(key, "strings, e-mail addresses, URLs, lists and dicts");
        }

        if (given.ValueKind != JsonValueKind.Number || !given.TryGetInt32(out var value) || value < 0)
        {
            return $"{path}.{key} must be a whole number from 0 to {int.MaxValue}, not {SchemaText.Show(given)}";
        }

        length = value;
        return null;
    }

    private string? ReadRange(ImmutableArray<FieldRule>.Builder rules)
    {
        FieldValue? most = null;
        var error = ReadLimit("min", out var least) ?? ReadLimit("max", out most);
        if (error is not null)
        {
            return error;
        }

        if (least is { } min)
        {
            rules.Add(new MinimumRule(min));
        }

        if (most is { } max)
        {
            rules.Add(new MaximumRule(max));
        }

        return least is { } low && most is { } high && RangeLimit.Compare(low, high) > 0
            ? $"{path}.min must not be above max, but {RangeLimit.Text(low)} is above {RangeLimit.Text(high)}"
            : null;
    }

    private string? ReadLimit(string key, out FieldValue? limit)
    {
        limit = null;
        if (!TryGet(key, out var given))
        {
            return null;
        }

        if (!type.Supports(RuleKind.Range))
        {
            return DoesNotApply(key, "numbers, dates and datetimes");
        }

        var kind = type.Column == ColumnType.Text ? JsonValueKind.String : JsonValueKind.Number;
        if (given.ValueKind != kind || !type.TryCoerce(given, new ValueArena(0), out var value, out _))
        {
            var expected = type switch
            {
                IntegerType => "a whole number within 64 bits",
                FloatType => "a finite number",
                _ => $"a {type.Name}",
            };
            return $"{path}.{key} must be {expected}, as '{name}' is of type '{type.Name}', "
                + $"not {SchemaText.Show(given)}";
        }

        limit = value;
        return null;
    }

    private string? ReadPattern(ImmutableArray<FieldRule>.Builder rules)
    {
        if (!TryGet("pattern", out var given))
        {
            return null;
        }

        if (!type.Supports(RuleKind.Pattern))
        {
            return DoesNotApply("pattern", "strings, e-mail addresses and URLs");
        }

        if (SchemaText.TryRead(given) is not { } pattern)
        {
            return $"{path}.pattern must be a string, not {SchemaText.Show(given)}";
        }

        if (!PatternRule.TryCreate(pattern, out var rule, out var reason))
        {
            return $"{path}.pattern {SchemaText.Show(given)} is not a usable regular expression: {reason}";
        }

        rules.Add(rule);
        return null;
    }

    private bool TryGet(string key, out JsonElement value) =>
        field.TryGetProperty(key, out value) && value.ValueKind != JsonValueKind.Null;

    private string DoesNotApply(string key, string applicable) =>
        $"{path}.{key} does not apply to '{name}' of type '{type.Name}', only to {applicable}";
}
