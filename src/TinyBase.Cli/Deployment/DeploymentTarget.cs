using TinyBase.Configuration;
using TinyBase.Configuration.Toml;

namespace TinyBase.Cli.Deployment;

/// <summary>A server that functions are deployed to.</summary>
/// <param name="Address">Its address.</param>
/// <param name="Name">What it is called in <c>tinybase.toml</c>; null if the environment names it.</param>
/// <param name="Token">The application token; null if it is to be given.</param>
/// <param name="Timeout">How long an answer may take, builds included.</param>
internal sealed record DeploymentTarget(Uri Address, string? Name, string? Token, TimeSpan Timeout)
{
    public const string AddressVariable = "TINYBASE_API_URL";
    public const string TokenVariable = "TINYBASE_API_TOKEN";
    public const string DefaultName = "production";

    private const string Table = "environments";

    private static readonly TimeSpan DefaultTimeout = TimeSpan.FromMinutes(10);

    /// <summary>Finds a server: the one of <c>[environments.NAME]</c>; without a name that of the environment, else <c>production</c>.</summary>
    /// <param name="problem">What is wrong, and what would be right.</param>
    public static DeploymentTarget? Find(string path, string? name, IReadOnlyDictionary<string, string> environment, out string? problem)
    {
        var token = environment.GetValueOrDefault(TokenVariable) is { Length: > 0 } given ? given : null;
        if (name is null && environment.GetValueOrDefault(AddressVariable) is { Length: > 0 } address)
        {
            return Of(address, AddressVariable, name: null, token, DefaultTimeout, out problem);
        }

        name ??= DefaultName;
        var file = SettingsLoader.FileName;
        if (Section(path, name, out problem) is not { } section) return null;
        if ((section.TryGet("api_url", out var url) || section.TryGet("url", out url)) && url.Value is TomlString { Value: var text })
        {
            token ??= section.TryGet("api_token", out var own) && own.Value is TomlString { Value: { Length: > 0 } secret } ? secret : null;
            if (TimeoutOf(section) is { } timeout) return Of(text, $"{file}:{url.Value.Position}: api_url", name, token, timeout, out problem);
            problem = $"{file}: timeout of environment '{name}' must be a number of seconds from 1 to 3600";
            return null;
        }

        problem = $"Missing 'api_url' for environment '{name}' in {file}";
        return null;
    }

    private static DeploymentTarget? Of(string address, string where, string? name, string? token, TimeSpan timeout, out string? problem)
    {
        problem = null;
        // The path of the API is often taken for a part of the address.
        var server = address.TrimEnd('/');
        if (server.EndsWith("/api", StringComparison.Ordinal)) server = server[..^"/api".Length];
        if (Uri.TryCreate(server + "/", UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri is { UserInfo: "", Query: "", Fragment: "" })
        {
            return new DeploymentTarget(uri, name, token, timeout);
        }

        problem = $"{where} must be an http or https address such as https://example.com, and nothing secret in it";
        return null;
    }

    private static TomlTable? Section(string path, string name, out string? problem)
    {
        problem = null;
        try
        {
            var document = TomlDocument.Parse(File.ReadAllBytes(path), SettingsLoader.FileName);
            var all = document.TryGet(Table, out var entry) ? entry.Value as TomlTable : null;
            if (all is not null && all.TryGet(name, out var found) && found.Value is TomlTable section) return section;
            problem = all is null
                ? $"There is no [{Table}.{name}] in {SettingsLoader.FileName}. Add it with the api_url of the server, or set {AddressVariable}"
                : $"Environment '{name}' not found in {SettingsLoader.FileName}. Available: {string.Join(", ", all.Entries.Keys)}";
        }
        catch (TomlException error)
        {
            problem = $"{error.Path}:{error.Position}: {error.Problem}";
        }

        return null;
    }

    private static TimeSpan? TimeoutOf(TomlTable section) => !section.TryGet("timeout", out var given) ? DefaultTimeout : given.Value switch
    {
        TomlInteger { Value: >= 1 and <= 3600 and var seconds } => TimeSpan.FromSeconds(seconds),
        TomlFloat { Value: >= 1 and <= 3600 and var seconds } => TimeSpan.FromSeconds(seconds),
        _ => null,
    };
}
