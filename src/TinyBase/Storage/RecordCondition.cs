using System.Collections.Immutable;

using TinyBase.Collections.Schema;

namespace TinyBase.Storage;

/// <summary>How a column is compared.</summary>
internal enum Comparison
{
    Equal,

    /// <summary>Other than the value; NULL is.</summary>
    NotEqual,
    Greater,
    AtLeast,
    Less,
    AtMost,

    /// <summary>One of the values.</summary>
    In,

    /// <summary>Text with the value in it, byte for byte.</summary>
    Contains,

    /// <summary>Text that begins with the value, byte for byte.</summary>
    Starts,
    IsNull,
    IsNotNull,
}

/// <summary>What must hold of one column for a record to be listed.</summary>
/// <param name="Column">The name of the column, as the collection's model has it.</param>
/// <param name="Comparison">How it is compared.</param>
/// <param name="Values">With what: none for NULL, any number for <see cref="Comparison.In"/>, else one. None of them is NULL.</param>
internal sealed record RecordCondition(string Column, Comparison Comparison, ImmutableArray<FieldValue> Values);
