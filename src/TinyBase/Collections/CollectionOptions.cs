using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using TinyBase.Collections.Schema;

namespace TinyBase.Collections;

/// <summary>The options of a collection that the server acts on; others are kept with the collection and have no effect.</summary>
/// <param name="Access">Who may do what.</param>
/// <param name="RefuseUnknownFields">Whether undeclared fields of a wrapped body are refused; otherwise they are dropped.</param>
internal sealed record CollectionOptions(AccessRules Access, bool RefuseUnknownFields)
{
    /// <summary>The options of a collection that sets none.</summary>
    public static readonly CollectionOptions Default = new(AccessRules.Default, RefuseUnknownFields: false);

    /// <summary>Indexes over several fields.</summary>
    public ImmutableArray<IndexOption> Indexes { get; init; } = [];

    /// <summary>Reads the options as clients write them.</summary>
    /// <param name="options">Any JSON value; null means all defaults.</param>
    /// <param name="result">The options.</param>
    /// <param name="error">Where they are wrong, what was given and what would be right.</param>
    public static bool TryParse(
        JsonElement options, [NotNullWhen(true)] out CollectionOptions? result, [NotNullWhen(false)] out string? error)
    {
        result = null;
        error = null;
        if (options.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined)
        {
            result = Default;
            return true;
        }

        if (options.ValueKind != JsonValueKind.Object)
        {
            error = $"options must be an object, not {SchemaText.Show(options)}";
            return false;
        }

        error = SchemaText.FindUnwritable(options, prefix: "options.");
        if (error is not null)
        {
            return false;
        }

        _ = options.TryGetProperty("indexes"u8, out var indexes);
        _ = options.TryGetProperty("access"u8, out var access);
        if (!TryReadUnknownFields(options, out var refuse, out error)
            || !AccessRules.TryParse(access, out var rules, out error)
            || !IndexOption.TryParse(indexes, out var wanted, out error))
        {
            return false;
        }

        result = new CollectionOptions(rules, refuse) { Indexes = wanted };
        return true;
    }

    private static bool TryReadUnknownFields(JsonElement options, out bool refuse, [NotNullWhen(false)] out string? error)
    {
        _ = options.TryGetProperty("unknown_fields"u8, out var given);
        var text = given.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined ? "ignore" : SchemaText.TryRead(given);
        refuse = text == "refuse";
        error = text is "ignore" or "refuse"
            ? null
            : $"options.unknown_fields must be 'ignore' or 'refuse', not {SchemaText.Show(given)}";
        return error is null;
    }
}
