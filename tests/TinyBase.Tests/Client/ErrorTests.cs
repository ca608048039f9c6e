using System.Net;
using System.Text.Json.Nodes;
using Shouldly;
using TinyBase.Client;
using Xunit;

namespace TinyBase.Tests.Client;

public sealed class ErrorTests : IDisposable
{
    private readonly FakeServer _server = new();
    private readonly CancellationToken _cancel = TestContext.Current.CancellationToken;

    public void Dispose() => _server.Dispose();

    [Fact]
    public async Task A_refusal_tells_status_detail_and_request()
    {
        _server.Answer(404, """{"detail":"Collection 'movies' not found"}""", headers: [("X-Request-Id", "r-17")]);

        var thrown = await Refused();

        thrown.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        thrown.Detail.ShouldBe("Collection 'movies' not found");
        thrown.RequestId.ShouldBe("r-17");
        thrown.Errors.ShouldBeEmpty();
        thrown.Message.ShouldBe("POST /api/collections/movies/records was answered with 404: Collection 'movies' not found");
    }

    [Fact]
    public async Task A_request_that_fails_validation_names_its_fields()
    {
        _server.Answer(422, """
            {"detail":[{"type":"missing","loc":["body","email"],"msg":"Field required","input":{}},
                       {"type":"int_parsing","loc":["query","limit"],"msg":"Input should be a valid integer","input":"x","ctx":{"a":1}}]}
            """);

        var thrown = await Refused();

        thrown.Detail.ShouldBe("email: Field required; limit: Input should be a valid integer");
        thrown.Errors.Select(error => error.Type).ShouldBe(["missing", "int_parsing"]);
        thrown.Errors[0].Location.ShouldBe(["body", "email"]);
        thrown.Errors[0].Message.ShouldBe("Field required");
        thrown.Errors[0].Context.ShouldBeEmpty();
        thrown.Errors[1].Context["a"].GetInt32().ShouldBe(1);
        thrown.RequestId.ShouldBeNull();
    }

    [Fact]
    public async Task A_record_that_fails_validation_names_its_fields()
    {
        _server.Answer(400, """
            {"detail":"Validation error: tags.1: Input should be a valid string",
             "errors":[{"type":"string_type","loc":["body","data","tags",1],"msg":"Input should be a valid string","input":7}]}
            """);

        var thrown = await Refused();

        thrown.Detail.ShouldBe("Validation error: tags.1: Input should be a valid string");
        var error = thrown.Errors.ShouldHaveSingleItem();
        error.Type.ShouldBe("string_type");
        error.Location.ShouldBe(["body", "data", "tags", "1"]);
        error.Field.ShouldBe("tags.1");
        error.ToString().ShouldBe("tags.1: Input should be a valid string");
    }

    [Theory]
    [InlineData("body", "body")]
    [InlineData("body.data", "data")]
    [InlineData("body.data.title", "title")]
    [InlineData("query.limit", "limit")]
    [InlineData("body.schema.fields.0.name", "schema.fields.0.name")]
    [InlineData("", "")]
    public void A_field_is_named_without_the_part_of_the_request(string location, string field) =>
        new FieldError { Type = "missing", Message = "", Location = location.Split('.') }.Field.ShouldBe(field);

    [Theory]
    [InlineData(429, """{"error":"Rate limit exceeded: 5 per 1 minute"}""", "application/json", "Rate limit exceeded: 5 per 1 minute")]
    [InlineData(500, "Internal Server Error: no disk\n", "text/plain", "Internal Server Error: no disk")]
    [InlineData(502, "<html>Bad gateway of nginx</html>", "text/html", "Bad Gateway")]
    [InlineData(503, "", "application/json", "Service Unavailable")]
    [InlineData(400, "[1]", "application/json", "Bad Request")]
    [InlineData(400, """{"detail":null,"errors":[7,{}]}""", "application/json", "Bad Request")]
    [InlineData(400, """{"detail":[1,{"loc":"x","msg":2}]}""", "application/json", ": ")]
    public async Task Whatever_else_the_answer_is_there_is_a_detail(int status, string body, string type, string detail)
    {
        _server.Answer(status, body, type);

        var thrown = await Refused();

        ((int)thrown.StatusCode).ShouldBe(status);
        thrown.Detail.ShouldBe(detail);
    }

    [Fact]
    public async Task A_long_text_is_cut()
    {
        _server.Answer(500, new string('x', 100_000), "text/plain");

        (await Refused()).Detail.Length.ShouldBe(501);
    }

