using TinyBase.Auth.Endpoints;

namespace TinyBase.Cli.Commands;

/// <summary>How application tokens are written.</summary>
internal static class ApplicationTokenText
{
    public static string NotFound(string id) => $"Token not found: {id}";

    public static string OrNever(string? time) => time ?? "never";

    /// <summary>Text that an admin wrote, in a line and without what would steer the terminal.</summary>
    public static string Plain(string text) => string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c));

    /// <summary>One token, a line for each thing there is to know.</summary>
    public static IEnumerable<string> Lines(ApplicationTokenView token)
    {
        yield return $"Name: {Plain(token.Name)}";
        yield return $"ID: {token.Id}";
        if (token.Description is { Length: > 0 } description) yield return $"Description: {Plain(description)}";
        yield return $"Status: {Status(token)}";
        if (token.Scopes is { } scopes) yield return $"Scopes: {Plain(scopes.ToJson())}";
        yield return $"Created: {token.CreatedAt}";
        yield return $"Last used: {OrNever(token.LastUsedAt)}";
        yield return $"Expires: {OrNever(token.ExpiresAt)}";
    }

    /// <summary>A row for each token, below the heads of the columns.</summary>
    public static IReadOnlyList<string[]> Table(IEnumerable<ApplicationTokenView> tokens) =>
    [
        ["ID", "STATUS", "EXPIRES", "LAST USED", "NAME"],
        .. tokens.Select(token => (string[])
            [token.Id, Status(token), OrNever(token.ExpiresAt), OrNever(token.LastUsedAt), Plain(token.Name)]),
    ];

    private static string Status(ApplicationTokenView token) => token switch
    {
        { IsValid: true } => "active",
        { IsActive: false } => "revoked",
        _ => "expired",
    };
}
