using System.Diagnostics.CodeAnalysis;

using Microsoft.Extensions.DependencyInjection;

namespace TinyBase.Hosting;

/// <summary>What <c>AddTinyBase</c> gives back, for extending the server.</summary>
public sealed class TinyBaseBuilder
{
    internal TinyBaseBuilder(IServiceCollection services) => Services = services;

    /// <summary>The services of the app.</summary>
    public IServiceCollection Services { get; }

    /// <summary>Adds a hook before every change of a record, made once with services from the app.</summary>
    /// <typeparam name="THook">The hook.</typeparam>
    /// <returns>This builder.</returns>
    public TinyBaseBuilder AddBeforeRecordChange<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] THook>()
        where THook : class, IBeforeRecordChange
    {
        Services.AddSingleton<IBeforeRecordChange, THook>();
        return this;
    }
}
