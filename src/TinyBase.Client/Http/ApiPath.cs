namespace TinyBase.Client;

/// <summary>The paths of the API, relative to the address of the server, with names escaped.</summary>
internal static class ApiPath
{
    public const string Collections = "api/collections";

    public const string Sessions = "api/auth/sessions";

    public const string ApplicationTokens = "api/admin/application-tokens";

    public static string Session(Guid id) => $"{Sessions}/{id:D}";

    public static string ApplicationToken(Guid id) => $"{ApplicationTokens}/{id:D}";

    public static string Collection(string name) => $"{Collections}/{Segment(name)}";

    public static string Records(string collection) => $"{Collection(collection)}/records";

    public static string Record(string collection, Guid id) => $"{Records(collection)}/{id:D}";

    public static string DeleteRecords(string collection) => $"{Records(collection)}/delete";

    public static string ImportRecords(string collection) => $"{Records(collection)}/import";

    private static string Segment(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);

        // Escaping leaves dots alone, and a segment of dots would address another resource (RFC 3986 section 5.2.4).
        return name is "." or ".."
            ? throw new ArgumentException($"'{name}' cannot be the name of a collection.", nameof(name))
            : Uri.EscapeDataString(name);
    }
}
