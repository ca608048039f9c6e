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
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
            Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false) },
        };
        options.MakeReadOnly();
        return options;
    }
}
