using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace TinyBase.Client;

/// <summary>How types of the caller are read and written when they bring no metadata of their own.</summary>
[RequiresUnreferencedCode(Trimming)]
[RequiresDynamicCode(Trimming)]
internal static class ReflectionJson
{
    public const string Trimming = "Reads and writes the type by reflection. When trimming or compiling ahead of time, use the overload that takes a JsonTypeInfo.";

    // A null in a new record means "not given": the server then fills in the default of the field.
    private static readonly JsonSerializerOptions ForNew = Options(JsonIgnoreCondition.WhenWritingNull);

    // A null in a patch means "set to null".
    private static readonly JsonSerializerOptions ForPatch = Options(JsonIgnoreCondition.Never);

    public static JsonTypeInfo<T> Create<T>() => (JsonTypeInfo<T>)ForNew.GetTypeInfo(typeof(T));

    public static JsonTypeInfo Patch(Type type) => ForPatch.GetTypeInfo(type);

    private static JsonSerializerOptions Options(JsonIgnoreCondition nulls) => new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = nulls,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };
}
