using System.Text.Json;

using Shouldly;

using TinyBase.Server.Tests.Hosting;

using Xunit;

namespace TinyBase.Server.Tests.Records;

/// <summary>Lists of the records that a condition holds for.</summary>
public sealed class FilterTests(ServerFixture fixture) : IAsyncLifetime
{
    private const string Fields =
        """
        {"name": "s"}, {"name": "i", "type": "int"}, {"name": "f", "type": "float"}, {"name": "b", "type": "bool"},
        {"name": "l", "type": "list[int]"}, {"name": "d", "type": "dict"}
        """;

    private static readonly string[] Records =
    [
        """{"s": "apple", "i": 1, "f": 1.5, "b": true, "l": [1]}""",
        """{"s": "50%_off", "i": -5, "f": -2, "b": false}""",
        """{"s": "Äpfel, süß", "i": 9223372036854775807, "f": 1e300, "b": true}""",
        """{"s": "", "i": 0, "f": 0, "b": false, "d": {"a": 1}}""",
        """{}""",
    ];

    private readonly List<string> _ids = [];
    private string _path = "";

    private TestServer Server => fixture.Server;

    private ApiClient Admin => Server.Admin.Api;

    public async ValueTask InitializeAsync()
    {
        _path = $"/api/collections/{await Server.NewCollection(Fields)}/records";
        foreach (var record in Records) _ids.Add((await Admin.Post(_path, record)).Expect(201).Id);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Theory]
    [InlineData("filter[s]=apple", "0")]
    [InlineData("filter[s][eq]=", "3")]
    [InlineData("filter[s][ne]=apple", "1 2 3 4")]
    [InlineData("filter[s][gt]=apple", "2")]
    [InlineData("filter[s][gte]=apple", "0 2")]
    [InlineData("filter[s][lt]=apple", "1 3")]
    [InlineData("filter[s][lte]=apple", "0 1 3")]
    [InlineData("filter[s][in]=apple,50%25_off,nothing", "0 1")]
    [InlineData("""filter[s][in]=["Äpfel, süß",""]""", "2 3")]
    [InlineData("filter[s][in]=", "3")]
    [InlineData("filter[s][in]=[]", "")]
    [InlineData("filter[s][contains]=p", "0 2")]
    [InlineData("filter[s][contains]=%25", "1")]
    [InlineData("filter[s][contains]=_", "1")]
    [InlineData("filter[s][contains]=", "0 1 2 3")]
    [InlineData("filter[s][contains]=APP", "")]
    [InlineData("filter[s][starts]=a", "0")]
    [InlineData("filter[s][starts]=A", "")]
    [InlineData("filter[s][starts]=Äpf", "2")]
    [InlineData("filter[s][starts]=50%25", "1")]
    [InlineData("filter[s][starts]=%25", "")]
    [InlineData("filter[s][starts]=", "0 1 2 3")]
    [InlineData("filter[s][null]=true", "4")]
    [InlineData("filter[s][null]=0", "0 1 2 3")]
    [InlineData("filter[i]=1", "0")]
    [InlineData("filter[i]=1.0", "0")]
    [InlineData("filter[i][eq]=%2B1", "0")]
    [InlineData("filter[i][ne]=1", "1 2 3 4")]
    [InlineData("filter[i][gt]=0", "0 2")]
    [InlineData("filter[i][gte]=0", "0 2 3")]
    [InlineData("filter[i][lt]=0", "1")]
    [InlineData("filter[i][lte]=0", "1 3")]
    [InlineData("filter[i][in]=1,-5,7", "0 1")]
    [InlineData("filter[i][in]=[9223372036854775807]", "2")]
    [InlineData("filter[i][null]=no", "0 1 2 3")]
    [InlineData("filter[f]=1.5", "0")]
    [InlineData("filter[f]=-2", "1")]
    [InlineData("filter[f][ne]=1.5", "1 2 3 4")]
    [InlineData("filter[f][gt]=1e10", "2")]
    [InlineData("filter[f][gte]=1.5", "0 2")]
    [InlineData("filter[f][lt]=-1.99", "1")]
    [InlineData("filter[f][lte]=-0.0", "1 3")]
    [InlineData("filter[f][in]=0,1.5", "0 3")]
    [InlineData("filter[f][null]=1", "4")]
    [InlineData("filter[b]=true", "0 2")]
    [InlineData("filter[b]=1", "0 2")]
    [InlineData("filter[b]=OFF", "1 3")]
    [InlineData("filter[b][ne]=true", "1 3 4")]
    [InlineData("filter[b][gt]=false", "0 2")]
    [InlineData("filter[b][in]=yes,no", "0 1 2 3")]
    [InlineData("filter[b][null]=yes", "4")]
    [InlineData("filter[l][null]=false", "0 1 2 3 4")]
    [InlineData("filter[d][null]=true", "")]
    [InlineData("filter[i][gte]=0&filter[i][lt]=5&filter[b]=true", "0")]
    [InlineData("filter[i][ne]=0&filter[i][ne]=1", "1 2 4")]
    [InlineData("filter%5Bi%5D%5Bgte%5D=1", "0 2")]
    [InlineData("filters=1&filtered[x]=2", "0 1 2 3 4")]
    public async Task A_filter_keeps_the_records_that_it_holds_for(string query, string expected) =>
        (await Found(query)).ShouldBe(expected);

