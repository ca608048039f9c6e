using System.Text.Json;

namespace TinyBase.Collections.Schema;

/// <summary>One thing that is wrong with a record, as it is told to the client.</summary>
/// <param name="Type">The machine-readable name of the problem, such as <c>missing</c>.</param>
/// <param name="Location">Where in the request it is: <c>"body"</c>, keys, and indices as <see cref="int"/>.</param>
/// <param name="Message">The problem in words.</param>
/// <param name="Input">The offending value; null where it is too large to repeat. It does not depend on the request's document.</param>
/// <param name="Context">The figures of the message by name, or null where it has none.</param>
internal sealed record ValidationError(
    string Type,
    IReadOnlyList<object> Location,
    string Message,
    JsonElement? Input,
    IReadOnlyDictionary<string, object?>? Context)
{
    /// <summary>How many errors are told at most; a record can have any number of mistakes.</summary>
    public const int MaxCount = 100;

    /// <summary>How much of a name that the client made up is repeated, in UTF-16 characters.</summary>
    public const int MaxNameLength = 100;
}
