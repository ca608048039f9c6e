using System.Runtime.InteropServices;
using System.Text.Json;

using TinyBase.Sdk.Validation;

namespace TinyBase.Sdk.Binding;

/// <summary>Reads the input of a call into the parameters of the function, and checks it.</summary>
internal sealed class InputBinder
{
    private static readonly JsonDocumentOptions NoDuplicates = new() { AllowDuplicateProperties = false };

    private readonly AnnotationValidator _validator = new(FunctionJson.Input);
    private readonly SecretNames _secrets = new();
    private readonly IReadOnlyList<InputParameter> _parameters;

    public InputBinder(IReadOnlyList<InputParameter> parameters)
    {
        _parameters = parameters;
        foreach (var parameter in parameters) _secrets.Add(parameter.Name, MemberAttributes.Of(parameter.Parameter), parameter.TypeInfo);
    }

    /// <summary>Whether the one parameter takes the whole input; otherwise each takes the part of its name.</summary>
    public bool TakesWhole => _parameters is [{ IsObject: true }];

    /// <summary>Fills the arguments; the errors as a JSON array where the input does not fit, otherwise null.</summary>
    /// <param name="arguments">The arguments of the function, by the position of their parameters.</param>
    public byte[]? Read(ReadOnlyMemory<byte> json, object?[] arguments, IServiceProvider? services)
    {
        if (_parameters.Count == 0) return null;
        var errors = new InputErrors(_secrets);
        if (TakesWhole && TryReadWhole(json.Span, out var whole))
        {
            arguments[_parameters[0].Parameter.Position] = whole;
            Validate(whole, errors, services);
            if (errors.IsEmpty) return null;
        }

        return ReadSlowly(json, arguments, errors, services);
    }

    private bool TryReadWhole(ReadOnlySpan<byte> json, out object? value)
    {
        try
        {
            value = IsObject(json) ? JsonSerializer.Deserialize(json, _parameters[0].TypeInfo) : null;
            return value is not null && !LargeNumbers.AreIn(json);
        }
        catch (Exception error) when (Misfit.Is(error))
        {
            value = null;
            return false;
        }
    }

    /// <summary>Reads with the whole document at hand, which errors need in order to say what was given.</summary>
    private byte[]? ReadSlowly(ReadOnlyMemory<byte> json, object?[] arguments, InputErrors errors, IServiceProvider? services)
    {
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(json, NoDuplicates);
        }
        catch (JsonException e)
        {
            errors.Add(new Problem("json_invalid", "JSON decode error", Problem.One("error", e.Message)), InputPath.Body);
            return errors.Write(default);
        }

        using (document)
        {
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object) errors.Add(Problem.NotAnObject, InputPath.Body);
            else if (!TakesWhole) ReadNamed(root, arguments, errors, services);
            else if (errors.IsEmpty) ReadPart(root, _parameters[0], InputPath.Body, arguments, errors, services);
            return errors.IsEmpty ? null : errors.Write(root);
        }
    }

    private void Validate(object? whole, InputErrors errors, IServiceProvider? services) =>
        _validator.Check(_parameters[0].Rules, whole, whole, InputPath.Body, errors, services);

    private void ReadNamed(JsonElement root, object?[] arguments, InputErrors errors, IServiceProvider? services)
    {
        foreach (var parameter in _parameters)
        {
            var path = InputPath.Body.Name(parameter.Name);
            if (!root.TryGetProperty(parameter.Name, out var given))
            {
                if (parameter.IsRequired) errors.Add(Problem.Missing, path);
                arguments[parameter.Parameter.Position] = parameter.Default;
            }
            else
            {
                ReadPart(given, parameter, path, arguments, errors, services);
            }
        }
    }

    private void ReadPart(
        JsonElement given, InputParameter parameter, InputPath path, object?[] arguments, InputErrors errors, IServiceProvider? services)
    {
        if (!TryRead(given, parameter, path, errors, out var value)) return;
        arguments[parameter.Parameter.Position] = value;
        _validator.Check(parameter.Rules, value, value, path, errors, services);
    }

    private static bool TryRead(JsonElement given, InputParameter parameter, InputPath path, InputErrors errors, out object? value)
    {
        value = null;
        if (given.ValueKind == JsonValueKind.Null && parameter.IsNullable) return true;
        if (given.ValueKind == JsonValueKind.Null && !parameter.Parameter.ParameterType.IsValueType)
        {
            errors.Add(LeafProblem.Of(parameter.TypeInfo, given) ?? Problem.Value("null is not allowed"), path);
            return false;
        }

        try
        {
            value = JsonSerializer.Deserialize(given, parameter.TypeInfo);
            return !LargeNumbers.AreIn(JsonMarshal.GetRawUtf8Value(given)) || AreFinite(given, parameter, path, errors);
        }
        catch (Exception error) when (Misfit.Is(error))
        {
            CheckShape(given, parameter, path, errors);
            return false;
        }
    }

    private static bool AreFinite(JsonElement given, InputParameter parameter, InputPath path, InputErrors errors)
    {
        var before = errors.Count;
        new ShapeChecker(errors).Check(given, parameter.TypeInfo, path);
        return errors.Count == before;
    }

    private static void CheckShape(JsonElement given, InputParameter parameter, InputPath path, InputErrors errors)
    {
        new ShapeChecker(errors).Check(given, parameter.TypeInfo, path);
        if (errors.IsEmpty) errors.Add(Problem.Value("the value does not fit"), path);
    }

    private static bool IsObject(ReadOnlySpan<byte> json) => json.TrimStart(" \t\r\n"u8) is [(byte)'{', ..];
}
