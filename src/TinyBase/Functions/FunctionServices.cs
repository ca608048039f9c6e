using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

using TinyBase.Configuration;
using TinyBase.Functions.Building;
using TinyBase.Functions.Callbacks;
using TinyBase.Functions.Calls;
using TinyBase.Functions.Sandboxing;
using TinyBase.Functions.Versions;
using TinyBase.Functions.Workers;
using TinyBase.RequestLog;
using TinyBase.Storage;

namespace TinyBase.Functions;

/// <summary>The services of functions.</summary>
internal static class FunctionServices
{
    public static void AddFunctionServices(this IServiceCollection services)
    {
        services.TryAddSingleton(NewSandbox);
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

    private static IProcessSandbox NewSandbox(IServiceProvider provider)
    {
        var database = provider.GetRequiredService<Database>().Path;
        var root = provider.GetRequiredService<TinyBaseOptions>().Root ?? Directory.GetCurrentDirectory();
        return Sandbox.Create(Sandbox.Detect(), [database, database + ".key", database + SecretKey.Suffix, database + RequestFile.Suffix, database + ".control", Path.Join(root, "tinybase.toml")]);
    }
}
