using System.Text.Json.Serialization.Metadata;

namespace TinyBase.Client;

/// <summary>A field that a query speaks of.</summary>
/// <param name="Name">Its name as the server knows it.</param>
/// <param name="DeclaredType">The type of the member.</param>
/// <param name="Property">How its values are written; null for what every record has.</param>
internal sealed record QueryField(string Name, Type DeclaredType, JsonPropertyInfo? Property)
{
    /// <summary>The type of a value that is not null.</summary>
    public Type Type => Nullable.GetUnderlyingType(DeclaredType) ?? DeclaredType;
}
