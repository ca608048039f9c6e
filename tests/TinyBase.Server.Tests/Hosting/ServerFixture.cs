using TinyBase.Server.Tests.Hosting;

using Xunit;

[assembly: AssemblyFixture(typeof(ServerFixture))]

namespace TinyBase.Server.Tests.Hosting;

/// <summary>One server with default settings for all tests that need no other. Each test uses names and users of its own.</summary>
public sealed class ServerFixture : IAsyncLifetime
{
    public TestServer Server { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Server = await TestServer.Start();

    public ValueTask DisposeAsync() => Server.DisposeAsync();
}
