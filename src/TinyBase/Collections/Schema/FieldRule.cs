using System.Diagnostics.CodeAnalysis;

namespace TinyBase.Collections.Schema;

/// <summary>A limit that a schema sets to the values of a field. It is asked about values of the field's type only, never null.</summary>
internal abstract class FieldRule
{
    public abstract bool Check(in FieldValue value, [NotNullWhen(false)] out FieldProblem? problem);
}
