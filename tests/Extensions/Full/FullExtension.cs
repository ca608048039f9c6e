using System.Globalization;
using System.Reflection;

using Dapper;

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

using TinyBase;
using TinyBase.Client;

namespace Full;

/// <summary>Sets the extension up.</summary>
public sealed class FullExtension : IExtension
{
    /// <summary>How often it was set up since its code was loaded.</summary>
    private static int _starts;

    public void Configure(ExtensionBuilder extension)
    {
        ArgumentNullException.ThrowIfNull(extension);
        var starts = Interlocked.Increment(ref _starts);
        extension.Services.AddSingleton<Greeter>();
        extension.Services.AddScoped<PerRequest>();
        extension.MapEndpoints(routes =>
        {
            routes.MapGet("/hello", (Greeter greeter) => new Greeting(greeter.Greet("world"))).AllowAnonymous();
            routes.MapGet("/me", (HttpContext context) => new WhoCalls(context.User.UserId(), context.User.Identity?.Name, context.User.IsAdmin()));
            routes.MapGet("/secret", (IConfiguration settings) => new Greeting(settings["api_key"] ?? "none")).RequireAdmin();
            routes.MapPost("/echo", (Order order) => order);
            routes.MapGet("/path/{**rest}", (string rest, HttpRequest request) => new Greeting($"{request.PathBase} {request.Path} {rest}")).AllowAnonymous();
            routes.MapGet("/culture/{name}", (string name) => new Greeting($"{name} {1.5.ToString(CultureInfo.GetCultureInfo(name))}")).AllowAnonymous();
            routes.MapGet("/starts", () => starts).AllowAnonymous();
            routes.MapGet("/dapper", () => typeof(SqlMapper).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion).AllowAnonymous();
            routes.MapGet("/scoped", (PerRequest first, IServiceProvider services) => ReferenceEquals(first, services.GetRequiredService<PerRequest>())).AllowAnonymous();
            routes.MapPost("/collections/{name}", async (string name, TinyBaseClient client, CancellationToken cancel) =>
                (await client.Collections.CreateAsync(new NewCollection(name, name, new CollectionSchema(new Field("title"))), cancel)).Name).AllowAnonymous();
            routes.MapPost("/notes/{title}", async (string title, TinyBaseClient client, CancellationToken cancel) =>
                (await client.Collection("notes").CreateAsync(new() { ["title"] = title }, cancel)).Id).AllowAnonymous();
        });
        extension.MapEndpoints(Misbehaviour.Map);
    }
}

/// <summary>Greets as the settings say.</summary>
public sealed class Greeter(IConfiguration settings)
{
    public string Greet(string whom) => $"{settings["greeting"]}, {whom}{(settings.GetValue<bool>("loud") ? "!" : ".")}";
}

/// <summary>One for each request.</summary>
public sealed class PerRequest;

public sealed record Greeting(string Text);

public sealed record WhoCalls(Guid? UserId, string? Name, bool IsAdmin);

public sealed record Order(string ProductName, int Count);
