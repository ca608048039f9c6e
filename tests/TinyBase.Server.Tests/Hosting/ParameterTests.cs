using Shouldly;

using Xunit;

namespace TinyBase.Server.Tests.Hosting;

public sealed class ParameterTests(ServerFixture fixture)
{
    private TestServer Server => fixture.Server;

    [Fact]
    public async Task An_id_is_taken_in_all_its_spellings_and_answered_in_one()
    {
        var path = $"/api/collections/{await Server.NewCollection()}/records";
        var id = (await Server.Admin.Api.Post(path, "{}")).Expect(201).Id;
        var digits = id.Replace("-", "");
        var spellings = new[]
        {
            id, id.ToUpperInvariant(), digits, digits.ToUpperInvariant(), $"{{{id}}}", $"urn:uuid:{id}", $"URN:UUID:{id.ToUpperInvariant()}",
        };

        foreach (var spelling in spellings)
        {
            (await Server.Anonymous.Get($"{path}/{Uri.EscapeDataString(spelling)}")).Expect(200).Id.ShouldBe(id);
            (await Server.Admin.Api.Patch($"{path}/{spelling}", "{}")).Expect(200).Id.ShouldBe(id);
        }

        (await Server.Admin.Api.Delete($"{path}/{digits.ToUpperInvariant()}")).Expect(204);
        (await Server.Admin.Api.Get($"{path}/{digits.ToUpperInvariant()}")).Expect(404).Detail.ShouldBe($"Record '{id}' not found");
    }

    [Theory]
    [InlineData("1")]
    [InlineData("me")]
    [InlineData("01890a5d-ac96-774b-bcce-b302099a805")]
    [InlineData("01890a5d-ac96-774b-bcce-b302099a80577")]
    [InlineData("01890a5d-ac96-774b-bcce-b302099a805g")]
    [InlineData("{01890a5d-ac96-774b-bcce-b302099a8057")]
    [InlineData("(01890a5d-ac96-774b-bcce-b302099a8057)")]
    [InlineData(" 01890a5d-ac96-774b-bcce-b302099a8057")]
    [InlineData("01890a5d-ac96-774b-bcce-b302099a8057  ")]
    [InlineData("+1890a5d-ac96-774b-bcce-b302099a8057")]
    [InlineData("0x890a5d-ac96-774b-bcce-b302099a8057")]
    [InlineData("{0x01890a5d,0xac96,0x774b,{0xbc,0xce,0xb3,0x02,0x09,0x9a,0x80,0x57}}")]
    [InlineData("urn:uuid:")]
    public async Task What_is_no_id_is_refused(string id)
    {
        var path = $"/api/collections/{await Server.NewCollection()}/records/{Uri.EscapeDataString(id)}";
        Answer[] answers = [await Server.Anonymous.Get(path), await Server.Admin.Api.Patch(path, "{}"), await Server.Admin.Api.Delete(path)];

        foreach (var answer in answers)
        {
            answer.Expect(422).Problems.ShouldBe(["uuid_parsing @ path.id"]);
            var error = answer.Errors.Single();
            error.GetProperty("input").GetString().ShouldBe(id);
            error.GetProperty("msg").GetString().ShouldBe(
                $"Input should be a valid UUID, {error.GetProperty("ctx").GetProperty("error").GetString()}");
        }
    }

    [Theory]
    [InlineData("limit=x", "int_parsing @ query.limit", null)]
    [InlineData("limit=", "int_parsing @ query.limit", null)]
    [InlineData("limit=1.5", "int_parsing @ query.limit", null)]
    [InlineData("limit=99999999999999999999", "int_parsing @ query.limit", null)]
    [InlineData("limit=0", "greater_than_equal @ query.limit", """{"ge":1}""")]
    [InlineData("limit=-1", "greater_than_equal @ query.limit", """{"ge":1}""")]
    [InlineData("limit=1001", "less_than_equal @ query.limit", """{"le":1000}""")]
    [InlineData("offset=-1", "greater_than_equal @ query.offset", """{"ge":0}""")]
    [InlineData("offset=x", "int_parsing @ query.offset", null)]
    [InlineData("sort_order=up", "string_pattern_mismatch @ query.sort_order", """{"pattern":"^(asc|desc)$"}""")]
    [InlineData("sort_order=ASC", "string_pattern_mismatch @ query.sort_order", """{"pattern":"^(asc|desc)$"}""")]
    [InlineData("count=maybe", "bool_parsing @ query.count", null)]
    [InlineData("limit=1&limit=0", "greater_than_equal @ query.limit", """{"ge":1}""")]
    public async Task A_wrong_query_parameter_is_refused(string query, string problem, string? context)
    {
        var answer = (await Server.Anonymous.Get($"/api/collections/{await Server.NewCollection()}/records?{query}")).Expect(422);

        answer.Problems.ShouldBe([problem]);
        var error = answer.Errors.Single();
        error.GetProperty("input").GetString().ShouldBe(query.Split('=')[^1]);
        (error.TryGetProperty("ctx", out var ctx) ? ctx.GetRawText() : null).ShouldBe(context);
    }

    [Fact]
    public async Task All_wrong_parameters_are_told_at_once()
    {
        var path = $"/api/collections/{await Server.NewCollection()}/records";

        (await Server.Anonymous.Get($"{path}?offset=-1&limit=x&sort_order=up")).Expect(422)
            .Problems.ShouldBe(
                ["int_parsing @ query.limit", "greater_than_equal @ query.offset", "string_pattern_mismatch @ query.sort_order"]);
    }
}
