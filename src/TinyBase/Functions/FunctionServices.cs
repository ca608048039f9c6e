using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

using TinyBase.Functions.Building;
using TinyBase.Functions.Callbacks;
using TinyBase.Functions.Calls;
using TinyBase.Functions.Sandboxing;
using TinyBase.Functions.Versions;
using TinyBase.Functions.Workers;

namespace TinyBase.Functions;

/// <summary>The services of functions.</summary>
internal static class FunctionServices
{
    public static void AddFunctionServices(this IServiceCollection services)
    {
        services.TryAddSingleton<IProcessSandbox, UnrestrictedProcess>();
        services.AddSingleton(_ => DotNet.Find());
        services.AddSingleton<FunctionCache>();
        services.AddSingleton<FunctionBuilder>();
        services.AddSingleton<FunctionCatalog>();
        services.AddSingleton<FunctionFiles>();
        services.AddSingleton<FunctionVersionStore>();
        services.AddSingleton<FunctionUploads>();
        services.AddSingleton<CallbackRequests>();
        services.AddSingleton<WorkerRequests>();
        services.AddSingleton<WorkerPool>();
        services.AddSingleton<FunctionCallStore>();
        services.AddSingleton<FunctionCalls>();
        services.AddSingleton<UserCalls>();
        services.AddHostedService<FunctionService>();
    }
}
