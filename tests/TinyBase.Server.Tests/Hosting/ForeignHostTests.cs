using System.Net.Sockets;

using Microsoft.AspNetCore.Builder;

using Shouldly;

using TinyBase.Hosting;

using Xunit;

namespace TinyBase.Server.Tests.Hosting;

public sealed class ForeignHostTests : IAsyncLifetime
{
    private TestServer _server = null!;
    private HttpClient _host = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await TestServer.Start(ForeignHost.Setup);
        _host = new HttpClient { BaseAddress = _server.BaseAddress };
    }

    public async ValueTask DisposeAsync()
    {
        _host.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Every_operation_works_as_at_the_root()
    {
        foreach (var row in EndpointMatrix.Rows) await EndpointMatrix.Check(_server, row);
    }

    [Fact]
    public async Task Answers_look_as_at_the_root()
    {
        var path = $"/api/collections/{await _server.NewCollection()}/records";

        (await _server.Anonymous.Get("/health")).Expect(200).Text.ShouldBe("""{"status":"healthy"}""");
        (await _server.Anonymous.Get(path)).Expect(200).Text.ShouldBe("""{"records":[],"total":0,"limit":100,"offset":0,"next_cursor":null}""");
        (await _server.Anonymous.Get("/api/auth/me")).Expect(401).Text.ShouldBe("""{"detail":"Not authenticated"}""");
        (await _server.Admin.Api.Post(path, "{")).Expect(422).Problems.ShouldBe(["json_invalid @ body.1"]);
        (await _server.Anonymous.Delete("/health")).Expect(405).Header("Allow").ShouldBe("GET, HEAD");
    }

    [Fact]
    public async Task The_body_limit_of_the_host_is_not_ours_nor_ours_the_hosts()
    {
        var path = $"/api/collections/{await _server.NewCollection()}/records";
        var large = $$"""{"title": "{{new string('a', 100_000)}}"}""";

        (await _server.Admin.Api.Post(path, large)).Expect(201);
        (await Host(HttpMethod.Post, "/echo", new string('a', 100))).Expect(200);
        (await Host(HttpMethod.Post, "/echo", new string('a', 101))).Status.ShouldNotBe(200);
    }

    [Fact]
    public async Task An_answer_that_needs_no_body_leaves_the_connection_open_however_large_the_body_is_for_the_host()
    {
        var connections = 0;
        using var handler = new SocketsHttpHandler
        {
            ConnectCallback = async (context, cancel) =>
            {
                Interlocked.Increment(ref connections);
                var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                await socket.ConnectAsync(context.DnsEndPoint, cancel);
                return new NetworkStream(socket, ownsSocket: true);
            },
        };
        using var client = new HttpClient(handler) { BaseAddress = _server.BaseAddress };

        for (var i = 0; i < 5; i++)
        {
            using var content = new StringContent(new string('a', 101));
            using var refused = await client.PostAsync("/backend/api/admin/users", content);
            ((int)refused.StatusCode).ShouldBe(401);
        }

        connections.ShouldBe(1);
    }

    [Fact]
    public async Task The_endpoints_of_the_host_are_as_before()
    {
        (await Host(HttpMethod.Get, "/health")).Expect(200).Text.ShouldBe("{\n  \"HostIsHealthy\": true\n}");
        (await Host(HttpMethod.Get, "/api/collections")).Expect(200).Text.ShouldBe("the host's collections");
        (await Host(HttpMethod.Get, "/secret")).Expect(401);
        (await Host(HttpMethod.Get, "/secret", user: Guid.NewGuid().ToString())).Expect(200);
        (await Host(HttpMethod.Get, "/fails")).Text.ShouldBe("the host's error page");
        (await Host(HttpMethod.Get, "/limited")).Expect(200);
        (await Host(HttpMethod.Get, "/limited")).Expect(429);
        (await Host(HttpMethod.Get, "/health")).Header("X-Request-Id").ShouldBeNull();
    }

    [Fact]
    public async Task A_token_of_ours_opens_nothing_of_the_host()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/secret");
        request.Headers.Authorization = new("Bearer", _server.Admin.AccessToken);
        using var response = await _host.SendAsync(request);

        (await Answer.Read(response)).Expect(401);
    }

    [Fact]
    public async Task Unknown_paths_below_the_prefix_are_ours_and_all_others_the_hosts()
    {
        var user = Guid.NewGuid().ToString();

        (await _server.Anonymous.Get("/nothing")).Expect(404).Text.ShouldBe("""{"detail":"Not Found"}""");
        (await _server.Anonymous.Get("/api/nothing")).Expect(404).Text.ShouldBe("""{"detail":"Not Found"}""");
        (await Host(HttpMethod.Get, "/backend", user: user)).Expect(200).Json.GetProperty("name").GetString().ShouldBe("TinyBase");
        foreach (var path in (string[])["/nothing", "/backends", "/api/auth/me", "/"])
        {
            (await Host(HttpMethod.Get, path)).Expect(401).Text.ShouldBeEmpty();
            (await Host(HttpMethod.Get, path, user: user)).Expect(404).Text.ShouldBeEmpty();
        }
    }

    [Fact]
    public async Task A_user_of_the_host_is_a_user_of_ours()
    {
        var id = Guid.NewGuid().ToString();
        var collection = await _server.NewCollection(options: """{"access": {"list": "owner", "read": "owner"}}""");
        var path = $"/backend/api/collections/{collection}/records";

        var made = (await Host(HttpMethod.Post, path, """{"title": "mine"}""", id)).Expect(201);
        made.Json.GetProperty("owner_id").GetString().ShouldBe(id);
        (await Host(HttpMethod.Get, path, user: id)).Expect(200).Json.GetProperty("total").GetInt32().ShouldBe(1);
        (await Host(HttpMethod.Patch, $"{path}/{made.Id}", "{}", id)).Expect(200);
        (await Host(HttpMethod.Patch, $"{path}/{made.Id}", "{}", Guid.NewGuid().ToString())).Expect(404);
        (await Host(HttpMethod.Post, "/backend/api/collections", "{}", id)).Expect(403);
        (await Host(HttpMethod.Get, "/backend/api/auth/me", user: id)).Expect(200)
            .Text.ShouldBe($$"""{"id":"{{id}}","email":"{{id}}@host.example","is_admin":false,"created_at":null,"email_verified":false}""");
        (await Host(HttpMethod.Post, "/backend/api/auth/logout", user: id)).Expect(200);
    }

    [Theory]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Sec-Fetch-Site", "same-site")]
    [InlineData("Origin", "https://evil.example")]
    [InlineData("Origin", "null")]
    public async Task A_page_of_another_site_cannot_change_anything_with_the_hosts_session(string header, string value)
    {
        var path = $"/backend/api/collections/{await _server.NewCollection()}/records";
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent("{}"u8.ToArray()) };
        request.Headers.Add(HeaderAuthentication.Header, Guid.NewGuid().ToString());
        request.Headers.Add(header, value);

        using var refused = await _host.SendAsync(request);
        ((int)refused.StatusCode).ShouldBe(401);
    }

    [Fact]
    public async Task A_page_of_the_host_itself_can()
    {
        var path = $"/backend/api/collections/{await _server.NewCollection()}/records";
        var origin = _server.BaseAddress.GetLeftPart(UriPartial.Authority);

        (await Host(HttpMethod.Post, path, "{}", Guid.NewGuid().ToString(), origin)).Expect(201);
    }

    [Fact]
    public async Task An_admin_of_the_host_is_an_admin_of_ours_if_the_host_says_so()
    {
        var body = $$$"""{"name": "{{{TestServer.NewName("made")}}}", "label": "L", "schema": {}}""";

        (await Host(HttpMethod.Post, "/backend/api/collections", body, $"{Guid.NewGuid()} clerk")).Expect(403);
        (await Host(HttpMethod.Post, "/backend/api/collections", body, $"{Guid.NewGuid()} boss")).Expect(201);
        // The host authenticates this one, but gives them no user of ours.
        (await Host(HttpMethod.Post, "/backend/api/collections", body, "nobody boss")).Expect(401);
    }

    [Fact]
    public async Task A_token_of_ours_counts_before_the_user_of_the_host()
    {
        var user = await _server.NewUser();
        using var request = user.Api.Request(HttpMethod.Get, "/api/auth/me");
        request.Headers.Add(HeaderAuthentication.Header, Guid.NewGuid().ToString());

        (await user.Api.Send(request)).Expect(200).Id.ShouldBe(user.Id);
    }

    [Theory]
    [InlineData(ForeignHost.Origin, ForeignHost.Origin, ForeignHost.Origin)]
    [InlineData("https://app.example.com", null, "*")]
    public async Task Origins_of_the_host_are_not_ours_nor_ours_the_hosts(string origin, string? byHost, string byUs)
    {
        (await Host(HttpMethod.Get, "/health", origin: origin)).Header("Access-Control-Allow-Origin").ShouldBe(byHost);
        (await Host(HttpMethod.Get, "/backend/health", origin: origin)).Header("Access-Control-Allow-Origin").ShouldBe(byUs);
    }

    [Fact]
    public async Task At_the_root_the_paths_of_the_host_win()
    {
        await using var server = await TestServer.Start(new ServerSetup
        {
            Map = app =>
            {
                app.MapTinyBase();
                app.MapGet("/", () => "the host's root");
                app.MapGet("/health", () => "the host's health");
                app.MapGet("/hello/{name}", (string name) => $"hello {name}");
            },
        });

        (await server.Anonymous.Get("/")).Expect(200).Text.ShouldBe("the host's root");
        (await server.Anonymous.Get("/health")).Expect(200).Text.ShouldBe("the host's health");
        (await server.Anonymous.Get("/hello/you")).Expect(200).Text.ShouldBe("hello you");
        (await server.Anonymous.Get("/healthz")).Expect(200).Text.ShouldBe("""{"status":"ok"}""");
        (await server.Anonymous.Get("/api/nothing")).Expect(404).Text.ShouldBe("""{"detail":"Not Found"}""");
        (await server.Anonymous.Get("/nothing")).Expect(404).Text.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_the_host_does_as_an_answer_starts_may_take_its_time()
    {
        await using var server = await TestServer.Start(new ServerSetup
        {
            Map = app =>
            {
                app.Use((context, next) =>
                {
                    context.Response.OnStarting(async () =>
                    {
                        await Task.Delay(20);
                        context.Response.Headers["X-Host"] = "late";
                    });
                    return next(context);
                });
                app.MapTinyBase();
            },
        });
        var path = $"/api/collections/{await server.NewCollection()}/records";

        var made = (await server.Admin.Api.Post(path, """{"title":"kept whole"}""")).Expect(201);
        var read = (await server.Admin.Api.Get($"{path}/{made.Id}")).Expect(200);

        made.Header("X-Host").ShouldBe("late");
        read.Header("X-Host").ShouldBe("late");
        read.Text.ShouldBe(made.Text);
        read.Text.ShouldContain("kept whole");
    }

    private async Task<Answer> Host(HttpMethod method, string path, string? json = null, string? user = null, string? origin = null)
    {
        using var request = new HttpRequestMessage(method, path);
        if (json is not null) request.Content = new StringContent(json);
        if (json is not null) request.Content!.Headers.ContentType = new("application/json");
        if (user is not null) request.Headers.Add(HeaderAuthentication.Header, user);
        if (origin is not null) request.Headers.Add("Origin", origin);
        using var response = await _host.SendAsync(request);
        return await Answer.Read(response);
    }
}
