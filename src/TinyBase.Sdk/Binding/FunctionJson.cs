using System.Numerics;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace TinyBase.Sdk.Binding;

/// <summary>How the types of functions are read and written.</summary>
internal static class FunctionJson
{
    /// <summary>For inputs, and for the schemas of both.</summary>
    public static JsonSerializerOptions Input { get; } = Options(strict: true);

    /// <summary>For results: a null that the author did not declare is the caller's to see, not a reason to lose the result.</summary>
    public static JsonSerializerOptions Output { get; } = Options(strict: false);

    private static JsonSerializerOptions Options(bool strict)
    {
        var options = new JsonSerializerOptions
        {
            PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
            RespectNullableAnnotations = strict,
            RespectRequiredConstructorParameters = true,
            AllowDuplicateProperties = false,
            AllowOutOfOrderMetadataProperties = true,
            // Those of tuples are all they have.
            IncludeFields = true,
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            TypeInfoResolver = new FunctionTypes { Modifiers = { Refuse } },
            Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false) },
        };
        options.MakeReadOnly();
        return options;
    }

    /// <summary>The serializer would take it for an object with properties such as <c>IsEven</c>.</summary>
    private static void Refuse(JsonTypeInfo type)
    {
        if (type.Type == typeof(BigInteger)) throw new NotSupportedException("a BigInteger is no JSON number; take long, Int128, decimal or a string");
    }
}
