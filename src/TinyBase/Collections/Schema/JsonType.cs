using System.Text.Json;

namespace TinyBase.Collections.Schema;

/// <summary>A type whose values are kept as compact JSON text.</summary>
/// <param name="name">The canonical name in a schema.</param>
/// <param name="empty">The JSON of its empty value.</param>
internal abstract class JsonType(string name, ReadOnlySpan<byte> empty) : FieldType(name, ColumnType.Text)
{
    public override bool IsJson => true;

    public override FieldValue Empty { get; } = FieldValue.FromText(empty.ToArray());

    public override bool Supports(RuleKind kind) => kind == RuleKind.Length;

    public override int Length(in FieldValue value) => JsonCompactor.Count(value.Utf8.Span);

    public override void WriteJson(in FieldValue value, Utf8JsonWriter writer) =>
        writer.WriteRawValue(value.Utf8.Span, skipInputValidation: true);
}
