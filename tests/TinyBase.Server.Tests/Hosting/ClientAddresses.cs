using System.Net;
using System.Text;

using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

using TinyBase.Hosting;

namespace TinyBase.Server.Tests.Hosting;

/// <summary>Lets a test send requests from any address, on a server that limits addresses as by default.</summary>
public static class ClientAddresses
{
    private const string Header = "X-Test-Address";

    /// <summary>A server that takes the address from the test, and the time from a clock.</summary>
    public static ServerSetup Setup(TimeProvider clock) => new()
    {
        IsEmpty = true,
        Options = options => options.RateLimit.Enabled = true,
        Services = builder => builder.Services.AddSingleton(clock),
        Map = app =>
        {
            app.Use((context, next) =>
            {
                if (IPAddress.TryParse(context.Request.Headers[Header], out var address)) context.Connection.RemoteIpAddress = address;
                return next(context);
            });
            app.MapTinyBase().MapTinyBaseUnknownPaths();
        },
    };

    /// <summary>Posts JSON from an address.</summary>
    public static async Task<Answer> PostFrom(this ApiClient api, string address, string path, string json)
    {
        using var request = api.Request(HttpMethod.Post, path);
        request.Headers.Add(Header, address);
        request.Content = new StringContent(json, Encoding.UTF8, "application/json");
        return await api.Send(request);
    }
}
