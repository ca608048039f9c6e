namespace TinyBase.Client;

/// <summary>Who may do what with the records of a collection. Admins may do everything.</summary>
public sealed record AccessRules
{
    /// <summary>Who may list records. When null, the server takes <see cref="AccessRule.Public"/>.</summary>
    public AccessRule? List { get; init; }

    /// <summary>Who may read a record. When null, the server takes <see cref="AccessRule.Public"/>.</summary>
    public AccessRule? Read { get; init; }

    /// <summary>Who may create records. When null, the server takes <see cref="AccessRule.Auth"/>.</summary>
    public AccessRule? Create { get; init; }

    /// <summary>Who may change a record. When null, the server takes <see cref="AccessRule.Owner"/>.</summary>
    public AccessRule? Update { get; init; }

    /// <summary>Who may delete a record. When null, the server takes <see cref="AccessRule.Owner"/>.</summary>
    public AccessRule? Delete { get; init; }
}
