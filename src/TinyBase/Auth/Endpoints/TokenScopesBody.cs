using System.Text.Json;

using TinyBase.Hosting;
using TinyBase.Hosting.Describing;

namespace TinyBase.Auth.Endpoints;

/// <summary>Scopes in a request body.</summary>
internal static class TokenScopesBody
{
    private const string Name = "scopes";

    private const string Text =
        "What the token may do; whatever an admin may, if it is absent. `collections` has lists of `list`, `read`, `create`, `update`, "
        + "`delete` by the name of the collection, `functions` a list of names; `*` stands for all.";

    /// <summary>How the API document describes them.</summary>
    public static BodyField Field
    {
        get
        {
            var schema = Schemas.Object(
                BodyField.Boolean("admin", "Whether it may do whatever an admin may.").Optional(),
                new BodyField("collections", Schemas.AnyObject("Operations by collection."), IsRequired: false),
                new BodyField("functions", Schemas.List(Schemas.Text(), "Names of functions."), IsRequired: false),
                BodyField.Boolean("metrics", "Whether it may read what was measured.").Optional());
            schema.Description = Text;
            return new BodyField(Name, schema).Optional();
        }
    }

    /// <summary>Takes the scopes; null if they are absent, or if something is wrong with them, which is then among the errors.</summary>
    public static TokenScopes? Take(BodyFields fields)
    {
        if (fields.OptionalObject(Name) is not { } given) return null;
        var problem = Read(given, out var scopes);
        if (problem is null) return scopes;
        fields.AddRefused(Name, problem);
        return null;
    }

    /// <summary>Reads scopes; if they cannot be taken, it answers what they must be.</summary>
    public static string? Read(JsonElement given, out TokenScopes? scopes)
    {
        scopes = null;
        var (admin, metrics) = (false, false);
        var collections = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        IReadOnlyList<string> functions = [];
        foreach (var member in given.EnumerateObject())
        {
            switch (member.Name)
            {
                case "admin" when member.Value.ValueKind is JsonValueKind.True or JsonValueKind.False:
                    admin = member.Value.GetBoolean();
                    break;
                case "admin":
                    return "an object whose admin is true or false";
                case "metrics" when member.Value.ValueKind is JsonValueKind.True or JsonValueKind.False:
                    metrics = member.Value.GetBoolean();
                    break;
                case "metrics":
                    return "an object whose metrics is true or false";
                case "collections":
                    if (!TryReadCollections(member.Value, collections)) return WrongCollections;
                    break;
                case "functions":
                    if (Names(member.Value) is not { Count: <= TokenScopes.MaxNames } names) return "an object whose functions are a list of names, at most 200";
                    functions = names;
                    break;
                default:
                    return "an object with admin, collections, functions and metrics, and nothing else";
            }
        }

        scopes = new TokenScopes(admin, collections, functions, metrics);
        return null;
    }

    private static string WrongCollections =>
        $"an object whose collections are at most {TokenScopes.MaxNames} names with lists of {string.Join(", ", TokenScopes.Operations)}";

    private static bool TryReadCollections(JsonElement given, Dictionary<string, IReadOnlyList<string>> collections)
    {
        if (given.ValueKind != JsonValueKind.Object) return false;
        foreach (var collection in given.EnumerateObject())
        {
            if (Names(collection.Value) is not { } operations || operations.Except(TokenScopes.Operations).Any()) return false;
            collections[collection.Name] = operations;
        }

        return collections.Count <= TokenScopes.MaxNames;
    }

    private static List<string>? Names(JsonElement given) =>
        given.ValueKind == JsonValueKind.Array && given.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String)
            ? [.. given.EnumerateArray().Select(item => item.GetString()!).Distinct(StringComparer.Ordinal)]
            : null;
}
