using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

using TinyBase.Sdk.Validation;

namespace TinyBase.Sdk.Binding;

/// <summary>A parameter of a function that its input fills.</summary>
internal sealed class InputParameter
{
    private static readonly Type[] AnyObject = [typeof(JsonElement), typeof(JsonNode), typeof(JsonObject), typeof(JsonDocument), typeof(object)];

    public InputParameter(ParameterInfo parameter, string function)
    {
        Parameter = parameter;
        TypeInfo = ReadType(parameter, function);
        Name = parameter.GetCustomAttribute<JsonPropertyNameAttribute>()?.Name ?? JsonNamingPolicy.SnakeCaseLower.ConvertName(parameter.Name!);
        IsNullable = ParameterDefault.AllowsNull(parameter);
        Rules = MemberRules.Of(parameter, Name);
    }

    public ParameterInfo Parameter { get; }

    public JsonTypeInfo TypeInfo { get; }

    /// <summary>Its name in JSON.</summary>
    public string Name { get; }

    public bool IsNullable { get; }

    public bool IsRequired => !IsNullable && !Parameter.HasDefaultValue;

    public MemberRules Rules { get; }

    /// <summary>Whether its JSON is an object, so that it can take the whole input. Others need a name in it.</summary>
    public bool IsObject =>
        TypeInfo.Kind is JsonTypeInfoKind.Object or JsonTypeInfoKind.Dictionary || AnyObject.Contains(Parameter.ParameterType);

    /// <summary>What it is when the input does not have it.</summary>
    public object? Default => ParameterDefault.Of(Parameter);

    private static JsonTypeInfo ReadType(ParameterInfo parameter, string function)
    {
        var type = parameter.ParameterType;
        try
        {
            if (type.IsByRef || type.IsByRefLike || type.IsPointer || typeof(Delegate).IsAssignableFrom(type) || typeof(Stream).IsAssignableFrom(type))
            {
                throw new NotSupportedException("it is not data");
            }

            var info = FunctionJson.Input.GetTypeInfo(type);
            UnsupportedTypes.RefuseInput(info);
            return info;
        }
        catch (Exception e) when (e is NotSupportedException or InvalidOperationException)
        {
            throw new UnsupportedFunctionException(
                $"Function '{function}': parameter '{parameter.Name}' of type {type.Name} cannot be read from JSON: {e.Message}");
        }
    }
}
