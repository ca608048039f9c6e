namespace TinyBase.Hosting.Describing;

/// <summary>Says which schema describes a property of a contract that its type does not describe.</summary>
/// <param name="schema">The name of the schema.</param>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class WrittenAsAttribute(string schema) : Attribute
{
    public string Schema { get; } = schema;
}