    [Fact]
    public async Task A_redirect_says_where_to()
    {
        _server.Answer(308, headers: [("Location", "https://host/api/collections/movies/records")]);

        (await Refused()).Detail.ShouldContain("https://host/api/collections/movies/records");
    }

    [Theory]
    [InlineData("<html>Welcome</html>", "text/html")]
    [InlineData("", "application/json")]
    [InlineData("null", "application/json")]
    [InlineData("""{"id":7}""", "application/json")]
    public async Task A_success_that_is_not_the_answer_of_a_TinyBase_server_is_an_error(string body, string type)
    {
        _server.Answer(200, body, type);

        var thrown = await Refused();

        thrown.StatusCode.ShouldBe(HttpStatusCode.OK);
        thrown.Detail.ShouldContain("is the address right?");
    }

    [Theory]
    [InlineData(200, "<html>Welcome</html>", "text/html")]
    [InlineData(200, "", "application/json")]
    [InlineData(200, "{}", "application/json")]
    [InlineData(206, "", "text/plain")]
    public async Task A_call_without_an_answer_does_not_take_any_success_for_one(int status, string body, string type)
    {
        foreach (var (name, call) in CallsWithoutAnswer())
        {
            _server.Answer(status, body, type);
            using var client = new TinyBaseClient(_server.Connect()) { AccessToken = "a.b.c" };

            var thrown = await Should.ThrowAsync<TinyBaseException>(call(client), name);

            ((int)thrown.StatusCode).ShouldBe(status, name);
            thrown.Detail.ShouldContain("is the address right?");
            client.AccessToken.ShouldBe("a.b.c", name);
        }
    }

    [Fact]
    public async Task No_content_is_no_message()
    {
        _server.Answer(204).Answer(204);
        using var client = new TinyBaseClient(_server.Connect()) { AccessToken = "a.b.c" };

        await Should.ThrowAsync<TinyBaseException>(client.Auth.LogoutAsync(_cancel));
        await Should.ThrowAsync<TinyBaseException>(client.Auth.ChangePasswordAsync("a", "b", _cancel));

        client.AccessToken.ShouldBe("a.b.c");
    }

    [Theory]
    [InlineData("https://portal.example/login", 200, "https://portal.example/login")]
    [InlineData("https://localhost:8000/api/x?secret=1", 204, "https://localhost:8000/api/x")]
    [InlineData("http://localhost:8000/elsewhere", 404, "http://localhost:8000/elsewhere")]
    public async Task An_answer_from_another_address_is_an_error(string address, int status, string named)
    {
        foreach (var (name, call) in CallsWithoutAnswer())
        {
            _server.AnswerFrom(address, status, status == 200 ? """{"message":"Done"}""" : "");
            using var client = new TinyBaseClient(_server.Connect());

            var thrown = await Should.ThrowAsync<TinyBaseException>(call(client), name);

            thrown.Detail.ShouldContain($"comes from {named};");
            var asked = _server.Requests[^1];
            thrown.Message.ShouldStartWith($"{asked.Method} {new Uri(asked.Uri).AbsolutePath} was answered with {status}: ");
        }
    }

    [Fact]
    public async Task A_handler_of_the_caller_may_add_to_the_query()
    {
        _server.AnswerFrom("http://localhost:8000/api/auth/setup-status?key=1", 200, """{"needs_setup":true}""");
        using var client = new TinyBaseClient(_server.Connect());

        (await client.Auth.GetSetupStatusAsync(_cancel)).NeedsSetup.ShouldBeTrue();
    }

    [Theory]
    [InlineData(429, "33", null, 33)]
    [InlineData(503, "0", null, 0)]
    [InlineData(503, "Fri, 02 Jan 2026 03:04:15 GMT", "Fri, 02 Jan 2026 03:04:05 GMT", 10)]
    [InlineData(429, "Fri, 02 Jan 2026 03:04:05 GMT", "Fri, 02 Jan 2026 03:04:15 GMT", 0)]
    [InlineData(429, "Fri, 02 Jan 2026 03:04:05 GMT", null, 0)]
    public async Task A_server_that_is_busy_says_how_long_to_wait(int status, string after, string? date, int seconds)
    {
        _server.Answer(status, "{}", headers: date is null ? [("Retry-After", after)] : [("Retry-After", after), ("Date", date)]);

        (await Refused()).RetryAfter.ShouldBe(TimeSpan.FromSeconds(seconds));
    }

    [Fact]
    public async Task Without_a_time_to_wait_there_is_none()
    {
        _server.Answer(503, "{}");

        (await Refused()).RetryAfter.ShouldBeNull();
    }

