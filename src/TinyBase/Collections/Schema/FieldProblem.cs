using System.Collections.Immutable;
using System.Text.Json;

namespace TinyBase.Collections.Schema;

/// <summary>Why a value does not fit its field.</summary>
/// <param name="Type">The machine-readable name of the problem, such as <c>string_too_short</c>.</param>
/// <param name="Message">The problem in words.</param>
/// <param name="Context">The figures of the message by name, or null where it has none.</param>
internal sealed record FieldProblem(string Type, string Message, IReadOnlyDictionary<string, object?>? Context = null)
{
    /// <summary>Where inside the value the problem is: keys and indices from the outside in. Empty for the value itself.</summary>
    public ImmutableArray<object> Path { get; init; } = [];

    /// <summary>The part of the value that <see cref="Path"/> leads to; null where it is too large to repeat.</summary>
    public JsonElement? Input { get; init; }

    /// <summary>A further problem of the same value; a list can have one for each item.</summary>
    public FieldProblem? Next { get; init; }
}
