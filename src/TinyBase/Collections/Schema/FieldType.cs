using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace TinyBase.Collections.Schema;

/// <summary>The groups of rules a field type may support.</summary>
internal enum RuleKind
{
    /// <summary><c>min_length</c> and <c>max_length</c>.</summary>
    Length,

    /// <summary><c>min</c> and <c>max</c>.</summary>
    Range,

    /// <summary><c>pattern</c>.</summary>
    Pattern,
}

/// <summary>A type that a field can have: which JSON values it takes, and how they are stored.</summary>
/// <param name="name">The canonical name in a schema.</param>
/// <param name="column">The type of the column that stores it.</param>
internal abstract class FieldType(string name, ColumnType column)
{
    public string Name { get; } = name;

    public ColumnType Column { get; } = column;

    /// <summary>Whether values are stored as JSON text (list and dict).</summary>
    public virtual bool IsJson => false;

    /// <summary>Whether values are booleans, stored as 0 and 1.</summary>
    public virtual bool IsBool => false;

    /// <summary>What an optional field without default holds when it is absent.</summary>
    public virtual FieldValue Empty => FieldValue.Null;

    /// <summary>The problem of a value that is nothing like this type, null included.</summary>
    public abstract FieldProblem WrongType { get; }

    public virtual bool Supports(RuleKind kind) => false;

    /// <summary>Turns a JSON value into a stored one, leniently: <c>"7"</c> is an integer too.</summary>
    /// <param name="value">Any JSON value.</param>
    /// <param name="arena">Where the text of the result is put.</param>
    /// <param name="result">The stored value.</param>
    /// <param name="problem">What is wrong, where the value was refused.</param>
    /// <returns>Whether the value fits.</returns>
    public abstract bool TryCoerce(
        JsonElement value, ValueArena arena, out FieldValue result, [NotNullWhen(false)] out FieldProblem? problem);

    /// <summary>The length that <see cref="RuleKind.Length"/> limits: code points, items or keys.</summary>
    public virtual int Length(in FieldValue value) =>
        throw new NotSupportedException($"A value of type '{Name}' has no length.");

    /// <summary>Writes a stored value as JSON.</summary>
    public abstract void WriteJson(in FieldValue value, Utf8JsonWriter writer);
}
