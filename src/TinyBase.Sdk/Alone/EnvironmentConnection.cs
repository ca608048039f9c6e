using TinyBase.Sdk.Calls;

namespace TinyBase.Sdk.Alone;

/// <summary>The server that the environment names, for functions that run alone.</summary>
internal static class EnvironmentConnection
{
    private const string AddressName = "TINYBASE_API_URL";
    private const string TokenName = "TINYBASE_API_TOKEN";

    /// <exception cref="InvalidOperationException">A variable is missing or is no address.</exception>
    public static ServerConnection Open()
    {
        var address = Require(AddressName, "the address of a server, such as http://localhost:8000");
        var token = Require(TokenName, "an access token or an application token");
        return Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
            ? new ServerConnection(new SocketsHttpHandler { AllowAutoRedirect = false }, uri, token)
            : throw new InvalidOperationException($"{AddressName} must be an http or https address such as http://localhost:8000, not '{address}'");
    }

    private static string Require(string name, string meaning) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value
        ? value
        : throw new InvalidOperationException($"ctx.Client needs the environment variable {name} when a function runs alone: {meaning}");
}
