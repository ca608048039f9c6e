using System.CommandLine;
using System.Text.Json;

using TinyBase.Auth;
using TinyBase.Auth.Endpoints;

namespace TinyBase.Cli.Commands;

/// <summary><c>--scopes</c>: what an application token may do, as the API takes it.</summary>
internal sealed class ScopesOption : Option<TokenScopes?>
{
    public ScopesOption()
        : base("--scopes")
    {
        Description = "What the token may do, as JSON. Default: whatever an admin may.";
        HelpName = "json";
        CustomParser = given =>
        {
            var problem = Read(given.Tokens[^1].Value, out var scopes);
            if (problem is not null) given.AddError($"--scopes must be {problem}.");
            return scopes;
        };
    }

    private static string? Read(string text, out TokenScopes? scopes)
    {
        scopes = null;
        try
        {
            using var json = JsonDocument.Parse(text, new JsonDocumentOptions { AllowDuplicateProperties = false });
            return json.RootElement.ValueKind == JsonValueKind.Object
                ? TokenScopesBody.Read(json.RootElement, out scopes)
                : $"a JSON object, not '{text}'";
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            return $"a JSON object, not '{text}'";
        }
    }
}
