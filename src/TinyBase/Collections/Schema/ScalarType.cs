using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace TinyBase.Collections.Schema;

/// <summary>A type whose values can also be the items of a typed list.</summary>
internal abstract class ScalarType(string name, ColumnType column) : FieldType(name, column)
{
    /// <summary>How many bytes an item may take in JSON beyond those it came in.</summary>
    public abstract int ItemGrowth { get; }

    /// <summary>Coerces an item of a list and writes it as compact JSON.</summary>
    public abstract bool TryWriteItem(
        JsonElement item, Span<byte> destination, out int written, [NotNullWhen(false)] out FieldProblem? problem);
}
