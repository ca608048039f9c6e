using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;

using TinyBase.Collections;
using TinyBase.Hosting;

namespace TinyBase.Records;

/// <summary>Which fields of a record are answered.</summary>
/// <param name="Fields">Their places in the schema, in its order.</param>
internal sealed record Projection(ImmutableArray<int> Fields)
{
    /// <summary>Reads <c>fields=a,b</c>. What every record has besides its fields can be named and is answered anyway.</summary>
    public static bool TryRead(
        CollectionModel model, string text, [NotNullWhen(true)] out Projection? projection, [NotNullWhen(false)] out ValidationError? error)
    {
        projection = Find(model, text, out var unknown);
        error = unknown is null ? null : ValidationError.OfText(
            "enum", "query", "fields", $"Collection '{model.Definition.Name}' has no field '{unknown}'", text);
        if (error is not null) projection = null;
        return error is null;
    }

    /// <summary>The fields that an object names.</summary>
    public static Projection Of(CollectionModel model, JsonElement data)
    {
        var fields = new SortedSet<int>();
        foreach (var member in data.EnumerateObject())
        {
            if (model.Schema.TryFind(Encoding.UTF8.GetBytes(member.Name), out var field)) fields.Add(field);
        }

        return new Projection([.. fields]);
    }

    /// <summary>Those of the named fields that there are.</summary>
    public static Projection Existing(CollectionModel model, string text) => Find(model, text, out _);

    private static Projection Find(CollectionModel model, string text, out string? unknown)
    {
        var fields = new SortedSet<int>();
        unknown = null;
        foreach (var name in text.Split(','))
        {
            if (name is "id" or "collection_id" or "owner_id" or "created_at" or "updated_at") continue;
            if (model.Schema.TryFind(Encoding.UTF8.GetBytes(name), out var field)) fields.Add(field);
            else unknown ??= name;
        }

        return new Projection([.. fields]);
    }
}
