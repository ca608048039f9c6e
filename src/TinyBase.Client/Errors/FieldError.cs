using System.Text.Json;

namespace TinyBase.Client;

/// <summary>What was wrong about one field of a request.</summary>
public sealed record FieldError
{
    /// <summary>The kind of the error, for programs: <c>missing</c>, <c>string_too_long</c>, <c>unique</c> and so on.</summary>
    public required string Type { get; init; }

    /// <summary>
    /// Where it is, from the outside in: <c>body</c>, <c>query</c> or <c>path</c>, then names of fields and indices of lists,
    /// such as <c>["body", "data", "title"]</c>.
    /// </summary>
    public required IReadOnlyList<string> Location { get; init; }

    /// <summary>What was wrong, for people.</summary>
    public required string Message { get; init; }

    /// <summary>
    /// The figures and names that the message has, for programs: <c>min_length</c> and <c>max_length</c>, <c>ge</c> and <c>le</c>,
    /// <c>expected</c>, and for <c>unique</c> the <c>fields</c>. Empty if there are none.
    /// </summary>
    public IReadOnlyDictionary<string, JsonElement> Context { get; init; } = new Dictionary<string, JsonElement>();

    /// <summary>The location in short, without the part of the request and the <c>data</c> around a record: <c>title</c>, <c>tags.0</c>.</summary>
    public string Field => string.Join('.', Location.Skip(Location switch
    {
        ["body", "data", _, ..] => 2,
        ["body" or "query" or "path", _, ..] => 1,
        _ => 0,
    }));

    /// <summary>Field and message: <c>title: Field required</c>.</summary>
    public override string ToString() => $"{Field}: {Message}";
}