    [Theory]
    [InlineData("filter[x]=1", "enum @ query.filter[x]")]
    [InlineData("filter[S]=1", "enum @ query.filter[S]")]
    [InlineData("filter[]=1", "enum @ query.filter[]")]
    [InlineData("filter[_id]=1", "enum @ query.filter[_id]")]
    [InlineData("filter[rowid][null]=true", "enum @ query.filter[rowid][null]")]
    [InlineData("filter[s][like]=1", "enum @ query.filter[s][like]")]
    [InlineData("filter[s][]=1", "enum @ query.filter[s][]")]
    [InlineData("filter[s][EQ]=1", "enum @ query.filter[s][EQ]")]
    [InlineData("filter[i][contains]=1", "enum @ query.filter[i][contains]")]
    [InlineData("filter[b][starts]=t", "enum @ query.filter[b][starts]")]
    [InlineData("filter[l][eq]=[1]", "enum @ query.filter[l][eq]")]
    [InlineData("filter[d][contains]=a", "enum @ query.filter[d][contains]")]
    [InlineData("filter[id][contains]=a", "enum @ query.filter[id][contains]")]
    [InlineData("filter[i]=one", "int_parsing @ query.filter[i]")]
    [InlineData("filter[i]=", "int_parsing @ query.filter[i]")]
    [InlineData("filter[i][gt]=1.5", "int_parsing @ query.filter[i][gt]")]
    [InlineData("filter[i][in]=1,,2", "int_parsing @ query.filter[i][in]")]
    [InlineData("filter[i][in]=[1,null]", "int_type @ query.filter[i][in]")]
    [InlineData("filter[i][in]=[1", "json_invalid @ query.filter[i][in]")]
    [InlineData("filter[i]=9223372036854775808", "int_parsing_size @ query.filter[i]")]
    [InlineData("filter[f]=nan", "finite_number @ query.filter[f]")]
    [InlineData("filter[f]=x", "float_parsing @ query.filter[f]")]
    [InlineData("filter[b]=maybe", "bool_parsing @ query.filter[b]")]
    [InlineData("filter[s][in]=[1]", "string_type @ query.filter[s][in]")]
    [InlineData("filter[s][null]=perhaps", "bool_parsing @ query.filter[s][null]")]
    [InlineData("filter[id]=1", "uuid_parsing @ query.filter[id]")]
    [InlineData("filter[created_at][gt]=yesterday", "datetime_parsing @ query.filter[created_at][gt]")]
    [InlineData("filter=1", "value_error @ query.filter")]
    [InlineData("filter[s=1", "value_error @ query.filter[s")]
    [InlineData("filter[s]x=1", "value_error @ query.filter[s]x")]
    public async Task What_a_filter_cannot_mean_is_refused(string query, string problem) =>
        (await Admin.Get($"{_path}?{query}")).Expect(422).Problems.ShouldBe([problem]);

