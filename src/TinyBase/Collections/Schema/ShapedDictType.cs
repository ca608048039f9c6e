using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

using TinyBase.Hosting;

namespace TinyBase.Collections.Schema;

/// <summary>An object whose keys are declared (<c>properties</c>).</summary>
/// <param name="properties">The declared keys.</param>
/// <param name="refuseOthers">Whether other keys are refused; otherwise they are kept.</param>
internal sealed class ShapedDictType(ImmutableArray<FieldDefinition> properties, bool refuseOthers) : JsonType("dict", "{}"u8)
{
    private readonly FrozenDictionary<string, FieldDefinition> _byName =
        properties.ToFrozenDictionary(property => property.Name, StringComparer.Ordinal);

    /// <summary>The declared keys.</summary>
    public ImmutableArray<FieldDefinition> Properties { get; } = properties;

    /// <summary>Whether other keys are refused.</summary>
    public bool RefusesOthers { get; } = refuseOthers;

    public override FieldProblem WrongType => DictType.NotADict;

    public override bool TryCoerce(
        JsonElement value, ValueArena arena, out FieldValue result, [NotNullWhen(false)] out FieldProblem? problem)
    {
        result = default;
        problem = value.ValueKind == JsonValueKind.Object ? null : WrongType;
        NestedJson? opened = null;
        problem ??= NestedJson.TryOpen(value, out opened);
        if (problem is not null)
        {
            return false;
        }

        using var json = opened!;
        json.Writer.WriteStartObject();
        var given = new HashSet<string>(StringComparer.Ordinal);
        foreach (var property in value.EnumerateObject())
        {
            var raw = JsonMarshal.GetRawUtf8PropertyName(property);
            var name = Encoding.UTF8.GetString(JsonText.Unescape(raw));
            given.Add(name);
            if (_byName.TryGetValue(name, out var declared))
            {
                json.Writer.WritePropertyName(name);
                json.Write(declared, name, property.Value);
            }
            else if (RefusesOthers)
            {
                json.Add(ErrorList.Unknown, JsonText.Describe(raw, ValidationError.MaxNameLength), property.Value);
            }
            else
            {
                json.Writer.WritePropertyName(name);
                json.Writer.WriteRawValue(JsonMarshal.GetRawUtf8Value(property.Value), skipInputValidation: true);
            }
        }

        foreach (var property in Properties.Where(property => !given.Contains(property.Name)))
        {
            Fill(json, property, value);
        }

        json.Writer.WriteEndObject();
        return json.TryFinish(arena, out result, out problem);
    }

    private static void Fill(NestedJson json, FieldDefinition property, JsonElement whole)
    {
        if (property.MustBeGiven)
        {
            json.Add(ErrorList.Missing, property.Name, whole);
        }
        else if (property.Default is { } value)
        {
            json.Writer.WritePropertyName(property.Name);
            property.Type.WriteJson(value, json.Writer);
        }
    }
}
