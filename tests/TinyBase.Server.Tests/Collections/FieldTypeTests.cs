using Shouldly;

using TinyBase.Server.Tests.Hosting;

using Xunit;

namespace TinyBase.Server.Tests.Collections;

public sealed class FieldTypeTests(ServerFixture fixture)
{
    private TestServer Server => fixture.Server;

    private ApiClient Admin => Server.Admin.Api;

    [Theory]
    [InlineData("\"type\": \"text\"", "\" a \\n\"", "\" a \\n\"")]
    [InlineData("\"type\": \"date\"", "\"2024-02-29\"", "\"2024-02-29\"")]
    [InlineData("\"type\": \"date\", \"min\": \"2024-01-01\"", "\"2024-01-01\"", "\"2024-01-01\"")]
    [InlineData("\"type\": \"datetime\"", "\"2024-02-29T23:30:00Z\"", "\"2024-02-29T23:30:00.000000Z\"")]
    [InlineData("\"type\": \"datetime\"", "\"2024-02-29T23:30:00.1234567+01:00\"", "\"2024-02-29T22:30:00.123456Z\"")]
    [InlineData("\"type\": \"datetime\"", "\"2024-02-29t23:30-0530\"", "\"2024-03-01T05:00:00.000000Z\"")]
    [InlineData("\"type\": \"datetime\"", "\"2024-02-29 23:30:01\"", "\"2024-02-29T23:30:01.000000Z\"")]
    [InlineData("\"type\": \"datetime\", \"max\": \"2024-01-01T01:00:00+01:00\"", "\"2024-01-01T00:00:00Z\"", "\"2024-01-01T00:00:00.000000Z\"")]
    [InlineData("\"type\": \"email\"", "\" Ada@Example.TEST \"", "\"Ada@Example.TEST\"")]
    [InlineData("\"type\": \"url\"", "\"HTTPS://example.com:8080/a?b#c\"", "\"HTTPS://example.com:8080/a?b#c\"")]
    [InlineData("\"type\": \"uuid\"", "\"{0190A1B2-0000-7000-8000-00000000000F}\"", "\"0190a1b2-0000-7000-8000-00000000000f\"")]
    [InlineData("\"type\": \"uuid\"", "\"urn:uuid:0190a1b2000070008000000000000001\"", "\"0190a1b2-0000-7000-8000-000000000001\"")]
    [InlineData("\"type\": \"Enum\", \"values\": [\"red\", \"\"]", "\"\"", "\"\"")]
    [InlineData("\"type\": \"list\", \"items\": {\"type\": \"datetime\"}", "[\"2024-01-01T00:00Z\"]", "[\"2024-01-01T00:00:00.000000Z\"]")]
    [InlineData("\"type\": \"list\", \"items\": {\"type\": \"list\", \"items\": {\"type\": \"int\"}}", "[[\"1\", true], []]", "[[1,1],[]]")]
    [InlineData("\"type\": \"dict\", \"properties\": {\"n\": {\"type\": \"int\"}, \"d\": {\"default\": \"é\\u2028\"}}", "{\"x\": [ 1.50 ], \"n\": \"7\"}", "{\"x\":[1.50],\"n\":7,\"d\":\"é\u2028\"}")]
    [InlineData("\"type\": \"dict\", \"properties\": {\"n\": {\"type\": \"int\"}}", "{\"n\": null}", "{\"n\":null}")]
    public async Task A_value_that_is_what_its_type_says_is_kept(string field, string given, string kept)
    {
        var path = await Records($$"""{"name": "v", {{field}}}""");

        var made = (await Admin.Post(path, $$$"""{"data": {"v": {{{given}}}}}""")).Expect(201);

        made.Data.GetRawText().ShouldBe($$"""{"v":{{kept}}}""");
        (await Admin.Get($"{path}/{made.Id}")).Expect(200).Text.ShouldBe(made.Text);
        (await Admin.Patch($"{path}/{made.Id}", "{}")).Expect(200).Data.GetRawText().ShouldBe(made.Data.GetRawText());
    }

