namespace TinyBase.Client;

/// <summary>A collection to create.</summary>
/// <param name="Name">The name: up to 100 lower-case letters, digits and underscores, starting with a letter.</param>
/// <param name="Label">The name for people, of 1 to 200 characters.</param>
/// <param name="Schema">What its records look like.</param>
public sealed record NewCollection(string Name, string Label, CollectionSchema Schema)
{
    /// <summary>Access rules and other options. Null, the default, leaves them to the server.</summary>
    public CollectionOptions? Options { get; init; }
}
