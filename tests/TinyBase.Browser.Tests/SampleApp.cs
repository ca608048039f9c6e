using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace TinyBase.Browser.Tests;

/// <summary>An app whose users sign in on the portal. It has another origin than the portal: the same port under another name.</summary>
internal static class SampleApp
{
    public static void Map(WebApplication app) =>
        app.MapGet("/app/{**path}", () => Results.Content("<!doctype html><title>The app</title><h1>Welcome to the app</h1>", "text/html"));

    /// <summary>Where it is.</summary>
    public static string AddressOf(AdminServer server) => $"http://localhost:{server.Url.Port}/app";
}
