using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

using TinyBase.Extensions.Packages.Loading;
using TinyBase.Hosting;

namespace TinyBase.Extensions.Packages.Serving;

/// <summary>An endpoint of an extension, as it is listed.</summary>
/// <param name="Methods">Its methods; empty for any.</param>
/// <param name="Pattern">Its path below that of the extension.</param>
/// <param name="Access">Who may call it.</param>
internal sealed record MappedEndpoint(IReadOnlyList<string> Methods, string Pattern, string Access);

/// <summary>The endpoints of one running extension: its own routing, over its own services.</summary>
internal sealed class ExtensionEndpoints
{
    private readonly RequestDelegate _pipeline;

    private ExtensionEndpoints(RequestDelegate pipeline, IReadOnlyList<MappedEndpoint> all)
    {
        _pipeline = pipeline;
        All = all;
    }

    public IReadOnlyList<MappedEndpoint> All { get; }

    /// <summary>Maps endpoints.</summary>
    /// <exception cref="ExtensionLoadException">One asks for what is not there, or two answer the same.</exception>
    public static ExtensionEndpoints Map(IServiceProvider services, IReadOnlyList<Action<IEndpointRouteBuilder>> maps)
    {
        var app = new ApplicationBuilder(services);
        app.UseRouting();
        app.Use(next => context => Check(context, next));
        app.UseEndpoints(routes =>
        {
            foreach (var map in maps) map(routes);
        });
        app.Run(context => Answers.Problem(context, StatusCodes.Status404NotFound, "Not Found"));
        var pipeline = app.Build();
        var endpoints = services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().ToList();
        var all = endpoints.ConvertAll(Describe);
        return Clash(all) is { } clash ? throw new ExtensionLoadException(clash) : new ExtensionEndpoints(pipeline, all);
    }

    /// <summary>Answers a request.</summary>
    public Task Answer(HttpContext context) => _pipeline(context);

    private static MappedEndpoint Describe(RouteEndpoint endpoint)
    {
        var pattern = "/" + endpoint.RoutePattern.RawText?.TrimStart('/');
        if (endpoint.Metadata.GetMetadata<IAuthorizeData>() is not null || endpoint.Metadata.GetMetadata<ICorsMetadata>() is not null)
        {
            throw new ExtensionLoadException(
                $"The endpoint {pattern} uses authorization or CORS of ASP.NET Core, which extensions do not have. Say RequireUser(), RequireAdmin() or AllowAnonymous(); CORS is a setting of the server.");
        }

        return new MappedEndpoint(endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? [], pattern, AccessOf(endpoint) switch
        {
            null => "public",
            EndpointAccess.Admin => "admin",
            _ => "user",
        });
    }

    private static string? Clash(IReadOnlyList<MappedEndpoint> all) => all
        .SelectMany(endpoint => endpoint.Methods.DefaultIfEmpty("*"), (endpoint, method) => $"{method} {endpoint.Pattern}")
        .GroupBy(route => route, StringComparer.OrdinalIgnoreCase)
        .FirstOrDefault(same => same.Count() > 1) is { } clash ? $"Two of its endpoints answer {clash.Key}." : null;

    /// <summary>Who may call an endpoint, as said last; null for everybody.</summary>
    private static EndpointAccess? AccessOf(Endpoint endpoint)
    {
        for (var i = endpoint.Metadata.Count - 1; i >= 0; i--)
        {
            if (endpoint.Metadata[i] is IAllowAnonymous) return null;
            if (endpoint.Metadata[i] is EndpointAccessMetadata said) return said.Access;
        }

        return EndpointAccess.User;
    }

    private static Task Check(HttpContext context, RequestDelegate next)
    {
        // Routing has endpoints of its own, for a method that there is not.
        if (context.GetEndpoint() is not RouteEndpoint endpoint || AccessOf(endpoint) is not { } access) return next(context);
        var caller = context.Features.Get<ExtensionCaller>()!.Caller;
        if (caller.IsAnonymous) return Answers.NotAuthenticated(context);
        if (access == EndpointAccess.Admin && !caller.IsAdmin) return Answers.Problem(context, StatusCodes.Status403Forbidden, "Admin access required");
        return caller.Scopes is null ? next(context) : Answers.Problem(context, StatusCodes.Status403Forbidden, "The scopes of this token do not include extensions");
    }
}
