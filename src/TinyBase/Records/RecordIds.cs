using System.Text.Json;

using TinyBase.Collections.Schema;
using TinyBase.Hosting;

namespace TinyBase.Records;

/// <summary>Reads the ids in the body of a request about several records: <c>{"ids": ["…", …]}</c>.</summary>
internal static class RecordIds
{
    /// <summary>How many records there can be in one request.</summary>
    public const int MaxCount = 1000;

    /// <summary>Reads the ids.</summary>
    /// <param name="body">The body.</param>
    /// <param name="errors">What is wrong; empty if nothing is.</param>
    /// <returns>The ids in lower case with hyphens, each once, in their order.</returns>
    public static IReadOnlyList<string> Read(JsonElement body, out IReadOnlyList<ValidationError> errors)
    {
        var fields = new BodyFields(body);
        var list = fields.List("ids", min: 1, MaxCount);
        var ids = new OrderedDictionary<string, bool>(StringComparer.Ordinal);
        var wrong = new List<ValidationError>(fields.Errors);
        foreach (var (index, given) in list.Index())
        {
            if (wrong.Count == ValidationError.MaxCount) break;
            if (given.ValueKind != JsonValueKind.String) wrong.Add(NoString(index, given));
            else if (JsonText.Read(given) is { } text && PathId.TryRead(text, out var id)) ids.TryAdd(id, true);
            else wrong.Add(PathId.Wrong(JsonText.Describe(JsonText.Content(given), ValidationError.MaxNameLength), "body", "ids", index));
        }

        errors = wrong;
        return [.. ids.Keys];
    }

    private static ValidationError NoString(int index, JsonElement given) =>
        new("uuid_type", ["body", "ids", index], "UUID input should be a string", InputEcho.Of(given));
}
