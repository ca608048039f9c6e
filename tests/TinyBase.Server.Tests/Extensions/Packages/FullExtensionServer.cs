using TinyBase.Server.Tests.Hosting;

using Xunit;

namespace TinyBase.Server.Tests.Extensions.Packages;

/// <summary>A server on which the extension with one of everything runs. None of its tests may stop that.</summary>
public sealed class FullExtensionServer : IAsyncLifetime
{
    public TestServer Server { get; private set; } = null!;

    /// <summary>The answer to its installation.</summary>
    public Answer Installed { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Server = await TestServer.Start(new ServerSetup { Options = options => options.Extensions.RequestTimeoutSeconds = 1 });
        Installed = await Server.Admin.Api.Install(TestPackage.Full());
        foreach (var collection in (string[])["notes", "copies"])
        {
            (await Server.Admin.Api.Post(
                "/api/collections",
                $$"""{"name": "{{collection}}", "label": "It", "schema": {"fields": [{"name": "title"}]}, "options": {"access": {"list": "public", "create": "public"} } }""")).Expect(201);
        }
    }

    public ValueTask DisposeAsync() => Server.DisposeAsync();
}
