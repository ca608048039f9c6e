using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;

namespace TinyBase.Collections.Schema;

/// <summary>All field types by the names a schema may use for them, in any case.</summary>
internal static class FieldTypes
{
    public static readonly StringType String = new();
    public static readonly IntegerType Integer = new();
    public static readonly FloatType Float = new();
    public static readonly BooleanType Boolean = new();
    public static readonly ListType List = new();
    public static readonly DictType Dict = new();
    public static readonly EmailType Email = new();

    private static readonly FrozenDictionary<string, FieldType> ByName = new Dictionary<string, FieldType>
    {
        ["string"] = String,
        ["text"] = new StringType("text"),
        ["int"] = Integer,
        ["integer"] = Integer,
        ["float"] = Float,
        ["number"] = Float,
        ["bool"] = Boolean,
        ["boolean"] = Boolean,
        ["date"] = new DateType(),
        ["datetime"] = new DateTimeType(),
        ["email"] = Email,
        ["url"] = new UrlType(),
        ["uuid"] = new UuidType(),
        ["list"] = List,
        ["list[string]"] = new TypedListType(String),
        ["list[int]"] = new TypedListType(Integer),
        ["list[float]"] = new TypedListType(Float),
        ["list[bool]"] = new TypedListType(Boolean),
        ["dict"] = Dict,
        ["object"] = Dict,
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>The types, each once and in the order of their documentation.</summary>
    public const string Names =
        "string, text, int, float, bool, date, datetime, email, url, uuid, enum, list, list[string], list[int], list[float], list[bool], dict";

    /// <summary>Finds a type that needs nothing but its name: any but <c>enum</c>.</summary>
    public static bool TryFind(string name, [NotNullWhen(true)] out FieldType? type) => ByName.TryGetValue(name, out type);
}