    [Fact]
    public async Task All_mistakes_are_told_at_once() =>
        (await Admin.Get($"{_path}?filter[x]=1&filter[i]=a&sort_by=y&fields=z&after=")).Expect(422).Problems.ShouldBe(
            ["enum @ query.filter[x]", "int_parsing @ query.filter[i]", "enum @ query.sort_by", "enum @ query.fields"], ignoreOrder: true);

    [Theory]
    [InlineData("'; DROP TABLE _user; --")]
    [InlineData("\" OR \"\" = \"")]
    [InlineData("x' OR '1'='1")]
    [InlineData("?1")]
    [InlineData("s) OR (1=1")]
    [InlineData("s\" OR 1=1 --")]
    [InlineData("s\u0000")]
    public async Task Nothing_in_a_query_becomes_SQL(string text)
    {
        var evil = Uri.EscapeDataString(text);
        foreach (var comparison in (string[])["eq", "gt", "in", "contains", "starts"])
        {
            (await Admin.Get($"{_path}?filter[s][{comparison}]={evil}")).Status.ShouldBeOneOf(200, 422);
        }

        (await Found($"filter[s]={evil}")).ShouldBe("");
        (await Found($"filter[s][starts]={evil}")).ShouldBe("");
        (await Admin.Get($"{_path}?filter[{evil}]=1")).Expect(422);
        (await Admin.Get($"{_path}?filter[s][{evil}]=1")).Expect(422);
        (await Admin.Get($"{_path}?sort_by={evil}")).Expect(422);
        (await Admin.Get($"{_path}?sort_by=s,-{evil}")).Expect(422);
        (await Admin.Get($"{_path}?fields={evil}")).Expect(422);
        (await Admin.Get($"{_path}?after={evil}")).Expect(422);
        (await Found("")).ShouldBe("0 1 2 3 4");
    }

    [Fact]
    public async Task Every_record_can_be_filtered_by_what_it_has_besides_its_fields()
    {
        var user = await Server.NewUser();
        var own = (await user.Api.Post(_path, """{"s": "own"}""")).Expect(201);
        _ids.Add(own.Id);
        var created = own.Json.GetProperty("created_at").GetString()!;

        (await Found($"filter[id]={own.Id.ToUpperInvariant()}")).ShouldBe("5");
        (await Found($"filter[id][in]={own.Id},{_ids[1]}")).ShouldBe("1 5");
        (await Found($"filter[id][lt]={_ids[2]}")).ShouldBe("0 1");
        (await Found($"filter[owner_id]={user.Id}")).ShouldBe("5");
        (await Found($"filter[owner_id][ne]={user.Id}")).ShouldBe("0 1 2 3 4");
        (await Found("filter[owner_id][null]=true")).ShouldBe("");
        (await Found($"filter[created_at]={created}")).ShouldBe("5");
        (await Found($"filter[updated_at][gte]={created}")).ShouldBe("5");
        (await Found("filter[created_at][gte]=2000-01-01&filter[updated_at][lt]=2000-01-01T00:00Z")).ShouldBe("");
        (await Found("filter[created_at][gt]=2000-01-01T00:00:00.5%2B02:00")).ShouldBe("0 1 2 3 4 5");
    }

    [Theory]
    [InlineData("filter[created_at][lt]=9999-12-31T23:59:59.9999999Z")]
    [InlineData("filter[created_at][lte]=6429-10-18")]
    [InlineData("filter[created_at][gt]=0001-01-01")]
    [InlineData("filter[id][lt]=ffffffff-ffff-ffff-ffff-ffffffffffff")]
    [InlineData("filter[id][lte]=80000000-0000-0000-0000-000000000000")]
    [InlineData("filter[id][gt]=00000000-0000-0000-0000-000000000000")]
    public async Task A_bound_that_no_record_reaches_leaves_none_out(string query)
    {
        (await Found(query)).ShouldBe("0 1 2 3 4");
        (await Found(query.Replace("[l", "[g", StringComparison.Ordinal).Replace("[gt]=0", "[lt]=0", StringComparison.Ordinal))).ShouldBe("");
    }

