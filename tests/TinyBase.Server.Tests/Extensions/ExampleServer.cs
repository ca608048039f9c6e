using System.IO.Compression;

using TinyBase.Server.Tests.Hosting;

using Xunit;

namespace TinyBase.Server.Tests.Extensions;

/// <summary>A server with the extensions of <c>examples/extensions</c>, and what they talk to. They are built once for all tests.</summary>
public sealed class ExampleServer : IAsyncLifetime
{
    private static readonly string[] Examples = ["audit-trail", "currency-rates", "slack-notifications"];

    public TestServer Server { get; private set; } = null!;

    /// <summary>The channel that messages are sent to.</summary>
    public Receiver Channel { get; private set; } = null!;

    /// <summary>The service that knows the rates.</summary>
    public Receiver RateService { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Channel = await Receiver.Start();
        RateService = await Receiver.Start();
        Server = await TestServer.Start();
        foreach (var name in Examples) await Upload(name);
        await Set("slack-notifications", $$"""{"webhook_url": "{{Channel.Url}}", "collections": "orders, refunds"}""");
        await Set("currency-rates", $$"""{"base_url": "{{RateService.Url}}/", "api_key": "s3cret"}""");
    }

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        await RateService.DisposeAsync();
        await Channel.DisposeAsync();
    }

    private async Task Upload(string name)
    {
        using var zip = new MemoryStream();
        await ZipFile.CreateFromDirectoryAsync(Path.Join(Repository.Require(), "examples", "extensions", name), zip);
        using var form = new MultipartFormDataContent { { new ByteArrayContent(zip.ToArray()), "file", name + ".zip" } };
        using var request = Server.Admin.Api.Request(HttpMethod.Post, "/api/admin/extensions/upload");
        request.Content = form;
        var answer = (await Server.Admin.Api.Send(request)).Expect(201).Json;
        if (answer.GetProperty("state").GetString() != "running") throw new InvalidOperationException($"{name} does not run: {answer.GetProperty("reason")}");
    }

    private async Task Set(string name, string settings) => (await Server.Admin.Api.Patch($"/api/admin/extensions/{name}/settings", settings)).Expect(200);
}
