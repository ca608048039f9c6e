using System.Buffers;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Text.Json;

using TinyBase.Hosting;

namespace TinyBase.Collections.Schema;

/// <summary>How the fields of a record came in.</summary>
/// <param name="Location">Where in the request they are.</param>
/// <param name="RefuseUnknown">Whether fields that the schema does not declare are refused; otherwise they are dropped.</param>
internal sealed record RecordOrigin(ImmutableArray<object> Location, bool RefuseUnknown);

/// <summary>Turns the JSON of records into the values of their columns, in the order of the schema.</summary>
internal sealed class RecordValidator(CollectionSchema schema)
{
    /// <summary>Validates a new record.</summary>
    /// <param name="data">The record's fields.</param>
    /// <param name="origin">How they came in.</param>
    /// <param name="values">One value for each field of the schema.</param>
    /// <param name="errors">All that is wrong, up to <see cref="ValidationError.MaxCount"/>.</param>
    public bool TryCreate(
        JsonElement data, RecordOrigin origin, [NotNullWhen(true)] out FieldValue[]? values, out IReadOnlyList<ValidationError> errors)
    {
        values = new FieldValue[schema.Fields.Length];
        if (TryValidate(data, origin, stored: default, hasStored: false, arena: null, values, out errors)) return true;
        values = null;
        return false;
    }

    /// <summary>Validates a new record into memory that is there already, for those who have many.</summary>
    /// <param name="data">The record's fields.</param>
    /// <param name="origin">How they came in.</param>
    /// <param name="arena">Where texts are put.</param>
    /// <param name="values">Gets one value for each field of the schema.</param>
    /// <param name="errors">All that is wrong, up to <see cref="ValidationError.MaxCount"/>.</param>
    public bool TryCreate(
        JsonElement data, RecordOrigin origin, ValueArena arena, Span<FieldValue> values, out IReadOnlyList<ValidationError> errors) =>
        TryValidate(data, origin, stored: default, hasStored: false, arena, values, out errors);

    /// <summary>
    /// Merges changes over a stored record, field by field, and validates the whole result: the schema may have changed since
    /// it was stored.
    /// </summary>
    /// <param name="changes">The fields that change.</param>
    /// <param name="stored">The stored values, one for each field of the schema; null where a field had no value yet.</param>
    /// <param name="origin">How the changes came in.</param>
    /// <param name="values">One value for each field of the schema.</param>
    /// <param name="errors">All that is wrong, up to <see cref="ValidationError.MaxCount"/>.</param>
    public bool TryMerge(
        JsonElement changes,
        ReadOnlySpan<FieldValue> stored,
        RecordOrigin origin,
        [NotNullWhen(true)] out FieldValue[]? values,
        out IReadOnlyList<ValidationError> errors)
    {
        values = new FieldValue[schema.Fields.Length];
        if (TryValidate(changes, origin, stored, hasStored: true, arena: null, values, out errors)) return true;
        values = null;
        return false;
    }

    private bool TryValidate(
        JsonElement data,
        RecordOrigin origin,
        ReadOnlySpan<FieldValue> stored,
        bool hasStored,
        ValueArena? arena,
        Span<FieldValue> values,
        out IReadOnlyList<ValidationError> errors)
    {
        var found = new ErrorList(origin);
        if (data.ValueKind != JsonValueKind.Object)
        {
            found.Add(FieldTypes.Dict.WrongType, [], data);
            errors = found.Errors;
            return false;
        }

        var count = schema.Fields.Length;
        var given = ArrayPool<JsonElement>.Shared.Rent(count);
        given.AsSpan(0, count).Clear();
        try
        {
            var textBytes = Collect(data, given, out var hasUnknown);
            arena ??= new ValueArena(textBytes);
            for (var i = 0; i < count; i++)
            {
                var field = schema.Fields[i];
                var value = given[i];
                values[i] = value.ValueKind != JsonValueKind.Undefined ? Take(field, value, arena, ref found)
                    : hasStored ? Keep(field, stored[i], data, ref found)
                    : Fill(field, data, ref found);
            }

            if (hasUnknown && origin.RefuseUnknown)
            {
                RefuseUnknown(data, ref found);
            }
        }
        finally
        {
            // The elements would keep the document alive.
            given.AsSpan(0, count).Clear();
            ArrayPool<JsonElement>.Shared.Return(given);
        }

        errors = found.Errors;
        return errors.Count == 0;
    }

    /// <summary>Puts the given values in the order of the schema; of several with one name the last counts.</summary>
    /// <returns>About how many bytes their texts will take.</returns>
    private int Collect(JsonElement data, JsonElement[] given, out bool hasUnknown)
    {
        hasUnknown = false;
        var textBytes = 0;
        foreach (var property in data.EnumerateObject())
        {
            if (!TryFind(property, out var index))
            {
                hasUnknown = true;
                continue;
            }

            given[index] = property.Value;
            if (schema.Fields[index].Type.Column == ColumnType.Text)
            {
                textBytes += JsonMarshal.GetRawUtf8Value(property.Value).Length;
            }
        }

        return textBytes;
    }

    private bool TryFind(JsonProperty property, out int index) =>
        schema.TryFind(JsonText.Unescape(JsonMarshal.GetRawUtf8PropertyName(property)), out index);

    /// <summary>The value of a field that was given.</summary>
    private static FieldValue Take(FieldDefinition field, JsonElement given, ValueArena arena, ref ErrorList found)
    {
        if (given.ValueKind == JsonValueKind.Null && field.Nullable)
        {
            return FieldValue.Null;
        }

        if (field.TryTake(given, arena, out var value, out var problem))
        {
            return value;
        }

        found.Add(problem, [field.Name], given);
        return default;
    }

    /// <summary>The value of a field that is absent from a new record.</summary>
    private static FieldValue Fill(FieldDefinition field, JsonElement data, ref ErrorList found)
    {
        if (field.MustBeGiven)
        {
            found.Add(ErrorList.Missing, [field.Name], data);
        }

        return field.AbsentValue;
    }

    /// <summary>The value of a field that a change leaves as it is stored.</summary>
    private static FieldValue Keep(FieldDefinition field, in FieldValue stored, JsonElement changes, ref ErrorList found)
    {
        if (stored.IsNull)
        {
            return Fill(field, changes, ref found);
        }

        if (field.CheckStored(stored) is { } problem)
        {
            found.Add(problem with { Input = InputEcho.Of(field.Type, stored) }, [field.Name], default);
        }

        return stored;
    }

    private void RefuseUnknown(JsonElement data, ref ErrorList found)
    {
        foreach (var property in data.EnumerateObject())
        {
            if (!TryFind(property, out _))
            {
                var name = JsonText.Describe(JsonMarshal.GetRawUtf8PropertyName(property), ValidationError.MaxNameLength);
                found.Add(ErrorList.Unknown, [name], property.Value);
            }
        }
    }
}
