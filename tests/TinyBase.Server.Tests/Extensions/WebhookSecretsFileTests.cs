using System.Text.Json;

using Shouldly;

using TinyBase.Server.Tests.Hosting;

using Xunit;

namespace TinyBase.Server.Tests.Extensions;

/// <summary>Webhooks while the key that their secrets are encrypted with is gone, and once it is back.</summary>
public sealed class WebhookSecretsFileTests : IAsyncLifetime
{
    private const string Webhooks = "/api/admin/webhooks";
    private const string Lost =
        "of this webhook cannot be read: encrypted with another key than that in the secrets file. "
        + "Put the file back that was there and restart the server, or give the webhook ";

    private readonly string _root = Directory.CreateTempSubdirectory("tinybase-test-").FullName;
    private Receiver _receiver = null!;

    private string SecretsFile => Path.Combine(_root, "tinybase.db.secrets");

    public async ValueTask InitializeAsync() => _receiver = await Receiver.Start();

    public async ValueTask DisposeAsync()
    {
        await _receiver.DisposeAsync();
        Directory.Delete(_root, recursive: true);
    }

    [Fact]
    public async Task Changes_without_the_file_keep_the_secret_and_the_headers_for_when_it_is_back()
    {
        var (id, secret) = await CreateAndLoseTheKey("""{"X-Key": "of-the-receiver"}""");
        await using (var server = await Start())
        {
            var api = server.Admin.Api;
            var shown = (await api.Get($"{Webhooks}/{id}")).Expect(200).Json;
            shown.GetProperty("is_active").GetBoolean().ShouldBeFalse();
            shown.GetProperty("last_error").GetString().ShouldBe($"The secret and the headers {Lost}a new secret and its headers again");

            (await api.Patch($"{Webhooks}/{id}", """{"name": "Renamed"}""")).Expect(200)
                .Json.GetProperty("webhook").GetProperty("is_active").GetBoolean().ShouldBeFalse();
            (await api.Patch($"{Webhooks}/{id}", """{"name": "Refused", "is_active": true}""")).Expect(409)
                .Detail.ShouldBe($"The secret and the headers {Lost}a new secret and its headers again");
            (await api.Post($"{Webhooks}/{id}/test")).Expect(409).Detail.ShouldContain("cannot be read");
            await server.NewCollection();
            _receiver.Requests.ShouldBeEmpty();
        }

        File.Move(SecretsFile + ".away", SecretsFile, overwrite: true);
        await using (var server = await Start())
        {
            var shown = (await server.Admin.Api.Get($"{Webhooks}/{id}")).Expect(200).Json;
            shown.GetProperty("name").GetString().ShouldBe("Renamed");
            shown.GetProperty("is_active").GetBoolean().ShouldBeTrue();
            shown.GetProperty("last_error").ValueKind.ShouldBe(JsonValueKind.Null);

            await server.NewCollection();
            await Eventually.Becomes(() => _receiver.Requests.Count, 1);
        }

        var request = _receiver.Requests.Single();
        request.Headers["X-Key"].ShouldBe("of-the-receiver");
        request.Headers["webhook-signature"].ShouldBe(WebhookTests.Sign(secret, request));
    }

    [Fact]
    public async Task Without_the_file_a_webhook_works_again_once_it_has_a_new_secret_and_its_headers()
    {
        var (id, _) = await CreateAndLoseTheKey("""{"X-Key": "of-the-receiver"}""");
        await using var server = await Start();
        var api = server.Admin.Api;

        var rotated = (await api.Patch($"{Webhooks}/{id}", """{"secret": null}""")).Expect(200).Json.GetProperty("secret").GetString()!;
        (await api.Patch($"{Webhooks}/{id}", """{"is_active": true}""")).Expect(409).Detail.ShouldBe($"The headers {Lost}its headers again");
        (await api.Post($"{Webhooks}/{id}/test")).Expect(409);
        (await api.Patch($"{Webhooks}/{id}", """{"headers": {"X-Key": "another"}}""")).Expect(200)
            .Json.GetProperty("webhook").GetProperty("is_active").GetBoolean().ShouldBeTrue();

        (await api.Post($"{Webhooks}/{id}/test")).Expect(200).Json.GetProperty("status").GetString().ShouldBe("delivered");
        var request = _receiver.Requests.Single();
        request.Headers["X-Key"].ShouldBe("another");
        request.Headers["webhook-signature"].ShouldBe(WebhookTests.Sign(rotated, request));
    }

    [Fact]
    public async Task Without_the_file_a_webhook_that_has_no_headers_needs_a_new_secret_only()
    {
        var (id, _) = await CreateAndLoseTheKey("{}");
        await using var server = await Start();
        var api = server.Admin.Api;

        (await api.Patch($"{Webhooks}/{id}", """{"is_active": true}""")).Expect(409).Detail.ShouldBe($"The secret {Lost}a new secret");
        var rotated = (await api.Patch($"{Webhooks}/{id}", """{"secret": null, "is_active": true}""")).Expect(200).Json;
        rotated.GetProperty("webhook").GetProperty("is_active").GetBoolean().ShouldBeTrue();

        await server.NewCollection();
        await Eventually.Becomes(() => _receiver.Requests.Count, 1);
        var request = _receiver.Requests.Single();
        request.Headers["webhook-signature"].ShouldBe(WebhookTests.Sign(rotated.GetProperty("secret").GetString()!, request));
    }

    private Task<TestServer> Start() =>
        TestServer.Start(new ServerSetup { Root = _root, Options = options => options.Hooks.AllowPrivateAddresses = true });

    private async Task<(string Id, string Secret)> CreateAndLoseTheKey(string headers)
    {
        JsonElement made;
        await using (var server = await Start())
        {
            made = (await server.Admin.Api.Post(
                Webhooks,
                $$"""{"name": "Receiver", "url": "{{_receiver.Url}}", "events": ["collection.change"], "headers": {{headers}}}""")).Expect(201).Json;
        }

        File.Move(SecretsFile, SecretsFile + ".away");
        return (made.GetProperty("webhook").GetProperty("id").GetString()!, made.GetProperty("secret").GetString()!);
    }
}
