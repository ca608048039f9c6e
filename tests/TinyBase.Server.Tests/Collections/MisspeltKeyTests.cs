using Shouldly;

using TinyBase.Server.Tests.Hosting;

using Xunit;

namespace TinyBase.Server.Tests.Collections;

public sealed class MisspeltKeyTests(ServerFixture fixture)
{
    private const string Path = "/api/collections";

    private TestServer Server => fixture.Server;

    private ApiClient Admin => Server.Admin.Api;

    [Theory]
    [InlineData("\"schema\": {}, \"option\": {}", "Invalid collection: unknown key \"option\"; did you mean \"options\"?")]
    [InlineData("\"shema\": {}", "Invalid collection: unknown key \"shema\"; did you mean \"schema\"?")]
    [InlineData("\"schema\": {}, \"purgeRemove\": true", "Invalid collection: unknown key \"purgeRemove\"; did you mean \"purge_removed\"?")]
    [InlineData("\"schema\": {\"feilds\": []}", "Invalid schema: unknown key \"feilds\"; did you mean \"fields\"?")]
    [InlineData("\"schema\": {\"fields\": [], \"Fields\": []}", "Invalid schema: unknown key \"Fields\"; did you mean \"fields\"?")]
    [InlineData("\"schema\": {}, \"options\": {\"acces\": {}}", "Invalid options: unknown key \"options.acces\"; did you mean \"access\"?")]
    [InlineData("\"schema\": {}, \"options\": {\"indexs\": []}", "Invalid options: unknown key \"options.indexs\"; did you mean \"indexes\"?")]
    [InlineData("\"schema\": {}, \"options\": {\"unknown-field\": \"refuse\"}", "Invalid options: unknown key \"options.unknown-field\"; did you mean \"unknown_fields\"?")]
    public async Task A_key_of_a_collection_that_is_nearly_a_known_one_is_refused(string members, string reason)
    {
        (await Admin.Post(Path, $$"""{"name": "{{TestServer.NewName("odd")}}", "label": "L", {{members}}}""")).Expect(400).Detail.ShouldBe(reason);

        var name = await Server.NewCollection();
        var before = (await Admin.Get($"{Path}/{name}")).Text;
        (await Admin.Patch($"{Path}/{name}", $$"""{{{members}}}""")).Expect(400).Detail.ShouldBe(reason);
        (await Admin.Patch($"{Path}/{name}?dry_run=true", $$"""{{{members}}}""")).Expect(400).Detail.ShouldBe(reason);
        (await Admin.Get($"{Path}/{name}")).Text.ShouldBe(before);
    }

    [Theory]
    [InlineData("\"uniqe\": true", "fields.1.uniqe", "unique")]
    [InlineData("\"requird\": true", "fields.1.requird", "required")]
    [InlineData("\"Required\": true", "fields.1.Required", "required")]
    [InlineData("\"rename_from\": \"b\"", "fields.1.rename_from", "renamed_from")]
    [InlineData("\"rename\\u005ffrom\": \"b\"", "fields.1.rename_from", "renamed_from")]
    [InlineData("\"defualt\": \"b\"", "fields.1.defualt", "default")]
    [InlineData("\"maxLength\": 5", "fields.1.maxLength", "max_length")]
    [InlineData("\"tpye\": \"int\"", "fields.1.tpye", "type")]
    [InlineData("\"type\": \"list\", \"items\": {\"tpye\": \"int\"}", "fields.1.items.tpye", "type")]
    [InlineData("\"type\": \"dict\", \"properties\": {\"tpye\": {\"requierd\": true}}", "fields.1.properties.tpye.requierd", "required")]
    [InlineData("\"type\": \"dict\", \"properties\": {}, \"aditional_proprties\": false", "fields.1.aditional_proprties", "additional_properties")]
    public async Task A_key_of_a_field_that_is_nearly_a_known_one_is_refused(string members, string place, string meant)
    {
        var schema = $$"""{"fields": [{"name": "a"}, {"name": "b", {{members}}}]}""";
        var reason = $"Invalid schema: unknown key \"{place}\"; did you mean \"{meant}\"?";
        (await Admin.Post(Path, $$"""{"name": "{{TestServer.NewName("odd")}}", "label": "L", "schema": {{schema}}}""")).Expect(400).Detail.ShouldBe(reason);

        var name = await Server.NewCollection();
        (await Admin.Patch($"{Path}/{name}", $$"""{"schema": {{schema}}}""")).Expect(400).Detail.ShouldBe(reason);
    }

    [Fact]
    public async Task The_name_of_a_field_that_is_misspelt_is_told_as_such() =>
        (await Admin.Post(Path, $$$"""{"name": "{{{TestServer.NewName("odd")}}}", "label": "L", "schema": {"fields": [{"nmae": "a"}]}}""")).Expect(400)
            .Detail.ShouldBe("Invalid schema: unknown key \"fields.0.nmae\"; did you mean \"name\"?");

    [Fact]
    public async Task Known_keys_and_those_that_are_like_none_are_kept()
    {
        var name = TestServer.NewName("free");
        const string Schema =
            """{"note":"x","title":"x","fields":[{"name":"tpye","type":"dict","properties":{"uniqe":{"type":"string","color":"red"}},"additional_properties":false,"default":{"uniqe":"x"},"description":"d","unit":"m","ui":{"requird":1}},{"name":"n","type":"int","required":true,"default":1,"min":0,"max":5,"unique":true,"index":true,"renamed_from":null},{"name":"s","min_length":1,"max_length":2,"pattern":"x","mask":"x","size":1,"label":"x"},{"name":"e","type":"enum","values":["a"]},{"name":"l","type":"list","items":{"type":"int"}}]}""";
        const string Options = """{"access":{"list":"auth"},"indexes":[],"unknown_fields":"ignore","color":"red","x-acces":true}""";

        var made = (await Admin.Post(
            Path, $$"""{"name": "{{name}}", "label": "L", "schema": {{Schema}}, "options": {{Options}}, "id": "x", "created_at": "x"}""")).Expect(201).Json;

        made.GetProperty("schema").GetRawText().ShouldBe(Schema);
        made.GetProperty("options").GetRawText().ShouldBe(Options);
        (await Admin.Patch($"{Path}/{name}", $$"""{"name": "{{name}}", "schema": {{Schema}}, "options": {{Options}}, "purge_removed": true}""")).Expect(200);
    }

    [Fact]
    public async Task A_collection_that_was_saved_with_a_misspelt_key_still_works()
    {
        var name = await Server.NewCollection("""{"name": "a", "colour": "x"}""", """{"others": 1}""");
        Server.Sql(
            "UPDATE _collection SET schema = replace(schema, 'colour', 'uniqe'), options = replace(options, 'others', 'acces') WHERE name = @name",
            ("@name", name)).ShouldBe(1);

        // A dry run reads the definition from the database.
        (await Admin.Patch($"{Path}/{name}?dry_run=true", """{"label": "New"}""")).Expect(200);
    }
}
