using System.Text.Json;

namespace TinyBase.Hosting;

/// <summary>One thing that is wrong with a request, as clients get it in <c>detail</c> (422) or <c>errors</c> (400).</summary>
/// <param name="Type">A name for the kind of error that programs can rely on.</param>
/// <param name="Location">Where it is: body, query or path, then names and indices.</param>
/// <param name="Message">What would be right, for people.</param>
/// <param name="Input">What was given, independent of the request's memory; null where it is too large or must not be repeated.</param>
/// <param name="Context">The limits that were broken, or null.</param>
internal sealed record ValidationError(
    string Type,
    IReadOnlyList<object> Location,
    string Message,
    JsonElement? Input = null,
    IReadOnlyDictionary<string, object?>? Context = null)
{
    /// <summary>How many errors are told at most; a record can have any number of mistakes.</summary>
    public const int MaxCount = 100;

    /// <summary>How much of a name that the client made up is repeated, in UTF-16 characters.</summary>
    public const int MaxNameLength = 100;

    /// <summary>An error about a text, as parameters of the path and the query are.</summary>
    public static ValidationError OfText(
        string type, string place, string name, string message, string input, IReadOnlyDictionary<string, object?>? context = null) =>
        new(type, [place, name], message, JsonSerializer.SerializeToElement(input, WireJson.Default.String), context);
}
