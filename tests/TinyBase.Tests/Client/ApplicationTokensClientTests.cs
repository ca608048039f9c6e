using Shouldly;
using TinyBase.Client;
using Xunit;

namespace TinyBase.Tests.Client;

public sealed class ApplicationTokensClientTests : IDisposable
{
    private const string Path = "http://localhost:8000/api/admin/application-tokens";

    private const string Token = """
        {"id":"01890a5d-ac96-774b-bcce-b302099a8057","name":"backup","description":null,"created_at":"2026-01-02T03:04:05.678901Z",
         "last_used_at":null,"expires_at":"2026-01-09T03:04:05.000000Z","is_active":true,"is_valid":true}
        """;

    private static readonly Guid Id = Guid.Parse("01890a5d-ac96-774b-bcce-b302099a8057");

    private readonly FakeServer _server = new();
    private readonly CancellationToken _cancel = TestContext.Current.CancellationToken;

    public void Dispose() => _server.Dispose();

    [Fact]
    public async Task A_token_is_made_and_its_value_shown()
    {
        _server.Answer(201, $$"""{"token":{{Token}},"token_value":"a.b.c"}""");
        using var client = new TinyBaseClient(_server.Connect());

        var made = await client.ApplicationTokens.CreateAsync(new NewApplicationToken("backup") { ExpiresDays = 7 }, _cancel);

        made.TokenValue.ShouldBe("a.b.c");
        made.Token.Id.ShouldBe(Id);
        made.Token.LastUsedAt.ShouldBeNull();
        (made.Token.IsActive, made.Token.IsValid).ShouldBe((true, true));
        (_server.Requests[0].Method, _server.Requests[0].Uri).ShouldBe(("POST", Path));
        _server.Requests[0].Body!.ToJsonString().ShouldBe("""{"name":"backup","expires_days":7}""");
    }

    [Fact]
    public async Task Tokens_are_listed_read_and_revoked()
    {
        _server.Answer(200, $$"""{"tokens":[{{Token}}]}""").Answer(200, Token).Answer(204);
        using var client = new TinyBaseClient(_server.Connect());

        var listed = (await client.ApplicationTokens.ListAsync(_cancel)).ShouldHaveSingleItem();
        (await client.ApplicationTokens.GetAsync(Id, _cancel)).ShouldBe(listed);
        await client.ApplicationTokens.RevokeAsync(Id, _cancel);

        _server.Requests.Select(request => $"{request.Method} {request.Uri}")
            .ShouldBe([$"GET {Path}", $"GET {Path}/{Id}", $"DELETE {Path}/{Id}"]);
    }

    [Fact]
    public async Task Only_what_is_to_change_is_sent()
    {
        _server.Answer(200, Token).Answer(200, Token).Answer(200, Token).Answer(200, Token).Answer(200, Token);
        using var client = new TinyBaseClient(_server.Connect());

        await client.ApplicationTokens.UpdateAsync(Id, new ApplicationTokenUpdate { Name = "x" }, _cancel);
        await client.ApplicationTokens.UpdateAsync(Id, new ApplicationTokenUpdate { RemoveDescription = true }, _cancel);
        await client.ApplicationTokens.UpdateAsync(Id, new ApplicationTokenUpdate { Description = "y", IsActive = false }, _cancel);

        var scopes = new ApplicationTokenScopes { Collections = new Dictionary<string, IReadOnlyList<string>> { ["Movies"] = ["list", "read"] }, Metrics = true };
        await client.ApplicationTokens.UpdateAsync(Id, new ApplicationTokenUpdate { Scopes = scopes }, _cancel);
        await client.ApplicationTokens.UpdateAsync(Id, new ApplicationTokenUpdate { Scopes = new ApplicationTokenScopes { Admin = true } }, _cancel);

        _server.Requests.Select(request => request.Body!.ToJsonString()).ShouldBe([
            """{"name":"x"}""",
            """{"description":null}""",
            """{"description":"y","is_active":false}""",
            """{"scopes":{"admin":false,"collections":{"Movies":["list","read"]},"functions":[],"metrics":true}}""",
            """{"scopes":{"admin":true,"collections":{},"functions":[],"metrics":false}}"""]);
        var both = new ApplicationTokenUpdate { Description = "y", RemoveDescription = true };
        Should.Throw<ArgumentException>(() => client.ApplicationTokens.UpdateAsync(Id, both, _cancel));
    }
}
