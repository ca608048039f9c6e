using System.Security.Claims;

using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.DependencyInjection;

using TinyBase.Configuration;
using TinyBase.Hosting;

namespace TinyBase.Server.Tests.Hosting;

/// <summary>
/// An app with opinions of its own on everything: who may call, how JSON looks, how large a body is, what an error looks like.
/// TinyBase is a guest under <c>/backend</c>.
/// </summary>
public static class ForeignHost
{
    public const string Origin = "https://host.example";

    public static ServerSetup Setup { get; } = new()
    {
        Prefix = "/backend",
        Services = AddHost,
        Map = MapHost,
        Options = options => options.MapUser = MapUser,
    };

    private static HostUser? MapUser(ClaimsPrincipal principal) =>
        Guid.TryParse(principal.FindFirstValue(ClaimTypes.NameIdentifier), out var id)
            ? new HostUser(id, $"{id}@host.example", principal.IsInRole("boss"))
            : null;

    private static void AddHost(WebApplicationBuilder builder)
    {
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = 100);
        var services = builder.Services;
        services.AddAuthentication(HeaderAuthentication.Name)
            .AddScheme<AuthenticationSchemeOptions, HeaderAuthentication>(HeaderAuthentication.Name, null);
        services.AddAuthorizationBuilder()
            .SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
        services.ConfigureHttpJsonOptions(options =>
        {
            options.SerializerOptions.PropertyNamingPolicy = null;
            options.SerializerOptions.WriteIndented = true;
        });
        services.AddCors(options => options.AddDefaultPolicy(policy => policy.WithOrigins(Origin)));
        services.AddRateLimiter(options =>
        {
            options.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            options.AddFixedWindowLimiter("once", limiter => (limiter.PermitLimit, limiter.Window) = (1, TimeSpan.FromHours(1)));
        });
    }

    private static void MapHost(WebApplication app)
    {
        app.UseExceptionHandler(failed => failed.Run(context => context.Response.WriteAsync("the host's error page")));
        app.UseCors();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseRateLimiter();
        app.MapTinyBase("/backend");
        app.MapGet("/health", () => new { HostIsHealthy = true }).AllowAnonymous();
        app.MapGet("/api/collections", () => "the host's collections").AllowAnonymous();
        app.MapGet("/secret", () => "for users of the host");
        app.MapGet("/fails", IResult () => throw new InvalidOperationException("insides")).AllowAnonymous();
        app.MapGet("/limited", () => "once").AllowAnonymous().RequireRateLimiting("once");
        app.MapPost("/echo", async (HttpRequest request) =>
        {
            using var reader = new StreamReader(request.Body);
            return await reader.ReadToEndAsync();
        }).AllowAnonymous();
    }
}
