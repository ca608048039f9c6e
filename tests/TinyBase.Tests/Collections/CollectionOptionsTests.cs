using Shouldly;
using TinyBase.Collections;
using Xunit;

namespace TinyBase.Tests.Collections;

public class CollectionOptionsTests
{
    [Theory]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"access": {}, "unknown_fields": "ignore", "color": "red"}""")]
    [InlineData("""{"access": null, "unknown_fields": null, "indexes": null}""")]
    public void What_is_not_set_has_its_default(string options) =>
        Parsed(options).ShouldBe(new CollectionOptions(
            new AccessRules(AccessRule.Public, AccessRule.Public, AccessRule.Auth, AccessRule.Owner, AccessRule.Owner),
            RefuseUnknownFields: false));

    [Fact]
    public void Each_operation_takes_its_own_rule() =>
        Parsed("""{"access": {"list": "owner", "read": "auth", "create": "public", "update": "admin", "delete": "admin"}}""").Access
            .ShouldBe(new AccessRules(AccessRule.Owner, AccessRule.Auth, AccessRule.Public, AccessRule.Admin, AccessRule.Admin));

    [Fact]
    public void The_operations_open_to_anyone_are_listed()
    {
        Parsed("{}").Access.PublicOperations.ShouldBe(["list", "read"]);
        Parsed("""{"access": {"list": "auth", "read": "auth", "delete": "public"}}""").Access.PublicOperations.ShouldBe(["delete"]);
    }

    [Fact]
    public void Unknown_fields_can_be_refused() =>
        Parsed("""{"unknown_fields": "refuse"}""").RefuseUnknownFields.ShouldBeTrue();

    [Theory]
    [InlineData("[]", "options must be an object, not an array")]
    [InlineData("""{"access": "public"}""", "options.access must be an object of operations and rules, not 'public'")]
    [InlineData("""{"access": {"list": "everyone"}}""", "options.access.list must be 'public', 'auth', 'owner' or 'admin', not 'everyone'")]
    [InlineData("""{"access": {"list": null}}""", "options.access.list must be 'public', 'auth', 'owner' or 'admin', not null")]
    [InlineData("""{"access": {"write": "auth"}}""", "options.access.write is not an operation; there are list, read, create, update and delete")]
    [InlineData("""{"unknown_fields": "drop"}""", "options.unknown_fields must be 'ignore' or 'refuse', not 'drop'")]
    [InlineData("""{"a": ["\udc00"]}""", "options.a.0: Input should be a valid string, unable to parse raw data as a unicode string")]
    [InlineData("""{"indexes": {}}""", "options.indexes must be an array of at most 16 objects, not an object")]
    [InlineData("""{"indexes": ["a"]}""", "options.indexes.0 must be an object with 'fields', not 'a'")]
    [InlineData("""{"indexes": [{}]}""", "options.indexes.0.fields must be an array of 1 to 16 names of fields, not nothing")]
    [InlineData("""{"indexes": [{"fields": []}]}""", "options.indexes.0.fields must be an array of 1 to 16 names of fields, not an array")]
    [InlineData("""{"indexes": [{"fields": ["a", "a"]}]}""", "options.indexes.0.fields.1 must be the name of a field that is not there before, not 'a'")]
    [InlineData("""{"indexes": [{"fields": ["a"], "unique": 1}]}""", "options.indexes.0.unique must be true or false, not 1")]
    [InlineData("""{"indexes": [{"fields": ["a"], "uniqe": true}]}""", "options.indexes.0.uniqe has no meaning; there are fields and unique")]
    public void Options_that_mean_nothing_are_refused_with_place_and_reason(string options, string reason)
    {
        CollectionOptions.TryParse(Given.Json(options), out var parsed, out var error).ShouldBeFalse();

        parsed.ShouldBeNull();
        error.ShouldBe(reason);
    }

    private static CollectionOptions Parsed(string options)
    {
        CollectionOptions.TryParse(Given.Json(options), out var parsed, out var error).ShouldBeTrue(error);
        return parsed!;
    }
}