    [Fact]
    public async Task Under_owner_a_filter_finds_only_ones_own()
    {
        var name = await Server.NewCollection(Fields, """{"access": {"list": "owner", "create": "auth"}}""");
        var path = $"/api/collections/{name}/records";
        var (one, two) = (await Server.NewUser(), await Server.NewUser());
        var own = (await one.Api.Post(path, """{"s": "x", "i": 1}""")).Expect(201).Id;
        await two.Api.Post(path, """{"s": "x", "i": 1}""");
        await one.Api.Post(path, """{"s": "y", "i": 1}""");

        foreach (var query in (string[])["filter[s]=x", "filter[s][in]=x,z&sort_by=s,-i"])
        {
            var page = (await one.Api.Get($"{path}?{query}")).Expect(200);
            Ids(page).ShouldBe([own]);
            page.Json.GetProperty("total").GetInt32().ShouldBe(1);
        }

        Ids((await one.Api.Get($"{path}?filter[owner_id]={two.Id}")).Expect(200)).ShouldBeEmpty();
        Ids((await one.Api.Get($"{path}?filter[s][null]=true")).Expect(200)).ShouldBeEmpty();
        (await Admin.Get($"{path}?filter[s]=x&limit=1")).Expect(200).Json.GetProperty("total").GetInt32().ShouldBe(2);
    }

    [Fact]
    public async Task A_filtered_list_has_the_total_of_what_it_holds_for()
    {
        async Task<JsonElement> Total(string query) => (await Admin.Get($"{_path}?{query}")).Expect(200).Json.GetProperty("total");

        (await Total("filter[s][null]=false&limit=1")).GetInt32().ShouldBe(4);
        (await Total("filter[s][null]=false&limit=2&offset=3")).GetInt32().ShouldBe(4);
        (await Total("filter[s][null]=false&limit=2&offset=30")).GetInt32().ShouldBe(4);
        (await Total("filter[i]=77")).GetInt32().ShouldBe(0);
        (await Total("filter[s][null]=false&count=false")).ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Fact]
    public async Task There_are_limits_to_filters_and_their_values()
    {
        var many = string.Join('&', Enumerable.Repeat("filter[i][ne]=3", 32));
        Ids((await Admin.Get($"{_path}?{many}")).Expect(200)).Count.ShouldBe(5);
        (await Admin.Get($"{_path}?{many}&filter[i]=1")).Expect(422).Problems.ShouldBe(["too_long @ query.filter"]);
        var values = string.Join(',', Enumerable.Range(0, 100));
        (await Found($"filter[i][in]={values}")).ShouldBe("0 3");
        (await Admin.Get($"{_path}?filter[i][in]={values},100")).Expect(422).Problems.ShouldBe(["too_long @ query.filter[i][in]"]);
    }

    [Fact]
    public async Task Many_shapes_of_queries_do_not_disturb_each_other()
    {
        string[] names = ["s", "i", "f", "b", "id", "created_at"];
        foreach (var one in names)
        {
            foreach (var two in names)
            {
                foreach (var sort in names)
                {
                    (await Admin.Get($"{_path}?filter[{one}][null]=false&filter[{two}][null]=false&sort_by={sort},-s")).Expect(200);
                }
            }
        }

        (await Found("filter[i]=1")).ShouldBe("0");
        (await Found("")).ShouldBe("0 1 2 3 4");
    }

    private async Task<string> Found(string query)
    {
        var page = (await Admin.Get($"{_path}?{query}")).Expect(200);
        return string.Join(' ', Ids(page).Select(id => _ids.IndexOf(id)).Order());
    }

    private static List<string> Ids(Answer page) =>
        [.. page.Json.GetProperty("records").EnumerateArray().Select(record => record.GetProperty("id").GetString()!)];
}
