using System.Diagnostics.CodeAnalysis;

using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Template;

using TinyBase.Hosting;

namespace TinyBase.Functions.Callbacks;

/// <summary>Finds the endpoint for a path as the host's routing does: of those that fit, the one with the most literal pattern.</summary>
internal sealed class CallbackRoutes
{
    private readonly IReadOnlyList<Route> _routes;

    public CallbackRoutes(IEnumerable<IEndpoint> endpoints) => _routes =
    [
        .. endpoints
            .GroupBy(endpoint => endpoint.Operation.Pattern, StringComparer.Ordinal)
            .Select(path => new Route(TemplateParser.Parse(path.Key.TrimStart('/')), [.. path]))
            .OrderBy(route => RoutePrecedence.ComputeInbound(route.Template)),
    ];

    /// <summary>Finds it.</summary>
    /// <param name="context">The request, which gets the values of the path.</param>
    /// <param name="endpoint">The endpoint; null if there is the path without the method.</param>
    /// <param name="allowed">The methods of the path.</param>
    /// <returns>Whether there is such a path.</returns>
    public bool TryFind(HttpContext context, out IEndpoint? endpoint, [NotNullWhen(true)] out string? allowed)
    {
        foreach (var route in _routes)
        {
            var values = new RouteValueDictionary();
            if (!route.Matcher.TryMatch(context.Request.Path, values)) continue;
            context.Request.RouteValues = values;
            endpoint = route.Endpoints.FirstOrDefault(one => one.Operation.Methods.Contains(context.Request.Method));
            allowed = string.Join(", ", route.Endpoints.SelectMany(one => one.Operation.Methods).Order(StringComparer.Ordinal));
            return true;
        }

        (endpoint, allowed) = (null, null);
        return false;
    }

    private sealed record Route(RouteTemplate Template, IReadOnlyList<IEndpoint> Endpoints)
    {
        public TemplateMatcher Matcher { get; } = new(Template, []);
    }
}
