using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

using TinyBase.Sdk.Frames;
using TinyBase.Sdk.Schemas;

namespace TinyBase.Sdk.Binding;

/// <summary>A function that is ready to be called: what it says about itself, and how input becomes a result.</summary>
internal sealed class FunctionBinding
{
    private const int LongestText = 8 * 1024;

    private readonly MethodInfo _method;
    private readonly MethodInvoker _invoker;
    private readonly object? _target;
    private readonly FunctionParameters _parameters;
    private readonly ReturnValue _returned;
    private readonly JsonTypeInfo? _resultType;

    private FunctionBinding(MethodInfo method, object? target, FunctionAttribute attribute, FunctionParameters parameters)
    {
        _method = method;
        _invoker = MethodInvoker.Create(method);
        _target = target;
        _parameters = parameters;
        _returned = ReturnValue.Of(method);
        _resultType = FunctionRules.ResultType(attribute.Name, _returned.Type);
        Metadata = new FunctionMetadata
        {
            Name = attribute.Name,
            Description = attribute.Description,
            Auth = attribute.Auth,
            Tags = attribute.Tags,
            TimeoutSeconds = attribute.TimeoutSeconds > 0 ? attribute.TimeoutSeconds : null,
            RunAs = attribute.RunAs,
            MaxConcurrency = attribute.MaxConcurrency > 0 ? attribute.MaxConcurrency : null,
            KeepsPayload = attribute.KeepsPayload,
            InputSchema = FunctionSchemas.Input(parameters.Inputs, parameters.Binder.TakesWhole),
            OutputSchema = FunctionSchemas.Output(method.ReturnParameter, _returned.Type),
            IsAsync = _returned.IsAsync,
            Schedules = FunctionSchedule.Of(method, attribute.Name),
            Protocol = FrameFormat.Protocol,
            SdkVersion = SdkVersion.Text,
        };
    }

    /// <summary>What the function says about itself.</summary>
    public FunctionMetadata Metadata { get; }

    /// <exception cref="UnsupportedFunctionException">It cannot be served.</exception>
    public static FunctionBinding Create(Delegate function) => function.Method.IsStatic && function.Target is not null
        ? throw new UnsupportedFunctionException("Give Function.Run the method itself, not one that is bound to its first parameter")
        : Create(function.Method, function.Target);

    /// <param name="method">The method with the <see cref="FunctionAttribute"/>.</param>
    /// <param name="target">The object it is called on; null for a static method, and for one whose object comes from the services of a call.</param>
    /// <param name="isService">Which parameter types are services rather than input; null where there are none.</param>
    /// <exception cref="UnsupportedFunctionException">It cannot be served.</exception>
    public static FunctionBinding Create(MethodInfo method, object? target = null, Func<Type, bool>? isService = null)
    {
        var attribute = FunctionRules.Require(method);
        return new FunctionBinding(method, target, attribute, FunctionParameters.Of(method, attribute.Name, isService));
    }

    /// <summary>Calls the function. Whatever it throws becomes an outcome; the context ends with the call.</summary>
    /// <param name="inputUtf8">The input, a JSON object.</param>
    /// <param name="services">The services of the call; null where there are none.</param>
    public async ValueTask<FunctionOutcome> Invoke(
        FunctionContext context, ReadOnlyMemory<byte> inputUtf8, IServiceProvider? services, CancellationToken cancel)
    {
        try
        {
            var arguments = new object?[_parameters.Count];
            if (_parameters.Binder.Read(inputUtf8, arguments, services) is { } errors) return new FunctionOutcome.Invalid(errors);
            _parameters.Supply(arguments, context, services, cancel);
            var target = new CallTarget(_method, _target, services);
            await using var _ = target.ConfigureAwait(false);
            var returned = _invoker.Invoke(target.Instance, arguments.AsSpan());
            return new FunctionOutcome.Succeeded(Write(await _returned.Await(returned).ConfigureAwait(false), context.MaxResultBytes));
        }
        catch (OperationCanceledException) when (context.TimeUp.IsCancellationRequested)
        {
            return new FunctionOutcome.Failed("TimeoutError", "Function execution timeout");
        }
        catch (ResultSizeException e)
        {
            return new FunctionOutcome.Failed("ResultSizeError", e.Message);
        }
        catch (ResultValueException e)
        {
            return new FunctionOutcome.Failed("ResultValueError", e.Message);
        }
#pragma warning disable CA1031 // Whatever a function throws is how its call ended.
        catch (Exception thrown)
#pragma warning restore CA1031
        {
            return Failure(thrown is TargetInvocationException { InnerException: { } inner } ? inner : thrown);
        }
        finally
        {
            context.End();
        }
    }

    private ReadOnlyMemory<byte> Write(object? result, int maxBytes)
    {
        if (_resultType is null || result is null) return "null"u8.ToArray();
        var json = new ResultBuffer(maxBytes);
        using var writer = new Utf8JsonWriter(json, new JsonWriterOptions { Encoder = FunctionJson.Output.Encoder });
        ResultValueException? wrong = null;
        try
        {
            JsonSerializer.Serialize(writer, result, _resultType);
        }
        catch (ArgumentException) when ((wrong = ResultNumbers.Find(result, _resultType.Type)) is not null)
        {
            throw wrong;
        }

        writer.Flush();
        return json.Written;
    }

    private static FunctionOutcome.Failed Failure(Exception thrown) =>
        new(thrown.GetType().Name, Cut(TextOf(() => thrown.Message)), Cut(TextOf(thrown.ToString)));

    /// <summary>What an exception says of itself, which is code of its author too: it may say nothing, or throw.</summary>
    private static string TextOf(Func<string?> text)
    {
        try
        {
            return text() ?? string.Empty;
        }
#pragma warning disable CA1031 // The call has failed already, and how is to be told.
        catch (Exception e)
#pragma warning restore CA1031
        {
            return $"It does not say what happened, but throws {e.GetType().Name} when it is asked";
        }
    }

    private static string Cut(string text) => text.Length <= LongestText ? text : text[..LongestText] + "…";
}
