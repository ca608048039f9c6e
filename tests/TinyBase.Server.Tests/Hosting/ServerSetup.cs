using Microsoft.AspNetCore.Builder;

using TinyBase.Configuration;
using TinyBase.Hosting;

namespace TinyBase.Server.Tests.Hosting;

/// <summary>What a test server has that the usual one has not.</summary>
public sealed record ServerSetup
{
    public Action<TinyBaseOptions> Options { get; init; } = _ => { };

    /// <summary>Runs before TinyBase is added, as the code of a host app may.</summary>
    public Action<WebApplicationBuilder> Services { get; init; } = _ => { };

    /// <summary>Extends TinyBase, as the code of a host app may.</summary>
    public Action<TinyBaseBuilder> Extend { get; init; } = _ => { };

    /// <summary>Maps TinyBase, and whatever else the app has.</summary>
    public Action<WebApplication> Map { get; init; } = app => app.MapTinyBase().MapTinyBaseUnknownPaths();

    /// <summary>Where TinyBase is mapped, such as <c>/backend</c>.</summary>
    public string Prefix { get; init; } = "";

    /// <summary>Whether there are to be no users, not even the test's admin.</summary>
    public bool IsEmpty { get; init; }

    /// <summary>A folder to work on, which is then the test's to delete; null for a new one.</summary>
    public string? Root { get; init; }
}
