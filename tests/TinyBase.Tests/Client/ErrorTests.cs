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

    private async Task<TinyBaseException> Refused()
    {
        using var client = new TinyBaseClient(_server.Connect());
        return await Should.ThrowAsync<TinyBaseException>(client.Collection("movies").CreateAsync(new JsonObject(), _cancel));
    }
}
