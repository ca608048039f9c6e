using System.Net.Sockets;
using System.Text;
using System.Text.Json;

using Shouldly;

using Xunit;

namespace TinyBase.Server.Tests.Hosting;

public sealed class RequestBodyTests(ServerFixture fixture)
{
    private const int MaxBytes = 10 * 1024 * 1024;

    private static readonly byte[] Record = """{"title": "t"}"""u8.ToArray();

    private TestServer Server => fixture.Server;

    [Theory]
    [InlineData("", 0)]
    [InlineData("""{"title": }""", 10)]
    [InlineData("""{"täg": }""", 8)]
    [InlineData("""{"🎉": }""", 7)]
    [InlineData("{\n\"title\":\n  tru}", 16)]
    [InlineData("""{"title": "t" """, 14)]
    [InlineData("""{"title": "t"} x""", 15)]
    [InlineData("""{"title": NaN}""", 10)]
    [InlineData("""{"title": 01}""", 11)]
    [InlineData("""{"title": "t",}""", 14)]
    [InlineData("""{/* no */}""", 1)]
    public async Task Broken_JSON_is_refused_with_its_position_in_characters(string json, int offset)
    {
        var answer = (await Post(Encoding.UTF8.GetBytes(json.Length == 0 ? " " : json))).Expect(422);

        var error = answer.Errors.Single();
        error.GetProperty("type").GetString().ShouldBe("json_invalid");
        error.GetProperty("loc").GetRawText().ShouldBe(json.Length == 0 ? "[\"body\",1]" : $"[\"body\",{offset}]");
        error.GetProperty("msg").GetString().ShouldBe("JSON decode error");
        error.GetProperty("input").GetRawText().ShouldBe("{}");
        error.GetProperty("ctx").GetProperty("error").GetString().ShouldNotBeNullOrEmpty();
    }

    [Fact]
    public async Task Text_that_is_not_UTF8_is_refused_with_its_position()
    {
        byte[] body = [.. "{\"title\": \""u8, 0xC3, 0x28, .. "\"}"u8];

        (await Post(body)).Expect(422).Problems.ShouldBe(["json_invalid @ body.11"]);
    }

    [Theory]
    [InlineData("""{"title": "a", "title": "b"}""", 15, "(line 1, column 16)")]
    [InlineData("""{"title": "a", "t\u0069tle": "b"}""", 15, "(line 1, column 16)")]
    [InlineData("{\"däta\": [{\"a\": 1}, {\"a\": 2}],\n \"däta\": {}}", 32, "(line 2, column 2)")]
    public async Task Two_members_of_one_name_are_refused_with_the_position_of_the_second(string json, int offset, string place)
    {
        var answer = (await Post(Encoding.UTF8.GetBytes(json))).Expect(422);

        answer.Problems.ShouldBe([$"json_invalid @ body.{offset}"]);
        answer.Text.ShouldContain($"this object has a member of the same name {place}");
    }

    [Theory]
    [InlineData("gzip", 415)]
    [InlineData("identity", 201)]
    public async Task A_compressed_body_is_refused_as_such(string encoding, int status)
    {
        using var request = Server.Admin.Api.Request(HttpMethod.Post, $"/api/collections/{await Server.NewCollection()}/records");
        request.Content = new ByteArrayContent(Record) { Headers = { { "Content-Type", "application/json" }, { "Content-Encoding", encoding } } };

        var answer = (await Server.Admin.Api.Send(request)).Expect(status);

        if (status == 415) answer.Header("Accept-Encoding").ShouldBe("identity");
    }

    [Theory]
    [InlineData("ffffffffffffffff")]
    [InlineData("zz")]
    public async Task A_chunk_without_a_size_that_can_be_is_refused_and_ends_the_connection(string size)
    {
        using var connection = new TcpClient();
        await connection.ConnectAsync(Server.BaseAddress.Host, Server.BaseAddress.Port);
        await connection.GetStream().WriteAsync(Encoding.ASCII.GetBytes(
            $"POST /api/auth/login HTTP/1.1\r\nHost: {Server.BaseAddress.Authority}\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n{size}\r\nx"));

        var answer = await new StreamReader(connection.GetStream()).ReadToEndAsync();

        answer.ShouldStartWith("HTTP/1.1 400 ");
        answer.ShouldContain("Bad chunk size data");
    }

