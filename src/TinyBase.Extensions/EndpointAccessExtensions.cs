using Microsoft.AspNetCore.Builder;

namespace TinyBase;

/// <summary>Says who may call an endpoint of an extension. <c>AllowAnonymous()</c> of ASP.NET Core opens it to everybody.</summary>
public static class EndpointAccessExtensions
{
    /// <summary>Only admins, and programs with the rights of one, may call it; others get a 401 or 403.</summary>
    /// <param name="endpoint">An endpoint or a group of them.</param>
    /// <typeparam name="T">The kind of builder.</typeparam>
    /// <returns>The same builder.</returns>
    public static T RequireAdmin<T>(this T endpoint)
        where T : IEndpointConventionBuilder => endpoint.Require(EndpointAccess.Admin);

    /// <summary>Only who is logged in may call it; others get a 401. That is the default, and takes back what a group around it says.</summary>
    /// <param name="endpoint">An endpoint or a group of them.</param>
    /// <typeparam name="T">The kind of builder.</typeparam>
    /// <returns>The same builder.</returns>
    public static T RequireUser<T>(this T endpoint)
        where T : IEndpointConventionBuilder => endpoint.Require(EndpointAccess.User);

    private static T Require<T>(this T endpoint, EndpointAccess access)
        where T : IEndpointConventionBuilder
    {
        endpoint.Add(builder => builder.Metadata.Add(new EndpointAccessMetadata(access)));
        return endpoint;
    }
}
