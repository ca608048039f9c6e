using System.Reflection;

using Microsoft.Extensions.DependencyInjection;

using TinyBase.Configuration;
using TinyBase.Functions.Callbacks;
using TinyBase.Hosting;
using TinyBase.Sdk.Binding;

namespace TinyBase.Functions.InProcess;

/// <summary>The functions of an assembly of the embedding app or of an extension: its methods with <see cref="FunctionAttribute"/>.</summary>
internal sealed class InProcessFunctions
{
    private const BindingFlags Any = BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    /// <summary>Finds them.</summary>
    /// <param name="assembly">Where they are.</param>
    /// <param name="services">Where the services that they are given come from.</param>
    /// <param name="callbacks">Answers the requests of their clients.</param>
    /// <param name="options">How large their results may be.</param>
    /// <param name="watch">Is told of their calls.</param>
    /// <exception cref="UnsupportedFunctionException">One cannot be served.</exception>
    public InProcessFunctions(Assembly assembly, IServiceProvider services, CallbackRequests callbacks, FunctionOptions options, ICallWatch watch)
    {
        var isService = services.GetRequiredService<IServiceProviderIsService>();
        var scopes = services.GetRequiredService<IServiceScopeFactory>();
        var clock = services.GetRequiredService<TimeProvider>();
        All =
        [
            .. assembly.GetTypes()
                .SelectMany(type => type.GetMethods(Any))
                .Where(method => method.IsDefined(typeof(FunctionAttribute), inherit: false))
                .Select(method => FunctionBinding.Create(method, isService: isService.IsService))
                .Select(binding => new ServedFunction(
                    binding.Metadata, new InProcessProgram(binding, scopes, callbacks, options, clock, watch), clock.GetUtcNow())),
        ];
    }

    /// <summary>The functions.</summary>
    public IReadOnlyList<ServedFunction> All { get; }
}