    [Theory]
    [InlineData("""{"\ud800": 1, "\ud800": 2}""")]
    [InlineData("""{"data": {"\udc00": 1}}""")]
    [InlineData("""{"\udc00": 1}""")]
    public async Task A_name_with_half_of_a_surrogate_pair_is_refused_or_dropped_but_never_fails(string json) =>
        (await Post(Encoding.UTF8.GetBytes(json))).Status.ShouldBeOneOf(201, 400, 422);

    [Theory]
    [InlineData(65)]
    [InlineData(100_000)]
    public async Task Too_deep_JSON_is_refused(int depth)
    {
        var json = $$"""{"data": {{new string('[', depth)}}{{new string(']', depth)}}}""";

        (await Post(Encoding.UTF8.GetBytes(json))).Expect(422).Problems.Single().ShouldStartWith("json_invalid @ body.");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("application/json")]
    [InlineData("APPLICATION/JSON; charset=utf-8")]
    [InlineData("application/vnd.x+json")]
    [InlineData("application/merge-patch+json;charset=UTF-8")]
    public async Task JSON_is_taken_under_its_names_and_under_none(string? contentType) =>
        (await Post(Record, contentType)).Expect(201);

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("text/json")]
    [InlineData("application/jsonp")]
    [InlineData("nonsense")]
    public async Task Another_content_type_is_refused_and_the_text_not_repeated(string contentType)
    {
        var answer = (await Post(Record, contentType)).Expect(422);

        answer.Problems.ShouldBe(["model_attributes_type @ body"]);
        answer.Errors[0].GetProperty("input").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Theory]
    [InlineData("/api/auth/register")]
    [InlineData("/api/auth/login")]
    [InlineData("/api/collections")]
    public async Task A_missing_body_is_a_missing_field(string path)
    {
        var answer = (await Server.Admin.Api.Post(path)).Expect(422);

        answer.Problems.ShouldBe(["missing @ body"]);
        answer.Errors[0].GetProperty("input").GetRawText().ShouldBe("null");
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("\"text\"")]
    [InlineData("5")]
    public async Task A_body_that_is_no_object_is_refused(string json)
    {
        (await Post(Encoding.UTF8.GetBytes(json))).Expect(422).Problems.ShouldBe(["model_attributes_type @ body"]);
        var answer = (await Server.Anonymous.Post("/api/auth/login", json)).Expect(422);
        answer.Problems.ShouldBe(["model_attributes_type @ body"]);
        answer.Errors[0].GetProperty("input").GetRawText().ShouldBe(json);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_body_over_the_limit_is_refused(bool chunked)
    {
        (await PostSized(MaxBytes, chunked)).Expect(201);
        foreach (var size in (int[])[MaxBytes + 1, MaxBytes + 2, MaxBytes + 100_000])
        {
            (await PostSized(size, chunked)).Expect(413).Detail.ShouldBe($"Request body exceeds maximum size of {MaxBytes} bytes");
        }
    }

    private async Task<Answer> Post(byte[] body, string? contentType = "application/json")
    {
        var path = $"/api/collections/{await Server.NewCollection()}/records";
        return await Server.Admin.Api.Send(HttpMethod.Post, path, body, contentType);
    }

    private async Task<Answer> PostSized(int size, bool chunked)
    {
        var path = $"/api/collections/{await Server.NewCollection()}/records";
        using var request = Server.Admin.Api.Request(HttpMethod.Post, path);
        request.Content = new StringContent($$"""{"title": "{{new string('a', size - 13)}}"}""", Encoding.UTF8, "application/json");
        request.Content.Headers.ContentLength.ShouldBe(size);
        request.Headers.TransferEncodingChunked = chunked;
        return await Server.Admin.Api.Send(request);
    }
}
