using System.Diagnostics.CodeAnalysis;
using System.Reflection;

using Microsoft.Extensions.DependencyInjection;

using TinyBase.Configuration;
using TinyBase.Functions.Callbacks;
using TinyBase.Functions.InProcess;

namespace TinyBase.Hosting;

/// <summary>Adds functions of the embedding app.</summary>
public static class TinyBaseFunctionsExtensions
{
    /// <summary>
    /// Serves the methods of an assembly that have <see cref="FunctionAttribute"/>, in this process. They are static, or of a class
    /// that is made with services of the app; a parameter whose type is a service of the app gets it.
    /// </summary>
    /// <param name="builder">What <c>AddTinyBase</c> gave back.</param>
    /// <param name="assembly">The assembly.</param>
    /// <returns>The same builder.</returns>
    [RequiresUnreferencedCode("Functions are found and called by reflection.")]
    [RequiresDynamicCode("Functions are found and called by reflection.")]
    public static TinyBaseBuilder AddFunctions(this TinyBaseBuilder builder, Assembly assembly)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(assembly);
        builder.Services.AddSingleton(services => new InProcessFunctions(
            assembly, services, services.GetRequiredService<CallbackRequests>(), services.GetRequiredService<TinyBaseOptions>().Functions, NoCallWatch.Instance));
        return builder;
    }
}
