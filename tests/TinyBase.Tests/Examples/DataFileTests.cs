using System.Text.Json.Nodes;
using Shouldly;
using TinyBase.Client;
using TinyBase.Examples.LoadData;
using Xunit;

namespace TinyBase.Tests.Examples;

public sealed class DataFileTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("tinybase-data-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Names_for_people_become_names_of_fields()
    {
        var file = await ReadAsync("penguins.json", """[{"Beak Length (mm)": 39.1, " Déjà  vu! ": 1, "3D": true}]""");

        file.Collection.Name.ShouldBe("penguins");
        file.Collection.Label.ShouldBe("Penguins");
        file.Collection.Schema.Fields.Select(field => field.Name).ShouldBe(["beak_length_mm", "d_j_vu", "f_3d"]);
        file.Collection.Schema.Fields[0].Description.ShouldBe("Beak Length (mm)");
    }

    [Fact]
    public async Task A_field_has_the_narrowest_type_that_fits_all_values_and_is_never_required()
    {
        var file = await ReadAsync("a.json", """
            [{"i": 1, "f": 1, "s": "x", "b": true, "mixed": "x", "nothing": null},
             {"i": 9007199254740993, "f": 0.5, "s": null, "b": null, "mixed": 2046, "later": 1},
             {}]
            """);

        file.Collection.Schema.Fields.ToDictionary(field => field.Name, field => field.Type).ShouldBe(new Dictionary<string, string>
            {
                ["i"] = FieldType.Int,
                ["f"] = FieldType.Float,
                ["s"] = FieldType.String,
                ["b"] = FieldType.Bool,
                ["mixed"] = FieldType.String,
                ["nothing"] = FieldType.String,
                ["later"] = FieldType.Int,
            });
        file.Collection.Schema.Fields.ShouldAllBe(field => !field.Required);
        JsonOf(file.Rows[1]).ShouldBe("""{"i":9007199254740993,"f":0.5,"s":null,"b":null,"mixed":"2046","nothing":null,"later":1}""");
        JsonOf(file.Rows[2]).ShouldBe("""{"i":null,"f":null,"s":null,"b":null,"mixed":null,"nothing":null,"later":null}""");
    }

    [Fact]
    public async Task Everybody_reads_the_sample_and_only_admins_write_it()
    {
        var file = await ReadAsync("a.json", """[{"x": 1}]""");

        file.Collection.Options!.Access.ShouldBe(new AccessRules
        {
            List = AccessRule.Public,
            Read = AccessRule.Public,
            Create = AccessRule.Admin,
            Update = AccessRule.Admin,
            Delete = AccessRule.Admin,
        });
    }

    [Fact]
    public async Task CSV_is_read_with_its_quotes_line_breaks_and_empty_cells()
    {
        var file = await ReadAsync("a.csv", "code,name,lat,n\r\n007,\"W. H. \"\"Bud\"\" Barron, Jr\",-82.98525556,1\r\n00R,\"two\nlines\",1,\r\n\"\",\"\"\"\",.5,-3");

        file.Collection.Schema.Fields.Select(field => field.Type)
            .ShouldBe([FieldType.String, FieldType.String, FieldType.Float, FieldType.Int]);
        file.Rows.Select(row => JsonNode.Parse(JsonOf(row))!.ToJsonString()).ShouldBe([
            JsonNode.Parse("""{"code":"007","name":"W. H. \"Bud\" Barron, Jr","lat":-82.98525556,"n":1}""")!.ToJsonString(),
            JsonNode.Parse("""{"code":"00R","name":"two\nlines","lat":1,"n":null}""")!.ToJsonString(),
            JsonNode.Parse("""{"code":null,"name":"\"","lat":0.5,"n":-3}""")!.ToJsonString()]);
        file.Rows.Select(row => row.Number).ShouldBe([1, 2, 3]);
    }

    [Theory]
    [InlineData("007")]
    [InlineData("-01.5")]
    [InlineData("NaN")]
    [InlineData("1e400")]
    [InlineData(" 1")]
    [InlineData("1,000")]
    public async Task A_cell_that_only_resembles_a_number_makes_its_column_text(string cell)
    {
        var file = await ReadAsync("a.csv", $"x\n1\n\"{cell}\"\n");

        file.Collection.Schema.Fields[0].Type.ShouldBe(FieldType.String);
        JsonOf(file.Rows[0]).ShouldBe("""{"x":"1"}""");
        JsonOf(file.Rows[1]).ShouldBe($$"""{"x":"{{cell}}"}""");
    }

    [Theory]
    [InlineData("a.csv", "", "a.csv: a header is expected")]
    [InlineData("a.csv", "x,y\n1,2\n3\n", "a.csv: row 2: 2 cells are expected, not 1")]
    [InlineData("a.csv", "x\n1\n\"open", "a.csv: line 3: a quote is not closed")]
    [InlineData("a.csv", "x\n\"a\"b\n", "a.csv: line 2: a comma or the end of the line is expected behind a closing quote")]
    [InlineData("a.csv", "x y,x-y\n1,2\n", "a.csv: two columns would both become the field 'x_y'")]
    [InlineData("a.csv", "x,?\n1,2\n", "a.csv: '?' cannot be made the name of a field")]
    [InlineData("a.json", "{}", "a.json: an array of objects is expected")]
    [InlineData("a.json", "[{},1]", "a.json: row 2: an object is expected")]
    [InlineData("a.xml", "<x/>", "a.xml: only .csv and .json files can be read")]
    public async Task A_file_that_cannot_be_read_says_where(string name, string text, string message) =>
        (await Should.ThrowAsync<InvalidDataException>(ReadAsync(name, text))).Message.ShouldBe(message);

    [Fact]
    public async Task The_sample_data_becomes_three_collections()
    {
        if (SampleData.FindFolder() is not { } folder)
        {
            Assert.Skip("The sample data is not part of the checkout.");
            return;
        }

        var files = await SampleData.ReadAsync(folder, TestContext.Current.CancellationToken);

        files.Select(file => (file.Collection.Name, file.Rows.Count)).ShouldBe([("movies", 3201), ("airports", 3376), ("penguins", 344)]);
        Types(files[0]).ShouldBe(
            "title string, us_gross int, worldwide_gross int, us_dvd_sales int, production_budget int, release_date string, mpaa_rating string, "
            + "running_time_min int, distributor string, source string, major_genre string, creative_type string, director string, "
            + "rotten_tomatoes_rating int, imdb_rating float, imdb_votes int");
        Types(files[1]).ShouldBe("iata string, name string, city string, state string, country string, latitude float, longitude float");
        Types(files[2]).ShouldBe(
            "species string, island string, beak_length_mm float, beak_depth_mm float, flipper_length_mm int, body_mass_g int, sex string");
        files[0].Rows.Count(row => row.Data["title"]?.GetValue<string>() is "1776" or "2046").ShouldBe(2);
        files[1].Rows.ShouldContain(row => row.Data["name"]!.GetValue<string>() == "W. H. \"Bud\" Barron");
    }

    private static string Types(DataFile file) =>
        string.Join(", ", file.Collection.Schema.Fields.Select(field => $"{field.Name} {field.Type}"));

    private static string JsonOf(DataRow row) => row.Data.ToJsonString();

    private async Task<DataFile> ReadAsync(string name, string text)
    {
        var path = Path.Combine(_folder.FullName, name);
        await File.WriteAllTextAsync(path, text, TestContext.Current.CancellationToken);
        return await DataFile.ReadAsync(path, TestContext.Current.CancellationToken);
    }
}