    [Theory]
    [InlineData("""{"detail":"\ud800"}""")]
    [InlineData("""{"\ud800\ud800":1,"detail":[{"\ud800\ud800\ud800":1}],"\udddd\udddd":2}""")]
    [InlineData("""{"detail":[{"loc":["\ud800"]},{"ctx":{"\ud800":1}}]}""")]
    [InlineData("""{"imported":1,"refused":1,"lines":2,"errors_omitted":0,"errors":null}""")]
    [InlineData("""{"imported":1,"refused":1,"lines":2,"errors_omitted":0,"errors":[null]}""")]
    [InlineData("""{"imported":1,"refused":1,"lines":2,"errors_omitted":0,"errors":[{"line":1,"detail":"\ud800"}]}""")]
    public async Task A_refusal_in_malformed_text_is_a_refusal(string body)
    {
        _server.Answer(400, body);

        (await Refused()).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task A_refusal_that_is_not_UTF_8_is_a_refusal()
    {
        _server.Answer(400, [.. "{\"detail\":\""u8, 0xFF, 0xFE, .. "\"}"u8]);

        (await Refused()).Detail.ShouldBe("Bad Request");
    }

    [Fact]
    public async Task What_can_be_read_beside_malformed_text_is_read()
    {
        _server.Answer(400, """
            {"detail":"Validation error","errors":[{"type":"a","loc":["body","data","\ud800"]},{"type":"b","loc":["body","data","title"],"msg":"\ud800"}]}
            """);

        var thrown = await Refused();

        thrown.Detail.ShouldBe("Validation error");
        thrown.Errors.ShouldHaveSingleItem().ToString().ShouldBe("title: ");
    }

    [Fact]
    public async Task A_list_that_is_null_or_holds_null_is_not_the_answer_of_a_TinyBase_server()
    {
        using var client = new TinyBaseClient(_server.Connect());
        foreach (var list in new[] { "null", "[null]" })
        {
            _server
                .Answer(200, $$"""{"records":{{list}},"total":0,"limit":1,"offset":0}""")
                .Answer(200, $$"""{"imported":0,"refused":0,"lines":0,"errors_omitted":0,"errors":{{list}}}""")
                .Answer(200, $$"""{"sessions":{{list}}}""")
                .Answer(200, $$"""{"tokens":{{list}}}""");

            foreach (Func<Task> call in new Func<Task>[]
            {
                () => client.Collection("movies").ListAsync(cancel: _cancel),
                () => client.Collection("movies").ImportAsync([new JsonObject()], _cancel),
                () => client.Auth.ListSessionsAsync(_cancel),
                () => client.ApplicationTokens.ListAsync(_cancel),
            })
            {
                (await Should.ThrowAsync<TinyBaseException>(call())).Detail.ShouldContain("is the address right?");
            }
        }
    }

    [Fact]
    public async Task A_success_that_is_not_UTF_8_is_not_the_answer_of_a_TinyBase_server()
    {
        _server.Answer(200, [.. "{\"message\":\""u8, 0xFF, .. "\"}"u8]).Answer(200, """{"message":"\ud800"}""");
        using var client = new TinyBaseClient(_server.Connect());

        await Should.ThrowAsync<TinyBaseException>(client.Auth.LogoutAsync(_cancel));
        await Should.ThrowAsync<TinyBaseException>(client.Auth.LogoutAsync(_cancel));
    }

    private IEnumerable<(string Name, Func<TinyBaseClient, Task> Call)> CallsWithoutAnswer()
    {
        yield return ("revoke", client => client.ApplicationTokens.RevokeAsync(Guid.Empty, _cancel));
        yield return ("logout", client => client.Auth.LogoutAsync(_cancel));
        yield return ("password", client => client.Auth.ChangePasswordAsync("a", "b", _cancel));
        yield return ("session", client => client.Auth.EndSessionAsync(Guid.Empty, _cancel));
        yield return ("collection", client => client.Collections.DeleteAsync("movies", _cancel));
        yield return ("record", client => client.Collection("movies").DeleteAsync(Guid.Empty, _cancel));
        yield return ("version", client => client.Collection("movies").DeleteIfVersionAsync(Guid.Empty, "\"1\"", _cancel));
    }

    private async Task<TinyBaseException> Refused()
    {
        using var client = new TinyBaseClient(_server.Connect());
        return await Should.ThrowAsync<TinyBaseException>(client.Collection("movies").CreateAsync(new JsonObject(), _cancel));
    }
}
