using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;

namespace TinyBase.Collections.Schema;

/// <summary>One of a few texts.</summary>
internal sealed class EnumType : FieldType
{
    /// <summary>The most values that one may have.</summary>
    public const int MaxValues = 1000;

    private const string TypeName = "enum";
    private const int MaxShown = 20;

    private readonly FrozenSet<string> _values;

    public EnumType(ImmutableArray<string> values)
        : base(TypeName, ColumnType.Text)
    {
        Values = values;
        _values = values.ToFrozenSet(StringComparer.Ordinal);
        var expected = Expected(values);
        WrongType = new("enum", $"Input should be {expected}", new Dictionary<string, object?> { ["expected"] = expected });
    }

    /// <summary>The values in the order of the schema.</summary>
    public ImmutableArray<string> Values { get; }

    public override FieldProblem WrongType { get; }

    public static bool IsNamed(string name) => name.Equals(TypeName, StringComparison.OrdinalIgnoreCase);

    public override bool TryCoerce(
        JsonElement value, ValueArena arena, out FieldValue result, [NotNullWhen(false)] out FieldProblem? problem)
    {
        var fits = FieldTypes.String.TryCoerce(value, arena, out result, out _) && Has(result);
        problem = fits ? null : WrongType;
        return fits;
    }

    /// <summary>Whether a stored text is one of the values as they are now.</summary>
    public bool Has(in FieldValue text) => _values.Contains(Encoding.UTF8.GetString(text.Utf8.Span));

    public override void WriteJson(in FieldValue value, Utf8JsonWriter writer) => writer.WriteStringValue(value.Utf8.Span);

    private static string Expected(ImmutableArray<string> values)
    {
        var shown = values.Take(MaxShown).Select(value => $"'{value}'").ToList();
        if (values.Length > MaxShown)
        {
            return $"{string.Join(", ", shown)} or one of {values.Length - MaxShown} others";
        }

        return shown is [.., var last] && shown.Count > 1 ? $"{string.Join(", ", shown[..^1])} or {last}" : shown[0];
    }
}

/// <summary>Asks of a stored value whether it is still among those of its enum, which a change of the schema can take away.</summary>
internal sealed class EnumRule(EnumType type) : FieldRule
{
    public override bool Check(in FieldValue value, [NotNullWhen(false)] out FieldProblem? problem)
    {
        problem = type.Has(value) ? null : type.WrongType;
        return problem is null;
    }
}
