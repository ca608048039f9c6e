using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

using TinyBase.Sdk.Binding;

namespace TinyBase.Sdk.Schemas;

/// <summary>
/// Keeps out of schemas the defaults that JSON does not have: NaN, a number that no name of an enumeration stands for, <c>default</c> of a
/// structure. The exporter fails at such a default of a constructor's parameter, so it is shown the type without that member.
/// </summary>
internal static class SchemaDefaults
{
    /// <summary>What the exporter is to see.</summary>
    public static JsonSerializerOptions Exported { get; } = new(FunctionJson.Input)
    {
        TypeInfoResolver = FunctionJson.Input.TypeInfoResolver!.WithAddedModifier(Hide),
    };

    /// <summary>Writes a default as JSON.</summary>
    /// <returns>False if JSON does not have it.</returns>
    public static bool TryWrite(object? value, Type type, out JsonNode? json)
    {
        try
        {
            json = JsonSerializer.SerializeToNode(value, FunctionJson.Output.GetTypeInfo(type));
            return true;
        }
        catch (Exception error) when (error is JsonException or ArgumentException)
        {
            json = null;
            return false;
        }
    }

    /// <summary>Puts the members that the exporter did not see into the schema of their type, in their places.</summary>
    /// <param name="schema">What it made of the type.</param>
    /// <param name="describe">Describes a member.</param>
    public static void AddHidden(JsonObject schema, Type type, Func<JsonPropertyInfo, JsonNode> describe)
    {
        if (schema.ContainsKey("$ref") || schema.ContainsKey("anyOf") || FunctionJson.Input.GetTypeInfo(type) is not { Kind: JsonTypeInfoKind.Object } info) return;
        var members = info.Properties.ToList();
        foreach (var member in members.Where(IsHidden))
        {
            if (schema["properties"] is not JsonObject shown) schema["properties"] = shown = [];
            if (shown.ContainsKey(member.Name)) continue;
            var place = members.TakeWhile(other => other != member).Count(other => shown.ContainsKey(other.Name));
            shown.Insert(place, member.Name, describe(member));
        }
    }

    private static void Hide(JsonTypeInfo type)
    {
        if (type.Kind != JsonTypeInfoKind.Object) return;
        // Members know their parameters only once they are complete, which these are not yet.
        foreach (var hidden in FunctionJson.Input.GetTypeInfo(type.Type).Properties.Where(IsHidden))
        {
            var member = type.Properties.First(member => member.Name == hidden.Name);
            member.Get = null;
            member.Set = null;
        }
    }

    private static bool IsHidden(JsonPropertyInfo member) =>
        member.AssociatedParameter is { HasDefaultValue: true } parameter
        && (parameter.DefaultValue is not null || member.PropertyType.IsValueType)
        && !TryWrite(parameter.DefaultValue, member.PropertyType, out _);
}