    [Theory]
    [InlineData("\"type\": \"text\", \"max_length\": 1", "\"ab\"", "string_too_long @ body.data.v")]
    [InlineData("\"type\": \"date\"", "\"2023-02-29\"", "date_parsing @ body.data.v")]
    [InlineData("\"type\": \"date\"", "\"2024-02-29T00:00:00Z\"", "date_parsing @ body.data.v")]
    [InlineData("\"type\": \"date\"", "20240229", "string_type @ body.data.v")]
    [InlineData("\"type\": \"date\", \"min\": \"2024-01-01\"", "\"2023-12-31\"", "greater_than_equal @ body.data.v")]
    [InlineData("\"type\": \"datetime\"", "\"2024-02-29\"", "datetime_parsing @ body.data.v")]
    [InlineData("\"type\": \"datetime\"", "\"2024-02-30T00:00Z\"", "datetime_parsing @ body.data.v")]
    [InlineData("\"type\": \"datetime\"", "\"2024-02-28T24:00Z\"", "datetime_parsing @ body.data.v")]
    [InlineData("\"type\": \"datetime\"", "\"2024-02-28T00:00+24:00\"", "datetime_parsing @ body.data.v")]
    [InlineData("\"type\": \"datetime\"", "\"0001-01-01T00:00+01:00\"", "datetime_parsing @ body.data.v")]
    [InlineData("\"type\": \"datetime\", \"max\": \"2024-01-01T00:00Z\"", "\"2024-01-01T00:00:00.000001Z\"", "less_than_equal @ body.data.v")]
    [InlineData("\"type\": \"email\"", "\"nobody\"", "value_error @ body.data.v")]
    [InlineData("\"type\": \"email\"", "\"Ada <ada@example.com>\"", "value_error @ body.data.v")]
    [InlineData("\"type\": \"url\"", "\"ftp://example.com\"", "url_parsing @ body.data.v")]
    [InlineData("\"type\": \"url\"", "\"/relative\"", "url_parsing @ body.data.v")]
    [InlineData("\"type\": \"url\"", "\"https://\"", "url_parsing @ body.data.v")]
    [InlineData("\"type\": \"url\"", "\"https://exa mple.com\"", "url_parsing @ body.data.v")]
    [InlineData("\"type\": \"uuid\"", "\"0190a1b2-0000-7000-8000-00000000000\"", "uuid_parsing @ body.data.v")]
    [InlineData("\"type\": \"uuid\"", "\"0x90a1b2-0000-7000-8000-00000000000f\"", "uuid_parsing @ body.data.v")]
    [InlineData("\"type\": \"enum\", \"values\": [\"red\"]", "\"Red\"", "enum @ body.data.v")]
    [InlineData("\"type\": \"enum\", \"values\": [\"red\"]", "1", "enum @ body.data.v")]
    [InlineData("\"type\": \"list\", \"items\": {\"type\": \"int\"}", "[1, null, 2, \"x\"]", "int_type @ body.data.v.1", "int_parsing @ body.data.v.3")]
    [InlineData("\"type\": \"list\", \"items\": {\"type\": \"int\"}", "{}", "list_type @ body.data.v")]
    [InlineData("\"type\": \"list\", \"max_length\": 1, \"items\": {\"type\": \"int\"}", "[1, 2]", "too_long @ body.data.v")]
    [InlineData(
        "\"type\": \"list\", \"items\": {\"type\": \"dict\", \"properties\": {\"price\": {\"type\": \"float\", \"required\": true, \"min\": 0}}, \"additional_properties\": false}",
        "[{\"price\": 1}, {}, {\"price\": -1, \"prize\": 2}]",
        "missing @ body.data.v.1.price", "greater_than_equal @ body.data.v.2.price", "extra_forbidden @ body.data.v.2.prize")]
    [InlineData("\"type\": \"dict\", \"properties\": {}", "[]", "dict_type @ body.data.v")]
    public async Task A_value_that_is_not_what_its_type_says_is_refused_by_its_place(string field, string given, params string[] problems)
    {
        var path = await Records($$"""{"name": "v", {{field}}}""");

        (await Admin.Post(path, $$$"""{"data": {"v": {{{given}}}}}""")).Expect(400).Problems.ShouldBe(problems);
    }

    [Fact]
    public async Task An_enum_says_what_it_expects_and_what_it_got()
    {
        var path = await Records("""{"name": "v", "type": "enum", "values": ["red", "green", "blue"]}""");

        var error = (await Admin.Post(path, """{"data": {"v": "pink"}}""")).Expect(400).Errors.Single();

        error.GetProperty("ctx").GetProperty("expected").GetString().ShouldBe("'red', 'green' or 'blue'");
        error.GetProperty("input").GetString().ShouldBe("pink");
    }

    [Fact]
    public async Task Datetimes_of_any_offset_are_sorted_by_time()
    {
        var path = await Records("""{"name": "v", "type": "datetime"}""");
        foreach (var time in new[] { "2024-01-01T12:00:00+02:00", "2024-01-01T11:00:00Z", "2024-01-01T09:30:00-01:00" })
        {
            (await Admin.Post(path, $$$"""{"data": {"v": "{{{time}}}"}}""")).Expect(201);
        }

        var sorted = (await Admin.Get($"{path}?sort_by=v&sort_order=asc")).Expect(200).Json.GetProperty("records");
        sorted.EnumerateArray().Select(record => record.GetProperty("data").GetProperty("v").GetString()![11..16])
            .ShouldBe(["10:00", "10:30", "11:00"]);
    }

    [Fact]
    public async Task A_value_that_an_enum_has_lost_is_told_with_the_next_change()
    {
        var name = await Server.NewCollection("""{"name": "v", "type": "enum", "values": ["a", "b"]}, {"name": "w"}""");
        var id = (await Admin.Post($"/api/collections/{name}/records", """{"data": {"v": "a"}}""")).Expect(201).Id;
        (await Admin.Patch(
            $"/api/collections/{name}", """{"schema": {"fields": [{"name": "v", "type": "enum", "values": ["b"]}, {"name": "w"}]}}""")).Expect(200);

        var record = $"/api/collections/{name}/records/{id}";
        (await Admin.Get(record)).Expect(200).Data.GetProperty("v").GetString().ShouldBe("a");
        (await Admin.Patch(record, """{"data": {"w": "x"}}""")).Expect(400).Problems.ShouldBe(["enum @ body.data.v"]);
        (await Admin.Patch(record, """{"data": {"v": "b"}}""")).Expect(200);
    }

    private async Task<string> Records(string field) => $"/api/collections/{await Server.NewCollection(field)}/records";
}
