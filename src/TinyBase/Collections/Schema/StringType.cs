using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Unicode;

namespace TinyBase.Collections.Schema;

/// <summary>Text. Only JSON strings fit; nothing else is turned into text.</summary>
/// <param name="name">The name in a schema: <c>string</c>, or <c>text</c> where long ones are expected.</param>
internal sealed class StringType(string name = "string") : ScalarType(name, ColumnType.Text)
{
    /// <summary>The problem of what is no JSON string.</summary>
    public static readonly FieldProblem NotAString = new("string_type", "Input should be a valid string");

    /// <summary>The problem of a string that is not Unicode text: a lone surrogate, or broken UTF-8.</summary>
    public static readonly FieldProblem NotUnicode =
        new("string_unicode", "Input should be a valid string, unable to parse raw data as a unicode string");

    public override FieldProblem WrongType => NotAString;

    public override int ItemGrowth => 0;

    public override bool Supports(RuleKind kind) => kind is RuleKind.Length or RuleKind.Pattern;

    public override bool TryCoerce(
        JsonElement value, ValueArena arena, out FieldValue result, [NotNullWhen(false)] out FieldProblem? problem)
    {
        result = default;
        if (value.ValueKind != JsonValueKind.String)
        {
            problem = NotAString;
            return false;
        }

        var raw = JsonText.Content(value);
        if (!Utf8.IsValid(raw) || !JsonText.TryDecode(raw, arena.Reserve(raw.Length), TextForm.Plain, out var written))
        {
            problem = NotUnicode;
            return false;
        }

        result = arena.Commit(written);
        problem = null;
        return true;
    }

    public override bool TryWriteItem(
        JsonElement item, Span<byte> destination, out int written, [NotNullWhen(false)] out FieldProblem? problem)
    {
        written = 0;
        if (item.ValueKind != JsonValueKind.String)
        {
            problem = NotAString;
            return false;
        }

        var raw = JsonText.Content(item);
        if (!Utf8.IsValid(raw) || !JsonText.TryDecode(raw, destination[1..], TextForm.Json, out var length))
        {
            problem = NotUnicode;
            return false;
        }

        destination[0] = (byte)'"';
        destination[length + 1] = (byte)'"';
        written = length + 2;
        problem = null;
        return true;
    }

    public override int Length(in FieldValue value)
    {
        // Every code point has exactly one byte that does not continue another.
        var count = 0;
        foreach (var unit in value.Utf8.Span)
        {
            count += (unit & 0xC0) != 0x80 ? 1 : 0;
        }

        return count;
    }

    public override void WriteJson(in FieldValue value, Utf8JsonWriter writer) => writer.WriteStringValue(value.Utf8.Span);
}
