using System.Globalization;
using System.Text.Json.Nodes;

namespace TinyBase.Server.Tests.Model;

/// <summary>A field of the modelled collection.</summary>
internal sealed record ModelField(string Name, string Type)
{
    public bool Required { get; init; }

    /// <summary>As JSON; null for none.</summary>
    public string? Default { get; init; }

    public int? Min { get; init; }

    public int? Max { get; init; }

    /// <summary>Those of an enum.</summary>
    public IReadOnlyList<string> Values { get; init; } = [];

    public bool Unique { get; init; }

    public bool Index { get; init; }

    public string? RenamedFrom { get; init; }

    public bool IsNumber => Type is "int" or "float";

    public bool MustBeGiven => Required && Default is null;

    public bool IsNullable => !Required && Default is null;

    /// <summary>What the field holds where nothing was given.</summary>
    public object? Absent => Default is not null && ModelValues.TryRead(Type, ModelValues.Parse(Default), out var value) ? value : null;

    /// <summary>Whether a value of the type keeps the rules.</summary>
    public bool Allows(object value) =>
        (Type != "enum" || Values.Contains(value))
        && (!IsNumber || (!(Convert.ToDouble(value, CultureInfo.InvariantCulture) < Min) && !(Convert.ToDouble(value, CultureInfo.InvariantCulture) > Max)));

    /// <summary>What a client's value becomes.</summary>
    /// <returns>False if it is refused.</returns>
    public bool TryTake(object? given, out object? value)
    {
        value = null;
        return given is null ? IsNullable : ModelValues.TryRead(Type, given, out value) && Allows(value!);
    }

    /// <summary>Whether its values have to be looked at to become those of another type.</summary>
    public bool IsConvertedTo(ModelField other) => Type != other.Type && !(Type is "string" or "text" && other.Type is "string" or "text");

    public JsonObject ToJson(bool stored)
    {
        var json = new JsonObject { ["name"] = Name, ["type"] = Type };
        if (Required) json["required"] = true;
        if (Default is not null) json["default"] = JsonNode.Parse(Default);
        if (Min is not null) json["min"] = Min;
        if (Max is not null) json["max"] = Max;
        if (Type == "enum") json["values"] = new JsonArray([.. Values.Select(value => JsonValue.Create(value))]);
        if (Unique) json["unique"] = true;
        if (Index) json["index"] = true;
        if (RenamedFrom is not null && !stored) json["renamed_from"] = RenamedFrom;
        return json;
    }
}
