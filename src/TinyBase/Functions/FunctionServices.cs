using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

using TinyBase.Configuration;
using TinyBase.Extensions.Packages.Safety;
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
internal static partial class FunctionServices
{
    public static void AddFunctionServices(this IServiceCollection services)
    {
        services.TryAddSingleton(NewSandbox);
        services.TryAddSingleton(_ => DotNet.Find());
        services.AddSingleton<FunctionCache>();
        services.AddSingleton<BuiltFunctions>();
        services.AddSingleton<FunctionBuilder>();
        services.AddSingleton<FunctionCatalog>();
        services.AddSingleton<FunctionFiles>();
        services.AddSingleton<FunctionVersionStore>();
        services.AddSingleton<FunctionUploads>();
        services.AddSingleton<CallbackRequests>();
        services.AddSingleton<WorkerRequests>();
        services.AddSingleton<WorkerPool>();
        services.AddSingleton<FunctionCallStore>();
        services.AddSingleton<FunctionEvents>();
        services.AddSingleton<FunctionCalls>();
        services.AddSingleton<UserCalls>();
        services.AddHostedService<FunctionService>();
    }

    /// <summary>The sandbox that keeps functions from what is the server's own.</summary>
    public static IProcessSandbox NewSandbox(SandboxSupport support, string database, string root) =>
        Sandbox.Create(
            support,
            [database, database + ".key", database + SecretKey.Suffix, database + RequestFile.Suffix, database + ".control", database + ExtensionTraces.Suffix, Path.Join(root, "tinybase.toml")]);

    private static IProcessSandbox NewSandbox(IServiceProvider provider)
    {
        var support = Sandbox.Detect();
        var logger = provider.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(Sandbox));
        var level = support.GuardsFiles ? LogLevel.Debug : LogLevel.Warning;
        Log.Sandbox(logger, level, support);
        return NewSandbox(
            support,
            provider.GetRequiredService<Database>().Path,
            provider.GetRequiredService<TinyBaseOptions>().Root ?? Directory.GetCurrentDirectory());
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 6304, Message = "What keeps functions from the rest of the server: {Support}")]
        public static partial void Sandbox(ILogger logger, LogLevel level, SandboxSupport support);
    }
}
