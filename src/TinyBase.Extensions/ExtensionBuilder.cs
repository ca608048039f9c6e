using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace TinyBase;

/// <summary>An extension that is being started.</summary>
public sealed class ExtensionBuilder
{
    private readonly List<Action<IEndpointRouteBuilder>> _maps = [];

    internal ExtensionBuilder(string name, string folder, IConfiguration settings, IServiceCollection services)
    {
        Name = name;
        Folder = folder;
        Settings = settings;
        Services = services;
    }

    /// <summary>The name in its <c>extension.toml</c>.</summary>
    public string Name { get; }

    /// <summary>The folder in which it is installed. It is replaced as a whole by an update, so nothing is to be kept there.</summary>
    public string Folder { get; }

    /// <summary>
    /// The settings that its <c>extension.toml</c> declares, by their keys. Services get the same as <see cref="IConfiguration"/>. When an admin
    /// changes one, the extension is started anew.
    /// </summary>
    public IConfiguration Settings { get; }

    /// <summary>
    /// The services of the extension. They are its own, seen by nobody else. Loggers, <see cref="TimeProvider"/>, <c>IHttpClientFactory</c>, the
    /// settings, a <c>TinyBaseClient</c> with the rights of an admin and <see cref="IExtensionTables"/> are there already.
    /// </summary>
    public IServiceCollection Services { get; }

    /// <summary>
    /// Maps HTTP endpoints below <c>/api/ext/&lt;name&gt;/</c>. Each needs a login unless it says <c>AllowAnonymous()</c>, and an admin where it says
    /// <c>RequireAdmin()</c>.
    /// </summary>
    /// <param name="map">Maps them, with patterns such as <c>/rates/{currency}</c>.</param>
    public void MapEndpoints(Action<IEndpointRouteBuilder> map)
    {
        ArgumentNullException.ThrowIfNull(map);
        _maps.Add(map);
    }

    internal IReadOnlyList<Action<IEndpointRouteBuilder>> Maps => _maps;
}
