using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace TinyBase.Browser.Tests;

/// <summary>A webhook whose receiver takes what it is sent, and one whose receiver is gone.</summary>
internal static class SampleWebhooks
{
    /// <summary>Answers each request with the status that its address names.</summary>
    public static void MapReceiver(WebApplication app) =>
        app.MapPost("/receiver/{status:int}", (int status) => Results.Text(status < 300 ? "Thank you" : "Nobody lives here any more", statusCode: status));

    public static async Task AddTo(AdminServer server)
    {
        await server.Post("admin/webhooks", $$"""{"name": "Shop", "url": "{{server.Receiver}}/200", "events": ["function.complete"], "filter": "price_order", "headers": {"Authorization": "Bearer abc"} }""");
        await server.Post("admin/webhooks", $$"""{"name": "A shop that closed long ago", "url": "{{server.Receiver}}/410", "events": ["function.call", "record.*", "user.login", "collection.change"], "filter": "always_fails"}""");
    }
}
