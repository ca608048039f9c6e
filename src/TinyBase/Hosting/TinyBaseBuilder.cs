using Microsoft.Extensions.DependencyInjection;

namespace TinyBase.Hosting;

/// <summary>What <c>AddTinyBase</c> gives back, for extending the server.</summary>
public sealed class TinyBaseBuilder
{
    internal TinyBaseBuilder(IServiceCollection services) => Services = services;

    /// <summary>The services of the app.</summary>
    public IServiceCollection Services { get; }
}
