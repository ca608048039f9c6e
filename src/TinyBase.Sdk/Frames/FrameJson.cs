using System.Text.Json;
using System.Text.Json.Serialization;

using TinyBase.Sdk.Binding;

namespace TinyBase.Sdk.Frames;

/// <summary>Source-generated metadata of what frames carry.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    Converters =
    [
        typeof(SnakeCaseEnum<AuthLevel>),
        typeof(SnakeCaseEnum<RunAs>),
        typeof(SnakeCaseEnum<Trigger>),
        typeof(SnakeCaseEnum<LogLevelName>),
    ])]
[JsonSerializable(typeof(FunctionMetadata))]
[JsonSerializable(typeof(CallHead))]
[JsonSerializable(typeof(FailureMessage))]
[JsonSerializable(typeof(LogMessage))]
[JsonSerializable(typeof(RequestHead))]
[JsonSerializable(typeof(ResponseHead))]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(bool))]
[JsonSerializable(typeof(long))]
[JsonSerializable(typeof(double))]
[JsonSerializable(typeof(decimal))]
internal sealed partial class FrameJson : JsonSerializerContext;

/// <summary>Enumerations as text in snake_case.</summary>
internal sealed class SnakeCaseEnum<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false)
    where T : struct, Enum;
