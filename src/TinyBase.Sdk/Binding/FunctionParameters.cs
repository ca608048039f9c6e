using System.Reflection;

using Microsoft.Extensions.DependencyInjection;

namespace TinyBase.Sdk.Binding;

/// <summary>The parameters of a function by where their values come from: the call, the services, the input.</summary>
internal sealed class FunctionParameters
{
    private readonly List<ParameterInfo> _services = [];
    private int? _context;
    private int? _cancel;

    private FunctionParameters(int count, IReadOnlyList<InputParameter> inputs)
    {
        Count = count;
        Inputs = inputs;
        Binder = new InputBinder(inputs);
    }

    public int Count { get; }

    public IReadOnlyList<InputParameter> Inputs { get; }

    public InputBinder Binder { get; }

    /// <exception cref="UnsupportedFunctionException">A parameter comes from nowhere, or two take the same.</exception>
    public static FunctionParameters Of(MethodInfo method, string function, Func<Type, bool>? isService)
    {
        var parameters = method.GetParameters();
        var others = parameters.ToLookup(parameter => Source(parameter, isService));
        var inputs = others[From.Input].Select(parameter => new InputParameter(parameter, function)).ToList();
        if (inputs.GroupBy(input => input.Name).FirstOrDefault(same => same.Count() > 1) is { } clash)
        {
            throw new UnsupportedFunctionException($"Function '{function}': several parameters are named '{clash.Key}' in JSON");
        }

        var bound = new FunctionParameters(parameters.Length, inputs)
        {
            _context = Single(others[From.Context], function),
            _cancel = Single(others[From.Cancel], function),
        };
        bound._services.AddRange(others[From.Services]);
        return bound;
    }

    /// <summary>Fills the arguments that do not come from the input.</summary>
    public void Supply(object?[] arguments, FunctionContext context, IServiceProvider? services, CancellationToken cancel)
    {
        if (_context is { } contextAt) arguments[contextAt] = context;
        if (_cancel is { } cancelAt) arguments[cancelAt] = cancel;
        foreach (var parameter in _services)
        {
            arguments[parameter.Position] = parameter.HasDefaultValue
                ? services?.GetService(parameter.ParameterType)
                : (services ?? throw new InvalidOperationException("There are no services for this call")).GetRequiredService(parameter.ParameterType);
        }
    }

    private static From Source(ParameterInfo parameter, Func<Type, bool>? isService)
    {
        if (parameter.ParameterType == typeof(FunctionContext)) return From.Context;
        if (parameter.ParameterType == typeof(CancellationToken)) return From.Cancel;
        if (isService is null) return From.Input;
        return parameter.ParameterType == typeof(IServiceProvider) || isService(parameter.ParameterType) ? From.Services : From.Input;
    }

    private static int? Single(IEnumerable<ParameterInfo> parameters, string function)
    {
        var all = parameters.ToList();
        return all.Count > 1
            ? throw new UnsupportedFunctionException($"Function '{function}': only one parameter can be a {all[0].ParameterType.Name}")
            : all.FirstOrDefault()?.Position;
    }

    private enum From
    {
        Input,
        Context,
        Cancel,
        Services,
    }
}
