using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Full;

/// <summary>Endpoints that do what they should not.</summary>
internal static class Misbehaviour
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var endpoints = routes.MapGroup("/bad").AllowAnonymous();
        endpoints.MapGet("/throws", string () => throw new InvalidOperationException("internal detail"));
        endpoints.MapGet("/hangs", async () => await Task.Delay(Timeout.Infinite));
        endpoints.MapGet("/blocks", (HttpContext context) =>
        {
            // Longer than anybody waits, and deaf.
            Thread.Sleep(TimeSpan.FromSeconds(3));
            return context.Response.WriteAsync("too late", CancellationToken.None);
        });
        endpoints.MapGet("/breaks-off", async (HttpContext context) =>
        {
            await context.Response.WriteAsync("half", CancellationToken.None);
            await context.Response.Body.FlushAsync(CancellationToken.None);
            throw new InvalidOperationException("internal detail");
        });
        endpoints.MapGet("/teapot", () => Results.StatusCode(StatusCodes.Status418ImATeapot));
        endpoints.MapPost("/reads", async (HttpRequest request, CancellationToken cancel) =>
        {
            using var all = new MemoryStream();
            await request.Body.CopyToAsync(all, cancel);
            return all.Length;
        });
        endpoints.MapPost("/blocks-on-body", async (HttpRequest request, CancellationToken cancel) =>
        {
            // The first part is waited for as it should be, the rest on the thread that brought the first.
            var part = new byte[1];
            await request.Body.ReadExactlyAsync(part, cancel);
            using var rest = new StreamReader(request.Body);
            return rest.ReadToEndAsync(cancel).GetAwaiter().GetResult().Length;
        });
    }
}
