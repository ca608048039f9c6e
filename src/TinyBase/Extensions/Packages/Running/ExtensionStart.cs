using System.Reflection;

using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

using TinyBase.Configuration;
using TinyBase.Extensions.Hooks;
using TinyBase.Extensions.Packages.Loading;
using TinyBase.Extensions.Packages.Serving;
using TinyBase.Functions;
using TinyBase.Functions.Callbacks;
using TinyBase.Functions.InProcess;

namespace TinyBase.Extensions.Packages.Running;

/// <summary>Makes a running extension of loaded code. All of it is the extension's own code at work, which may throw and hang.</summary>
internal sealed class ExtensionStart(
    ExtensionServices common, HookRegistry hooks, HookLifetime lifetime, FunctionCatalog functions, CallbackRequests callbacks,
    TinyBaseOptions options, ILogger<RunningExtension> logger)
{
    /// <summary>Starts an extension, without publishing anything of it.</summary>
    /// <exception cref="Exception">Whatever it throws.</exception>
    public async Task<RunningExtension> Start(
        ExtensionManifest manifest, string folder, LoadedCode code, IConfiguration settings, ExtensionCalls calls, CancellationToken cancel)
    {
        var builder = new ExtensionBuilder(manifest.Name, folder, settings, common.For(manifest.Name, settings));
        await calls.Watch(() =>
        {
            if (code.EntryType is { } type) ((IExtension)Make(type)).Configure(builder);
            return ValueTask.FromResult(true);
        }).ConfigureAwait(false);
        var services = ((ServiceCollection)builder.Services).BuildServiceProvider(new ServiceProviderOptions { ValidateScopes = true });
        RunningExtension? running = null;
        try
        {
            running = new RunningExtension(manifest, services, calls, logger)
            {
                Endpoints = ExtensionEndpoints.Map(services, builder.Maps),
                Functions = Functions(manifest.Name, code, services, calls),
                Hooks = hooks.Make(manifest.Name, code.HookClasses, services, calls),
                Pages = ExtensionPages.Of(folder),
            };
            await running.StartHosted(cancel).ConfigureAwait(false);
            if (await lifetime.Begin(running.Hooks.Subscribers, cancel).ConfigureAwait(false) is { } failure) throw new ExtensionLoadException(failure);
            return running;
        }
        catch
        {
            if (running is not null) await running.DisposeAsync().ConfigureAwait(false);
            else await services.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>What an admin is told of an exception at the start.</summary>
    public static string Reason(Exception error) => error switch
    {
        TargetInvocationException { InnerException: { } inner } => Reason(inner),
        ExtensionLoadException or UnsupportedHookException or Sdk.Binding.UnsupportedFunctionException => error.Message,
        _ => $"It failed when it was started: {error.GetType().Name}: {error.Message}",
    };

    private List<ServedFunction> Functions(string extension, LoadedCode code, IServiceProvider services, ExtensionCalls calls)
    {
        var own = new InProcessFunctions(code.Assembly, services, callbacks, options.Functions, calls).All.Select(function => function with { Extension = extension }).ToList();
        if (own.GroupBy(function => function.Name).FirstOrDefault(same => same.Count() > 1) is { } twice)
        {
            throw new ExtensionLoadException($"It has two functions with the name '{twice.Key}'.");
        }

        return own.Find(function => functions.Find(function.Name) is not null) is { } taken ? throw Taken(taken.Name) : own;
    }

    /// <summary>The name of a function is taken.</summary>
    public ExtensionLoadException Taken(string name) => new($"{functions.OwnerOf(name)} has a function '{name}' already.");

    private static object Make(Type type) => Activator.CreateInstance(type, nonPublic: true)!;
}
