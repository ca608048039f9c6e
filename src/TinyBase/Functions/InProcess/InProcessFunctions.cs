using System.Reflection;

using Microsoft.Extensions.DependencyInjection;

using TinyBase.Functions.Callbacks;
using TinyBase.Sdk.Binding;

namespace TinyBase.Functions.InProcess;

/// <summary>The functions of an assembly of the embedding app: its methods with <see cref="FunctionAttribute"/>.</summary>
internal sealed class InProcessFunctions
{
    private const BindingFlags Any = BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    public InProcessFunctions(Assembly assembly, IServiceProvider services)
    {
        var isService = services.GetRequiredService<IServiceProviderIsService>();
        var scopes = services.GetRequiredService<IServiceScopeFactory>();
        var callbacks = services.GetRequiredService<CallbackRequests>();
        var clock = services.GetRequiredService<TimeProvider>();
        All =
        [
            .. assembly.GetTypes()
                .SelectMany(type => type.GetMethods(Any))
                .Where(method => method.IsDefined(typeof(FunctionAttribute), inherit: false))
                .Select(method => FunctionBinding.Create(method, isService: isService.IsService))
                .Select(binding => new ServedFunction(
                    binding.Metadata, new InProcessProgram(binding, scopes, callbacks, clock), clock.GetUtcNow())),
        ];
    }

    /// <summary>The functions.</summary>
    public IReadOnlyList<ServedFunction> All { get; }
}
